/** One item of the benchmark: 277 bytes as DynamoDB counts them. */
export interface BenchItem {
  readonly pk: string;
  readonly sk: string;
  readonly name: string;
  readonly email: string;
  readonly count: number;
  readonly active: boolean;
  readonly text: string;
}

export interface BenchKey {
  readonly pk: string;
  readonly sk: string;
}

/** How many of the three indexes a peer keeps. */
export type IndexCount = 0 | 1 | 2 | 3;

const SUFFIXES = ['', ' with one index', ' with two indexes', ' indexed'] as const;

export function nameOf(peer: string, indexes: IndexCount): string {
  return peer + SUFFIXES[indexes];
}

/**
 * A database as an application uses it. Every method works through the peer's own public API and gives the page
 * parsed objects, in the shape that the peer has for them. What a peer cannot do it has no method for.
 *
 * An indexed peer keeps the first so many of three indexes: by `email` and `count`, by `name` and `sk`, and by `pk` and `count`.
 */
export interface Peer {
  readonly name: string;
  /** Opens what is stored under `name`, creating it when absent. */
  readonly open: (name: string) => Promise<void>;
  /**
   * Stores items, as fast as the peer's documentation teaches. May be called again with more. `called` hears of each call of the peer
   * how many milliseconds it took, where the peer can tell.
   */
  readonly load: (items: readonly BenchItem[], called?: (ms: number) => void) => Promise<void>;
  readonly get: (key: BenchKey) => Promise<unknown>;
  readonly put: (item: BenchItem) => Promise<void>;
  /** `count` consecutive items of one partition key from `sk` on. */
  readonly query: (pk: string, sk: string, count: number) => Promise<readonly unknown[]>;
  /** Every item, parsed; answers how many. */
  readonly scan: () => Promise<number>;
  /** Puts the items, all or none. */
  readonly transact?: (items: readonly BenchItem[]) => Promise<void>;
  /** The first items of an address by `count`, from the index of both. */
  readonly queryIndex?: (email: string, count: number) => Promise<readonly unknown[]>;
  /** Makes the second index over what is stored: resolves when it can be asked. */
  readonly addIndex?: () => Promise<void>;
  /** Deletes all that is stored: resolves with the answer. Nothing is asked afterwards. */
  readonly drop?: () => Promise<void>;
  /** A stored item as the benchmark made it. Not measured: for the check that peers answer what was put. */
  readonly plain: (stored: unknown) => BenchItem;
  /** Resolves when no work of the peer goes on in the background. */
  readonly settle?: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** What the peer tells of itself, for the report. */
  readonly stats?: () => Promise<unknown>;
}
