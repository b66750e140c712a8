import type { World } from '../kernel/world.ts';
import { replicaStreams } from '../operations/global-tables/replica-streams.ts';
import type { RegionPorts } from '../region/region-ports.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Turns } from './turn.ts';

/** What the replication of one opened store stands on. */
export function regionPorts(
  store: LogStore,
  turns: Turns,
  of: { readonly region: string; readonly accountId: string; readonly world: World },
): RegionPorts {
  const { log } = store;
  return {
    ...of,
    storeId: store.checkpointer.superblock.storeId,
    store,
    hardenedLsn: () => log.hardenedLsn,
    streams: replicaStreams(store, of.world),
    lastStamp: () => log.lastStamp,
    observe: (stamp) => {
      log.observe(stamp);
    },
    harden: () =>
      new Promise((resolve, reject) => {
        log.whenHardened((fault) => {
          if (fault === undefined) resolve();
          else reject(fault);
        });
      }),
    turn: (work) => turns.durable(work),
  };
}
