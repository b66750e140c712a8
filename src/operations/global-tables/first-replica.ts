import { randomUuid } from '../../kernel/random.ts';
import type {
  GroupMember,
  RegionGroup,
  GlobalTableRecord,
} from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { groupOf, hasOtherRegions, nextGroupStamp } from '../../placement/region-group.ts';
import { settingsOf } from '../../region/group/shared-settings.ts';
import type { ReplicaScope } from './replica-scope.ts';

/** What makes a table the first of a global table; of one that is already, what it has. */
export function replicationOf(
  record: TableRecord,
  { region, world, newTree }: Pick<ReplicaScope, 'region' | 'world' | 'newTree'>,
): GlobalTableRecord {
  const { replicas } = record;
  const nowMs = world.service.now();
  if (replicas !== undefined && hasOtherRegions(record, region)) return replicas;
  const known = groupOf(record, region);
  const stamp = nextGroupStamp(known, nowMs);
  const member: GroupMember = {
    stamp,
    by: region,
    joined: stamp,
    status: 'ACTIVE',
    tableId: record.id,
    startsEmpty: false,
    overrides: {},
  };
  const group: RegionGroup = {
    // Regions that left hear of it by the document that they know.
    id: known?.id ?? randomUuid(world.random),
    version: '2019.11.21',
    createdMs: nowMs,
    tableName: record.name,
    keySchema: record.keySchema,
    localIndexes: (record.localIndexes ?? []).map(({ name, keySchema, projection }) => ({
      name,
      keySchema,
      projection,
    })),
    members: { ...known?.members, [region]: member },
    settings: { stamp, by: region, value: settingsOf(record, region) },
  };
  return {
    group,
    tombstoneTree: replicas?.tombstoneTree ?? newTree(),
    origins: replicas?.origins ?? [],
  };
}
