/**
 * What crosses between a page and the worker. Shapes only.
 *
 * Requests travel between the page and the worker itself, as {@link PortMessage}s: all calls made in one turn in one message,
 * all answers ready in one turn in one message. Beside them, on a MessagePort that the page sends first, the control surface
 * is a comlink remote of {@link WorkerControl}: rarely used, and not to be heard by the worker at every request.
 * Errors cross as data, never thrown.
 */
export const PROTOCOL_VERSION = 2;

export interface OpenOptions {
  readonly protocol: number;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly storage: 'indexeddb' | 'memory';
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
  /** Name of a Web Lock that the worker holds for as long as it lives: the page waits for it to know of a silent death. */
  readonly lifeLock: string;
  /** Store id that the page remembers for this database, if any. */
  readonly expectedStoreId: string | undefined;
}

export interface OpenedStore {
  readonly storeId: string;
}

/** Failure of hashrange itself, as data. `code` is stable, `message` is for people. */
export interface Failure {
  readonly code:
    | 'in-use'
    | 'storage-lost'
    | 'storage-damaged'
    | 'newer-format'
    | 'protocol'
    | 'closed'
    | 'device'
    | 'bug';
  readonly message: string;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export interface WorkerControl {
  readonly open: (options: OpenOptions) => Promise<Outcome<OpenedStore>>;
  readonly flushed: () => Promise<Outcome<null>>;
  readonly scrub: () => Promise<Outcome<unknown>>;
  readonly stats: () => Promise<Outcome<unknown>>;
  readonly close: () => Promise<Outcome<null>>;
  readonly destroy: () => Promise<Outcome<null>>;
}

/** Three elements a call: its id, the target, the body text. */
export type Calls = readonly (number | string)[];

/** Three elements an answer: the id of the call, the HTTP status, the body text. */
export type Answers = readonly (number | string)[];

/** Flat arrays of numbers and strings: objects in a message cost more than what is in them. */
export type PortMessage = Calls | Answers | { readonly abort: readonly number[] };
