import type { ScrubReport, Stats } from '../../wire/reports.ts';
import type { RequestEnvelope } from '../../wire/request-envelope.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { WireAnswer } from './request-queue.ts';
import type { DatabaseLocks } from '../browser/database-locks.ts';
import type { PageWorld } from '../browser/page-world.ts';

/** How a handle reaches its engine: through a worker, or in the same thread. */
export interface Transport {
  /** Among all who reach the same engine. */
  readonly locks: DatabaseLocks;
  /** Time as it goes by for the engine, whatever the page's own clocks show. */
  readonly world: PageWorld;
  readonly request: (envelope: RequestEnvelope, signal?: AbortSignal) => Promise<WireAnswer>;
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
