/**
 * What crosses between a page and the worker. Shapes only.
 *
 * The control surface is a comlink remote of {@link WorkerControl}. Requests travel beside it on a MessagePort, as
 * {@link PortMessage}s: all calls made in one turn in one message, all answers ready in one turn in one message.
 * Errors cross as data, never thrown.
 */
export const PROTOCOL_VERSION = 1;

export interface OpenOptions {
  readonly protocol: number;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly storage: 'indexeddb' | 'memory';
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
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
  readonly open: (options: OpenOptions, port: MessagePort) => Promise<Outcome<OpenedStore>>;
  readonly flushed: () => Promise<Outcome<null>>;
  readonly scrub: () => Promise<Outcome<unknown>>;
  readonly stats: () => Promise<Outcome<unknown>>;
  readonly close: () => Promise<Outcome<null>>;
  readonly destroy: () => Promise<Outcome<null>>;
}

/** One direction is calls and aborts, the other answers. Parallel arrays: a quarter of the cost of objects. */
export type PortMessage =
  | {
      readonly kind: 'calls';
      readonly ids: readonly number[];
      readonly targets: readonly string[];
      readonly bodies: readonly string[];
    }
  | { readonly kind: 'abort'; readonly ids: readonly number[] }
  | {
      readonly kind: 'answers';
      readonly ids: readonly number[];
      readonly statuses: readonly number[];
      readonly bodies: readonly string[];
      readonly requestIds: readonly string[];
    };
