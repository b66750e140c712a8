/** What the durability page and its specs tell each other. */

export const TABLE = 'ledger';
export const LANES = 24;

/** Version of an item by its key, `undefined` or absent for no item. */
export type Versions = Readonly<Record<string, number>>;

/** What an operation does when it is applied, as one: a version for each key, null where the item goes. */
export type Effects = readonly (readonly [key: string, version: number | null])[];

export interface Announced {
  readonly kind: string;
  /** Empty when the operation must be refused. */
  readonly effects: Effects;
}

/** From a lane of the page to the witness. A lane issues no operation before the witness has answered. */
export type Report =
  | { readonly lane: number; readonly next: Announced; readonly isPreviousAcknowledged: boolean }
  | { readonly violation: string }
  | Appended;

/** Every filler below `items` was acknowledged at `at`, by the page's clock. */
export interface Appended {
  readonly items: number;
  readonly at: number;
}

export interface LaneStart {
  readonly lane: number;
  readonly seed: number;
  /** Versions from here on are new. */
  readonly firstVersion: number;
  readonly items: Versions;
}

export interface StoredState {
  readonly storeId: string;
  readonly items: Versions;
  /** What is wrong in the stored data itself: contents that do not fit, damage that scrub found. */
  readonly faults: readonly string[];
}

export interface DatabaseOptions {
  readonly name: string;
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
}

export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
}

/** What a launch on files that were tampered with comes to. */
export type Inspection =
  | Refusal
  | { readonly kind: 'error answer'; readonly name: string; readonly message: string }
  | {
      readonly kind: 'opened';
      readonly items: Versions;
      readonly faults: readonly string[];
    };

/** The page's global. */
export interface Durability {
  /** Opens the database, creating the table in a new one; answers how long it took, or why it was refused. */
  readonly open: (options: DatabaseOptions) => Promise<number | Refusal>;
  readonly readAll: () => Promise<StoredState>;
  /** Runs operations in every lane until the browser dies. */
  readonly work: (lanes: readonly LaneStart[], witnessUrl: string) => Promise<never>;
  /** Stores the fillers from one number to another in order; the version of each is its number. */
  readonly fill: (from: number, to: number) => Promise<void>;
  /** Stores fillers from a number on, a few at once, until the browser dies. */
  readonly append: (from: number, witnessUrl: string) => Promise<never>;
  /** Waits until pages and log are on the device, hardened. */
  readonly rest: () => Promise<void>;
  /** Opens what is there, making nothing, and reads all of it. */
  readonly inspect: (options: DatabaseOptions) => Promise<Inspection>;
  readonly close: () => Promise<void>;
  readonly checkpointLsn: () => Promise<number>;
}
