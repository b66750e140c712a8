/**
 * What crosses between a page and the worker that serves it, its own or another tab's. Shapes only.
 *
 * Requests travel as {@link PortMessage}s: all calls made in one turn in one message, the answers ready in one turn in one
 * or a few. Beside them, on a MessagePort that the page sends its own worker first, is a comlink remote of
 * {@link WorkerControl}: rarely used, and not to be heard by the worker at every request.
 * Errors cross as data, never thrown.
 */
import type { DatabaseEvent } from '../wire/events.ts';
import type { FailureCode } from '../wire/failure-code.ts';
import type { StorageKind } from './storage-kind.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';

export const PROTOCOL_VERSION = 7;

export interface OpenOptions {
  readonly protocol: number;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly storage: StorageKind;
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
  /** Who asks: the same for all lives of the page's worker. 128 random bits as 32 hexadecimal digits. */
  readonly client: string;
  /** This life of the page's worker: 128 random bits again. */
  readonly life: string;
  /** One that has ended, of whatever page: what it held need not be waited for. */
  readonly goneLife: string | undefined;
  readonly expiryDelayMs: number;
  /** Store id that the page remembers for this database, if any. */
  readonly rememberedStoreId: string | undefined;
  /** Store id that the page has been served from, if any: no other will do. */
  readonly servedStoreId: string | undefined;
  /** Id of a store whose loss the user has accepted. */
  readonly acceptLoss: string | undefined;
  /** URL of the script that, as a SharedWorker, brings ports from tab to tab: may be the worker's own. Undefined where there is none. */
  readonly broker: string | undefined;
}

/** How far opening is: log records replayed, of those to be replayed. */
export interface OpeningProgress {
  readonly done: number;
  readonly total: number;
}

export interface OpenedStore {
  readonly storeId: string;
  readonly epoch: number;
}

/** Failure of hashrange itself, as data. `code` is stable, `message` is for people. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** Id of the store that is lost, where one is known. */
  readonly lost?: string | undefined;
}

export type CallOutcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** What is to be destroyed, and who asks. */
export interface DestroyOptions extends Pick<OpenOptions, 'name' | 'region' | 'client'> {
  /** Store id that the page knows, if any. */
  readonly storeId: string | undefined;
  /** Another store that has taken its place stays. */
  readonly isOnly: boolean;
}

export interface WorkerControl {
  /**
   * Resolves when the worker lives, answering whether a lock tells of its death; whether and when it serves, it tells as
   * {@link WorkerEvent}s.
   */
  readonly start: (options: OpenOptions) => Promise<CallOutcome<boolean>>;
  /** Whether anybody sees the page; it is taken for seen until then. */
  readonly setVisible: (isVisible: boolean) => Promise<void>;
  /** Resolves after so many milliseconds by the worker's timers, or when it is called again. */
  readonly wakeUp: (afterMs: number) => Promise<void>;
  /** The page is served from this store, by whichever tab. */
  readonly serves: (storeId: string) => Promise<void>;
  /** Whether the store is gone because it was destroyed, or its loss accepted. */
  readonly wasDestroyed: (storeId: string) => Promise<CallOutcome<boolean>>;
  /** Deletes the database, whoever has it open and whatever state it is in; started or not. This worker serves nobody afterwards. */
  readonly destroy: (options: DestroyOptions) => Promise<CallOutcome<null>>;
  /** Lets the requests under way finish and the database go, to the next tab if there is one. */
  readonly close: () => Promise<CallOutcome<null>>;
}

/** What the calls of a run have in common: their {@link RequestEnvelope} without the body. Members that the owner does not know are passed over. */
export interface RunHead extends Omit<RequestEnvelope, 'body' | 'rows'> {
  /** The bodies have zeros for attribute maps, which are in the message's rows: a run of rows for each call. */
  readonly rows?: true;
}

/**
 * The attribute maps and items of all that is in a message, as `rows/write-rows.ts` writes them: its last element, where there are any. It
 * is transferred, where the way that the message takes can do that.
 */
export type MessageRows = ArrayBuffer;

/**
 * The highest number whose answer, as that of all below, the page has or does not want; then runs of calls with ascending numbers
 * and one head: the number of the first, the head, how many, and as many body texts. Runs of one message share their heads: an
 * object that a message has named once costs less than its target as text.
 */
export type Calls = readonly (number | string | RunHead | MessageRows)[];

/** Runs of answers to calls with ascending numbers and one HTTP status: the number of the first, the status, how many, and as many body texts, which may have marks for runs of rows (`item/row/answer-body.ts`). */
export type Answers = readonly (number | string | MessageRows)[];

/** What a page may ask of the owner beside DynamoDB's requests. */
export type PageQuestion = 'flushed' | 'scrub' | 'stats';

/** From a page to the owner. Flat arrays of numbers and strings: objects in a message cost more than what is in them. */
export type PageMessage =
  | Calls
  | { readonly abort: readonly number[] }
  /** The page has heard no names of attributes, or not by this way: all that rows have are to be told again. */
  | { readonly nameless: true }
  /** As the first element of {@link Calls}, when there are none. */
  | { readonly confirmed: number }
  | { readonly ask: number; readonly question: PageQuestion }
  /** All topics that the page wants to be told of from now on, in place of those before: types of events. */
  | { readonly subscribe: readonly string[] };

/** From the owner to a page. */
export type OwnerMessage =
  | Answers
  | { readonly asked: number; readonly outcome: CallOutcome<unknown> }
  /** To a page that has subscribed to its type. */
  | { readonly told: DatabaseEvent }
  | WorkerEvent;

/** From a worker to its own page. */
export type WorkerEvent =
  /** This worker has the database and replays its log. */
  | { readonly opening: OpeningProgress }
  /** This worker is the owner and serves. */
  | { readonly owner: OpenedStore }
  /** The port that comes with this is for the page of another tab, which asks the broker for it by this name. */
  | { readonly port: string; readonly broker: string }
  /** This worker is the owner no more; another tab's will be, or is. */
  | { readonly lost: true }
  /** This worker could not open the database, and has ended. */
  | { readonly failure: Failure };
