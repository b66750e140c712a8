import type { ScrubReport, Stats } from '../../wire/reports.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { PageRequest, ReadAnswer } from './wire-answer.ts';
import type { DatabaseLocks } from '../browser/database-locks.ts';
import type { PageWorld } from '../browser/page-world.ts';

/** How a handle reaches its engine: through a worker, or in the same thread. */
export interface Transport {
  /** Among all who reach the same engine. */
  readonly locks: DatabaseLocks;
  /** Time as it goes by for the engine, whatever the page's own clocks show. */
  readonly world: PageWorld;
  readonly request: <T>(
    envelope: PageRequest,
    signal: AbortSignal | undefined,
    read: ReadAnswer<T>,
  ) => Promise<T>;
  /** Resolves when everything acknowledged so far survives a power loss. */
  readonly flushed: () => Promise<void>;
  readonly scrub: () => Promise<ScrubReport>;
  readonly stats: () => Promise<Stats>;
  /** Whether the data are in the browser's storage. */
  readonly isStored: boolean;
  /** Events that the owner tells unasked. */
  readonly subscriptions: Subscriptions;
  readonly close: () => Promise<void>;
  readonly destroy: () => Promise<void>;
}
