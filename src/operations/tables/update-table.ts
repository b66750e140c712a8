import { checkAccountQuota } from './account-quotas.ts';
import { FIRST_REPLICA, shownChange, shownReplicaChange } from './update-table-answer.ts';
import { checkCeilings, checkUnitBounds } from '../throughput/billing-rules.ts';
import {
  refuseWhileLeaving,
  withDisassociationProtection,
} from '../global-tables/disassociation.ts';
import { changedIndexes, checkGlobalUpdates } from '../indexes/index-change.ts';
import type { IndexChange, IndexChangeRequest } from '../indexes/index-change.ts';
import { refuseLater } from '../request/unsupported.ts';
import { withPartitionsFor } from '../throughput/partition-split.ts';
import { changedStream, checkStreamChange } from '../streams/stream-change.ts';
import { changedReplicas, replicaActions } from '../global-tables/replica-updates.ts';
import type { ReplicaAction } from '../global-tables/replica-updates.ts';
import { replicaStreams } from '../global-tables/replica-streams.ts';
import { replicaUpdates, witnessUpdates } from '../global-tables/replica-shapes.ts';
import { toldToGroup, withoutChangedReads } from '../global-tables/region-entry.ts';
import { tableClassOf } from '../throughput/table-class.ts';
import { changedTable } from './table-change.ts';
import type { TableChange } from './table-change.ts';
import { describeTable } from './table-description.ts';
import * as shapes from '../request/table-shapes.ts';
import { checkOneChange, nothingAsked } from './update-table-rules.ts';
import { refuseVectorChange } from '../indexes/vector-index-rules.ts';
import { forgetBuild } from '../../index/index-builder.ts';
import type { SecondaryIndex } from '../../placement/secondary-index.ts';
import { getTableForControl, putTable, tableNotFound } from '../../placement/table-catalog.ts';
import { isReplicated } from '../../placement/replica-group.ts';
import type { TableClass } from '../../placement/record/throughput.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { putJoined } from '../../region/group/group-documents.ts';
import type { Change, TreeId } from '../../storage/store.ts';
import { invalidParameter } from '../../wire/dynamo-error.ts';
import { boolean, oneOf } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const readBody = requestShape(
  {
    TableName: required(controlTableNameOrArn),
    AttributeDefinitions: shapes.attributeDefinitions,
    BillingMode: shapes.billingMode,
    ProvisionedThroughput: shapes.provisionedThroughput,
    GlobalSecondaryIndexUpdates: shapes.globalSecondaryIndexUpdates,
    VectorIndexUpdates: shapes.vectorIndexUpdates,
    StreamSpecification: shapes.streamSpecification,
    SSESpecification: shapes.sseSpecification,
    ReplicaUpdates: replicaUpdates,
    TableClass: shapes.tableClass,
    DeletionProtectionEnabled: boolean(),
    MultiRegionConsistency: oneOf(['EVENTUAL', 'STRONG']),
    GlobalTableWitnessUpdates: witnessUpdates,
    OnDemandThroughput: shapes.onDemandThroughput,
    WarmThroughput: shapes.warmThroughput,
    GlobalTableSettingsReplicationMode: shapes.globalTableSettingsReplicationMode,
    DisassociationProtectionEnabled: boolean(),
  },
  reportTableNameFirst,
);

type Body = ReturnType<typeof readBody>;
/** A checked request. */
type Asked = Body & {
  readonly tableClass: TableClass | undefined;
  readonly replicas: readonly ReplicaAction[];
};

/** The members that ask for something; one of them must be there. */
const CHANGES = [
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'VectorIndexUpdates',
  'StreamSpecification',
  'SSESpecification',
  'ReplicaUpdates',
  'TableClass',
  'DeletionProtectionEnabled',
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
  'OnDemandThroughput',
  'WarmThroughput',
  'GlobalTableSettingsReplicationMode',
  'DisassociationProtectionEnabled',
] as const satisfies readonly (keyof Body)[];

