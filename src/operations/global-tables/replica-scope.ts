import type { World } from '../../kernel/world.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { TableAbroad } from '../../region/messages/region-messages.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import type { RouterContext } from '../context.ts';
import { replicaStreams } from './replica-streams.ts';

/** Where replicas are changed from. */
export interface ReplicaScope {
  readonly region: string;
  readonly accountId: string;
  readonly world: World;
  readonly newTree: () => TreeId;
  /** The record that the change will be in. */
  readonly lsn: Lsn;
  /** What another Region has under the table's name. May throw `RegionFault`. */
  readonly tableIn: (region: string) => TableAbroad | 'none' | 'silent';
  /** The record with the stream that every replica has. */
  readonly withStream: (record: TableRecord) => TableRecord;
}

export function replicaScope(
  { store, world, region, accountId, regions }: RouterContext,
  tableName: string,
): ReplicaScope {
  return {
    region,
    accountId,
    world,
    newTree: () => store.newTree(),
    lsn: store.nextLsn,
    tableIn: (other) => regions.tableIn(other, tableName),
    withStream: replicaStreams(store, world).withStream,
  };
}
