import type { World } from '../kernel/world.ts';
import type { DeviceOpener } from '../storage/device/port.ts';
import type { Durability } from '../storage/durability.ts';
import type { ScrubReport, Stats } from '../wire/reports.ts';

/** The answer to one request: HTTP status and JSON body text. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface EngineOptions {
  readonly region: string;
  readonly accountId: string;
  readonly durability: Durability;
  /** Byte budget of the page cache. Default 64 MiB. */
  readonly cacheBytes: number;
  /** Store id remembered outside the database; undefined when none is. An empty database is then damage (D8). */
  readonly expectedStoreId: string | undefined;
}

export interface EngineDeps {
  readonly world: World;
  readonly devices: DeviceOpener;
}

/** One Region: the router, its tables and the store they live in. Assembled by `createEngine` only. */
export interface Engine {
  readonly region: string;
  readonly storeId: string;
  /**
   * Answers one request, `target` being the whole `X-Amz-Target`. Calls `answer` exactly once, at once when the answer
   * waits for nothing, else after the commit it depends on. Never throws.
   * `signal` stops waiting: an aborted request is not started if it has not begun, and is not answered.
   */
  readonly submit: (
    target: string,
    bodyText: string,
    answer: (answer: Answer) => void,
    signal?: { readonly aborted: boolean },
  ) => void;
  /** `submit` as a promise. */
  readonly request: (target: string, bodyText: string) => Promise<Answer>;
  /** Resolves when everything acknowledged so far survives a power loss. */
  readonly flushed: () => Promise<void>;
  /**
   * Walks all pages and the log, proves the invariants, reports what is damaged. Rejects with `DeviceFault` when the
   * device fails under it; the store is then opened again.
   */
  readonly scrub: () => Promise<ScrubReport>;
  readonly stats: () => Stats;
  /** Checkpoints what it can, hardens and closes. Idempotent. */
  readonly close: () => Promise<void>;
  /** Closes and deletes everything stored. */
  readonly destroy: () => Promise<void>;
}
