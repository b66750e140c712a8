import type { World } from '../kernel/world.ts';
import { replicaStreams } from '../operations/global-tables/replica-streams.ts';
import type { ReplicationPorts } from '../region/replication-ports.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Turns } from './turn.ts';

/** What the replication of one opened store stands on. */
export function replicationPorts(
  store: LogStore,
  turns: Turns,
  of: { readonly region: string; readonly accountId: string; readonly world: World },
): ReplicationPorts {
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
