import type { World } from '../../kernel/world.ts';
import type { RegionReplicaStreams } from '../../region/region-ports.ts';
import type { LoggedStore } from '../../storage/log/logged-store.ts';
import { keepClosedStream } from '../../stream/stream-catalog.ts';
import { withNewStream } from '../streams/stream-specification.ts';

/** The streams of replicas. One of another view type stays as it is. Source: reference api-surface.md section 5. */
export function replicaStreams(store: LoggedStore, { service }: World): RegionReplicaStreams {
  return {
    withStream: (record) => {
      if (record.stream !== undefined) return record;
      const moment = { lsn: store.nextLsn, nowMs: service.now() };
      return withNewStream(record, 'NEW_AND_OLD_IMAGES', store, moment);
    },
    closed: (record) => keepClosedStream(record, { lsn: store.nextLsn, nowMs: service.now() }),
  };
}
