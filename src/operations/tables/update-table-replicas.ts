import type { TableRecord } from '../../placement/record/table.ts';
import { hasOtherRegions } from '../../placement/region-group.ts';
import { putJoined } from '../../region/group/group-documents.ts';
import type { TreeId } from '../../storage/store.ts';
import type { RouterContext } from '../context.ts';
import type { AskedReplicaChange } from '../global-tables/replica-actions.ts';
import { replicaScope } from '../global-tables/replica-scope.ts';
import { changedReplicas } from '../global-tables/replica-updates.ts';
import { tableDescription } from './table-description.ts';
import { FIRST_REPLICA, shownReplicaChange } from './update-table-answer.ts';

/** Runs an UpdateTable that asks for changes of replicas: it may ask for nothing else. */
export function changeReplicas(
  actions: readonly AskedReplicaChange[],
  record: TableRecord,
  context: RouterContext,
): string {
  const { store, world, region } = context;
  const { record: changed, changes } = changedReplicas(
    record,
    actions,
    replicaScope(context, record.name),
  );
  store.append([...putJoined(record, changed, world.service.now()), ...changes]);
  const view = {
    status: 'UPDATING',
    countsOf: (tree: TreeId) => store.counts(tree),
    nowMs: world.service.now(),
  } as const;
  const shown = tableDescription(shownReplicaChange(record, changed), view);
  const isFirst = !hasOtherRegions(record, region) && hasOtherRegions(changed, region);
  return JSON.stringify({
    TableDescription: isFirst ? { ...shown, ...FIRST_REPLICA } : shown,
  });
}
