import type { World } from '../src/kernel/world.ts';
import { broadcastChannels } from '../src/platform/broadcast-channels.ts';
import { indexedDbLeases } from '../src/platform/indexeddb/lease-logs.ts';
import { webLocks } from '../src/platform/web-locks.ts';
import { workerLock } from '../src/rpc/tab-messages.ts';
import type { LeaseOptions } from '../src/tabs/lease.ts';
import { Lease } from '../src/tabs/lease.ts';
import { NO_CHANNELS } from '../src/kernel/channel.ts';
import { loneLocks } from '../src/tabs/lone-locks.ts';
import type { TabWorld } from '../src/tabs/owner.ts';

type Shared = Pick<TabWorld, 'locks' | 'channels'>;

/** A database in memory is this tab's alone. */
export const alone: Shared = { locks: loneLocks, channels: NO_CHANNELS };

/** What the tabs of a site share. Where the browser does not let them share a database, one of them has it. */
export function sharedBy(client: string, world: World, life: LeaseOptions): Shared {
  const manager = (globalThis.navigator as Partial<Navigator>).locks;
  if (manager === undefined || typeof BroadcastChannel !== 'function')
    return { locks: new Lease(world, indexedDbLeases, life), channels: NO_CHANNELS };
  return { locks: webLocks(manager, workerLock(client)), channels: broadcastChannels };
}