function parse(requestBody: RequestBody): Asked {
  const body = readBody(requestBody);
  const asked = CHANGES.filter((member) => isAsked(body, member));
  if (asked.every((member) => COUNTS_ONLY_BESIDE.has(member))) throw nothingAsked(asked);
  const { BillingMode: mode, ProvisionedThroughput: throughput } = body;
  const updates = body.GlobalSecondaryIndexUpdates ?? [];
  const createsIndex = updates.some(({ Create: create }) => create !== undefined);
  const hasOnlineIndex = createsIndex || updates.some(({ Delete: gone }) => gone !== undefined);
  checkOneChange({ asked, mode, createsIndex, hasOnlineIndex });
  if (asked.includes('GlobalSecondaryIndexUpdates')) checkGlobalUpdates(updates);
  if (mode === 'PROVISIONED' && throughput === undefined) {
    throw invalidParameter(
      'ProvisionedThroughput must be specified when BillingMode is PROVISIONED',
    );
  }
  if (mode === 'PAY_PER_REQUEST' && throughput !== undefined) {
    throw invalidParameter(
      'ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (throughput !== undefined) checkUnitBounds(throughput);
  checkCeilings(body.OnDemandThroughput, true);
  const replicas = replicaActions(body.ReplicaUpdates ?? []);
  return { ...body, tableClass: tableClassOf(body.TableClass), replicas };
}

/** Alone these ask for nothing. Source: api-surface.md section 5d. */
const COUNTS_ONLY_BESIDE: ReadonlySet<string> = new Set([
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
]);

/** An empty list of updates is none where nothing else is asked; empty structures never ask for anything. */
function isAsked(body: Body, member: (typeof CHANGES)[number]): boolean {
  if (member === 'VectorIndexUpdates') return (body.VectorIndexUpdates ?? []).length > 0;
  if (member === 'GlobalSecondaryIndexUpdates') {
    const updates = body.GlobalSecondaryIndexUpdates;
    const isBeside = CHANGES.some((each) => each !== member && body[each] !== undefined);
    return updates !== undefined && (updates.length > 0 || isBeside);
  }
  if (member === 'OnDemandThroughput') {
    const { MaxReadRequestUnits: reads, MaxWriteRequestUnits: writes } = body[member] ?? {};
    return (reads ?? writes) !== undefined;
  }
  if (member === 'WarmThroughput') {
    const { ReadUnitsPerSecond: reads, WriteUnitsPerSecond: writes } = body[member] ?? {};
    return (reads ?? writes) !== undefined;
  }
  return body[member] !== undefined;
}

function run(body: Asked, context: RouterContext): string {
  const { store, world } = context;
  const { record } = getTableForControl(context, body.TableName, 'UpdateTable');
  refuseFeatures(body, record);
  refuseWhileLeaving(record);
  if (body.replicas.length > 0) return changeReplicas(body.replicas, record, context);
  if (record.status === 'CREATING') throw tableNotFound(record.name);
  const nowMs = world.service.now();
  const changedItself = changedTable(record, changeOf(body), { scope: context, world });
  const settled = toldToGroup(record, changedItself, context, nowMs);
  const indexes = indexChange(body, record, settled, {
    newTree: () => store.newTree(),
    nowMs,
    region: context.region,
  });
  const moment = { lsn: store.nextLsn, nowMs };
  const stream = changedStream(
    withPartitionsFor(indexes?.record ?? settled, moment),
    body.StreamSpecification,
    store,
    moment,
  );
  const changed = withDisassociationProtection(
    withoutChangedReads(record, stream.record, context, nowMs),
    body.DisassociationProtectionEnabled,
  );
  checkAccountQuota(context, changed, record);
  if (changed !== record) {
    store.append([putTable(changed), ...dropIndex(indexes?.dropped), ...stream.changes]);
  }
  const { record: shown, view } = shownChange({
    before: record,
    after: changed,
    asked: new Set(CHANGES.filter((member) => isAsked(body, member))),
    updates: body.GlobalSecondaryIndexUpdates ?? [],
    indexes,
    nowMs,
  });
  const countsOf = (tree: number) => store.counts(tree as TreeId);
  const description = describeTable(shown, { ...view, countsOf, nowMs });
  return JSON.stringify({ TableDescription: description });
}

function changeReplicas(
  actions: readonly ReplicaAction[],
  record: TableRecord,
  { store, world, region, accountId, regions }: RouterContext,
): string {
  const scope = {
    region,
    accountId,
    world,
    newTree: () => store.newTree(),
    lsn: store.nextLsn,
    tableIn: (other: string) => regions.tableIn(other, record.name),
    withStream: replicaStreams(store, world).withStream,
  };
  let changed = record;
  const changes: Change[] = [];
  for (const action of actions) {
    const after = changedReplicas(changed, action, scope);
    changed = after.record;
    changes.push(...after.changes);
  }
  store.append([...putJoined(record, changed, world.service.now()), ...changes]);
  const view = {
    status: 'UPDATING',
    countsOf: (tree: number) => store.counts(tree as TreeId),
    nowMs: world.service.now(),
  } as const;
  const shown = describeTable(shownReplicaChange(record, changed), view);
  const isFirst = !isReplicated(record, region) && isReplicated(changed, region);
  return JSON.stringify({
    TableDescription: isFirst ? { ...shown, ...FIRST_REPLICA } : shown,
  });
}

function indexChange(
  body: Body,
  before: TableRecord,
  settled: TableRecord,
  where: Pick<IndexChangeRequest, 'newTree' | 'nowMs' | 'region'>,
): IndexChange | undefined {
  const isSwitch = settled.billing.mode === 'PROVISIONED' && before.billing.mode !== 'PROVISIONED';
  const given = body.GlobalSecondaryIndexUpdates ?? [];
  const updates = isSwitch ? given.flatMap(withoutUnits) : given;
  if (updates.length === 0) return undefined;
  return changedIndexes(settled, {
    updates,
    definitions: body.AttributeDefinitions ?? [],
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

function dropIndex(index: SecondaryIndex | undefined): readonly Change[] {
  if (index === undefined) return [];
  const drop: Change = { kind: 'dropTree', tree: index.tree };
  return index.isWhole ? [drop] : [drop, forgetBuild(index)];
}

function changeOf(body: Asked): TableChange {
  return {
    mode: body.BillingMode,
    throughput: body.ProvisionedThroughput,
    indexUnits: indexUnitsOf(body),
    onDemand: body.OnDemandThroughput,
    warm: body.WarmThroughput,
    sse: body.SSESpecification,
    tableClass: body.tableClass,
    isProtected: body.DeletionProtectionEnabled,
    settingsReplication: body.GlobalTableSettingsReplicationMode,
  };
}

function indexUnitsOf(body: Body): TableChange['indexUnits'] {
  const updates = body.GlobalSecondaryIndexUpdates ?? [];
  return Object.fromEntries(
    updates.flatMap(({ Update: update }) => {
      const units = update?.ProvisionedThroughput;
      if (update === undefined || units === undefined) return [];
      const { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits } = units;
      return [[update.IndexName, { readUnits, writeUnits }]];
    }),
  );
}

function refuseFeatures(body: Body, record: TableRecord): void {
  checkStreamChange(body.StreamSpecification, record);
  refuseVectorChange(body.VectorIndexUpdates ?? [], {
    keySchema: record.keySchema,
    definitions: body.AttributeDefinitions ?? [],
    mode: body.BillingMode ?? record.billing.mode,
  });
  if (body.MultiRegionConsistency !== 'EVENTUAL') {
    refuseLater('MultiRegionConsistency', body.MultiRegionConsistency !== undefined);
  }
  refuseLater('GlobalTableWitnessUpdates', body.GlobalTableWitnessUpdates !== undefined);
}

/** Changes hold at once; only the answer shows them under way. */
export const updateTable: Operation<Asked> = {
  name: 'UpdateTable',
  layout: readBody.layout,
  parse,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'write', TableName),
  run,
};
