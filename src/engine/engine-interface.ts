import type { AnswerBody } from '../item/row/answer-body.ts';
import type { Channels } from '../kernel/channel.ts';
import type { World } from '../kernel/world.ts';
import type { DestroyableDevices, DeviceOpener } from '../storage/device/port.ts';
import type { OpeningProgress } from '../storage/checkpoint/opening-progress.ts';
import type { Durability } from '../storage/durability.ts';
import type { EngineEvent } from '../wire/events.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';
import type { EngineStats, ScrubReport } from '../wire/reports.ts';
import type { ClientLedger } from './answer-ledger.ts';
import type { MakeMember } from './background/member.ts';

/** The devices of a database, for those who open engines on them and destroy it. */
export type DatabaseDevices = DestroyableDevices;

/** The answer to one request: HTTP status and body. */
export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
}

/** The same with the JSON text of all that is in it. */
export interface TextAnswer extends Answer {
  readonly body: string;
}

export interface EngineOptions {
  /** Name of the database that this is a Region of. Default `default`. */
  readonly name?: string | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly durability: Durability;
  /** Byte budget of the page cache. Default 64 MiB. */
  readonly cacheBytes: number;
  /** How late the deletion of expired items may be, in milliseconds. Default one minute. */
  readonly expiryDelayMs?: number;
  /** Store id remembered outside the database; undefined when none is. An empty database is then damage (ADR 26). */
  readonly expectedStoreId: string | undefined;
  /** How large the reserve may become that lets a full device be tidied up. Default 0: the device has no bound. */
  readonly reserveBytesMax?: number;
  /** Greatest number of an owner that was heard of: the new one's is above. */
  readonly epochAbove?: number;
}

export interface EngineDeps {
  readonly world: World;
  readonly devices: DeviceOpener;
  /**
   * Another owner has written to the store, or it could not be opened again after a fault. Told before any request is answered with
   * that: a new engine may answer it.
   */
  readonly onLost?: () => void;
  /** Hears how far the log has been replayed, at every opening of the store. */
  readonly onProgress?: ((progress: OpeningProgress) => void) | undefined;
  /** How the Regions of a database reach each other. Without it this one is alone. */
  readonly channels?: Channels | undefined;
  /** Members of the background. Default `MEMBERS`, all of them. */
  readonly members?: readonly MakeMember[];
}

/** The caller of a request. */
export interface Caller {
  /** Becomes true when the caller has stopped waiting: the request is not started if it has not begun, and is not answered. */
  readonly aborted: boolean;
  /** Where the client's answers are remembered, if the same request may come again, and its number there. */
  readonly ledger?: ClientLedger;
  readonly number?: number;
}

/** One Region: the router, its tables and the store they live in. Assembled by `createEngine` only. */
export interface Engine {
  readonly region: string;
  readonly storeId: string;
  /**
   * Answers one request. Calls `answer` exactly once, at once when the answer
   * waits for nothing, else after the commit it depends on. Never throws.
   * A numbered write that has been answered before is answered as it was, and not run again.
   */
  readonly submit: (
    request: RequestEnvelope,
    answer: (answer: Answer) => void,
    caller?: Caller,
  ) => void;
  /** `submit` as a promise, answered in text. */
  readonly request: (target: string, bodyText: string) => Promise<TextAnswer>;
  /** Resolves when everything acknowledged so far survives a power loss. */
  readonly flushed: () => Promise<void>;
  /**
   * Walks all pages and the log, proves the invariants, reports what is damaged. Rejects with `DeviceFault` when the
   * device fails under it; the store is then opened again.
   */
  readonly scrub: () => Promise<ScrubReport>;
  readonly stats: () => EngineStats;
  /** Tells events from now on, and at once those of members of the background that have failed and not got over it. Answers the function that ends it. */
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
  /** The ledger of a client whose requests are numbered. */
  readonly ledgerOf: (client: string) => ClientLedger;
  /** Forgets the ledgers of clients that are not there any more. */
  readonly forgetClients: (isHere: (client: string, silentMs: number) => boolean) => void;
  /** Checkpoints what it can, hardens and closes. Idempotent. */
  readonly close: () => Promise<void>;
  /** Stops at once and writes nothing more: the store is, or will be, another owner's, unless `why` says otherwise. */
  readonly abandon: (why?: string) => void;
}
