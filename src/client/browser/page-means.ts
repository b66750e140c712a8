import type { Channels } from '../../kernel/channel.ts';
import { NO_CHANNELS } from '../../kernel/channel.ts';
import type { PortRequests } from '../../kernel/ports.ts';
import { broadcastChannels } from '../../platform/broadcast-channels.ts';
import type { DatabaseLocks } from './database-locks.ts';
import { pageTime } from './page-time.ts';
import type { PageTimers } from './page-timers.ts';
import { pageTimers } from './page-timers.ts';
import type { PageWorld } from './page-world.ts';
import { inProcessLocks } from './in-process-locks.ts';
import { sharedPorts } from './shared-ports.ts';
import { Wakefulness, idleTurns } from './wakefulness.ts';
import { tabLocks } from './tab-locks.ts';

/** The means of a page for reaching a database: time, locks, and ways to other tabs. */
export interface PageMeans {
  readonly timers: PageTimers;
  readonly world: PageWorld;
  readonly locks: DatabaseLocks;
  readonly wakefulness: Wakefulness;
  /** Whether the data are in the browser's storage. */
  readonly isStored: boolean;
  /** Whether tabs can share it. A database in memory lives in this page's worker and ends with it. */
  readonly isShared: boolean;
  readonly channels: Channels;
  readonly ports: PortRequests;
}

/** `database` is its `databaseNameOf`. */
export function pageMeans(database: string, isStored: boolean): PageMeans {
  const timers = pageTimers(pageTime);
  const { locks } = globalThis.navigator as Partial<Navigator>;
  const isShared = isStored && typeof BroadcastChannel === 'function' && locks !== undefined;
  return {
    timers,
    world: { host: timers },
    locks: isStored ? tabLocks(database) : inProcessLocks(),
    wakefulness: new Wakefulness(idleTurns()),
    isStored,
    isShared,
    channels: isShared ? broadcastChannels : NO_CHANNELS,
    ports: sharedPorts,
  };
}
