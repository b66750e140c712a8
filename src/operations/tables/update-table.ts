import type { TableRecord } from '../../placement/record/table.ts';
import { getTableForControl, putTable, tableNotFound } from '../../placement/table-catalog.ts';
import type { TreeId } from '../../storage/store.ts';
import type { RouterContext } from '../context.ts';
import {
  refuseWhileLeaving,
  withDisassociationProtection,
} from '../global-tables/disassociation.ts';
import { toldToGroup, withoutChangedReads } from '../global-tables/region-entry.ts';
import { changedIndexes } from '../indexes/index-change.ts';
import type { IndexChange, IndexChangeRequest } from '../indexes/index-change.ts';
import { refuseVectorChange } from '../indexes/vector-index-rules.ts';
import type { Operation } from '../operation.ts';
import * as shapes from '../request/table-shapes.ts';
import { settingsTouch } from '../request/touched-tables.ts';
import { refuseLater } from '../request/unsupported.ts';
import { changedStream, checkStreamChange } from '../streams/stream-specification.ts';
import { withPartitionsFor } from '../throughput/partition-split.ts';
import { checkAccountQuota } from './account-quotas.ts';
import { changedTable } from './table-change.ts';
import { tableDescription } from './table-description.ts';
import { shownChange } from './update-table-answer.ts';
import { changeReplicas } from './update-table-replicas.ts';
import { updateTableReader } from './update-table-request.ts';
import type { UpdateTableRequest } from './update-table-request.ts';

function run(request: UpdateTableRequest, context: RouterContext): string {
  const { store, world } = context;
  const { record } = getTableForControl(context, request.TableName, 'UpdateTable');
  refuseFeatures(request, record);
  refuseWhileLeaving(record);
  if (request.replicas.length > 0) return changeReplicas(request.replicas, record, context);
  if (record.status === 'CREATING') throw tableNotFound(record.name);
  const nowMs = world.service.now();
  const changedItself = changedTable(record, request.change, { scope: context, world });
  const settled = toldToGroup(record, changedItself, context, nowMs);
  const indexes = indexChange(request, record, settled, {
    newTree: () => store.newTree(),
    nowMs,
    region: context.region,
  });
  const moment = { lsn: store.nextLsn, nowMs };
  const stream = changedStream(
    withPartitionsFor(indexes?.record ?? settled, moment),
    request.StreamSpecification,
    store,
    moment,
  );
  const changed = withDisassociationProtection(
    withoutChangedReads(record, stream.record, context, nowMs),
    request.DisassociationProtectionEnabled,
  );
  checkAccountQuota(context, changed, record);
  if (changed !== record) {
    store.append([putTable(changed), ...(indexes?.changes ?? []), ...stream.changes]);
  }
  const { record: shown, view } = shownChange({
    before: record,
    after: changed,
    asked: request.asked,
    updates: request.GlobalSecondaryIndexUpdates ?? [],
    indexes,
    nowMs,
  });
  const countsOf = (tree: TreeId) => store.counts(tree);
  const description = tableDescription(shown, { ...view, countsOf, nowMs });
  return JSON.stringify({ TableDescription: description });
}

function indexChange(
  request: UpdateTableRequest,
  before: TableRecord,
  settled: TableRecord,
  where: Pick<IndexChangeRequest, 'newTree' | 'nowMs' | 'region'>,
): IndexChange | undefined {
  const isSwitch = settled.billing.mode === 'PROVISIONED' && before.billing.mode !== 'PROVISIONED';
  const given = request.GlobalSecondaryIndexUpdates ?? [];
  const updates = isSwitch ? given.flatMap(withoutUnits) : given;
  if (updates.length === 0) return undefined;
  return changedIndexes(settled, {
    updates,
    definitions: request.AttributeDefinitions ?? [],
    ...where,
  });
}

type IndexUpdate = shapes.GlobalIndexUpdatesRequest[number];

/** A switch to provisioned mode has taken the units of its entries; what is left of an entry. */
function withoutUnits(entry: IndexUpdate): readonly IndexUpdate[] {
  if (entry.Update === undefined) return [entry];
  const { ProvisionedThroughput: _, ...rest } = entry.Update;
  const isEmpty = rest.OnDemandThroughput === undefined && rest.WarmThroughput === undefined;
  return isEmpty ? [] : [{ Update: rest }];
}

function refuseFeatures(request: UpdateTableRequest, record: TableRecord): void {
  checkStreamChange(request.StreamSpecification, record);
  refuseVectorChange(request.VectorIndexUpdates ?? [], {
    keySchema: record.keySchema,
    definitions: request.AttributeDefinitions ?? [],
    mode: request.BillingMode ?? record.billing.mode,
  });
  if (request.MultiRegionConsistency !== 'EVENTUAL') {
    refuseLater('MultiRegionConsistency', request.MultiRegionConsistency !== undefined);
  }
  refuseLater('GlobalTableWitnessUpdates', request.GlobalTableWitnessUpdates !== undefined);
}

/** Changes hold at once; only the answer shows them under way. */
export const updateTable: Operation<UpdateTableRequest> = {
  name: 'UpdateTable',
  ...updateTableReader,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'write', TableName),
  run,
};
