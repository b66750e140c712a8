import type { WireAnswer } from './port-client.ts';

/** How a handle reaches its engine: through a worker, or in the same thread. */
export interface Transport {
  readonly request: (target: string, bodyText: string, signal?: AbortSignal) => Promise<WireAnswer>;
  /** Resolves when everything acknowledged so far survives a power loss. */
  readonly flushed: () => Promise<void>;
  readonly scrub: () => Promise<ScrubReport>;
  readonly stats: () => Promise<Stats>;
  readonly close: () => Promise<void>;
  readonly destroy: () => Promise<void>;
}

/** A range of keys that cannot be served. Bounds are key bytes as hex; an empty `high` is the end of the table. */
export interface DamagedRange {
  readonly kind: 'page' | 'frame';
  readonly table: string | undefined;
  readonly low: string;
  readonly high: string;
  readonly reason: string;
}

/** What a walk over everything stored has found. */
export interface ScrubReport {
  readonly pages: number;
  readonly items: number;
  readonly frames: number;
  readonly damaged: readonly DamagedRange[];
  readonly repaired: number;
}

/** Figures of the running engine. LSNs count log records; bytes are bytes. */
export interface Stats {
  readonly state: 'open' | 'closed' | 'failed';
  readonly region: string;
  readonly storeId: string;
  readonly epoch: number;
  readonly appendedLsn: number;
  readonly durableLsn: number;
  readonly hardenedLsn: number;
  readonly checkpointLsn: number;
  readonly logBytes: number;
  readonly cachedBytes: number;
  readonly cacheBudgetBytes: number;
  readonly dirtyPages: number;
  readonly commits: number;
  readonly pageLoads: number;
  readonly requests: number;
  readonly damaged: readonly DamagedRange[];
}
