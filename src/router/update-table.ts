import { checkBilling, checkCeilings, checkUnitBounds } from '../control/billing-rules.ts';
import { refuseAddedFeatures } from '../control/index-change.ts';
import { refuseLater } from '../control/later-features.ts';
import { changedTable } from '../control/table-change.ts';
import type { TableChange } from '../control/table-change.ts';
import { describeTable } from '../control/table-description.ts';
import * as shapes from '../control/table-shapes.ts';
import { getTableForControl, putTable } from '../placement/table-catalog.ts';
import type { TableRecord } from '../placement/table-record.ts';
import { validationError } from '../wire/dynamo-error.ts';
import { attributeValue, list } from '../wire/shapes/collections.ts';
import { boolean, oneOf } from '../wire/shapes/scalars.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import { controlTableNameOrArn } from './common-members.ts';
import type { RouterContext } from './context.ts';
import type { Operation, RequestBody } from './operation.ts';
import { reportTableNameFirst } from './required-table-name.ts';

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
    ReplicaUpdates: list(attributeValue, { min: 1 }),
    TableClass: shapes.tableClass,
    DeletionProtectionEnabled: boolean(),
    MultiRegionConsistency: oneOf(['EVENTUAL', 'STRONG']),
    GlobalTableWitnessUpdates: list(attributeValue, { min: 1, max: 1 }),
    OnDemandThroughput: shapes.onDemandThroughput,
    WarmThroughput: shapes.warmThroughput,
    GlobalTableSettingsReplicationMode: shapes.globalTableSettingsReplicationMode,
  },
  reportTableNameFirst,
);

type Body = ReturnType<typeof readBody>;

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
] as const satisfies readonly (keyof Body)[];

function parse(requestBody: RequestBody): Body {
  const body = readBody(requestBody);
  if (CHANGES.every((member) => asksForNothing(body[member]))) {
    throw validationError(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, ' +
        'GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
  if (body.BillingMode !== undefined) checkBilling(body.BillingMode, body.ProvisionedThroughput);
  else if (body.ProvisionedThroughput !== undefined) checkUnitBounds(body.ProvisionedThroughput);
  checkCeilings(body.OnDemandThroughput, true);
  return body;
}

function asksForNothing(change: Body[(typeof CHANGES)[number]]): boolean {
  return change === undefined || (Array.isArray(change) && change.length === 0);
}

function run(body: Body, context: RouterContext): string {
  const { store, world } = context;
  const { record, tree } = getTableForControl(context, body.TableName, 'UpdateTable');
  refuseFeatures(body, record);
  const changed = changedTable(record, changeOf(body), { scope: context, world });
  const counts = store.counts(tree);
  if (changed !== record) store.append([putTable(changed)]);
  // The change is not over while the answer is written: it still shows the old units.
  const shown = { ...changed, throughput: record.throughput };
  const status = isQuiet(record, changed) ? 'ACTIVE' : 'UPDATING';
  const nowMs = world.clock.now();
  return JSON.stringify({ TableDescription: describeTable(shown, { status, counts, nowMs }) });
}

function changeOf(body: Body): TableChange {
  return {
    mode: body.BillingMode,
    throughput: body.ProvisionedThroughput,
    onDemand: body.OnDemandThroughput,
    warm: body.WarmThroughput,
    sse: body.SSESpecification,
    tableClass: body.TableClass,
    isProtected: body.DeletionProtectionEnabled,
  };
}

/** Whether a change happens without passing through UPDATING: none at all, or deletion protection alone. */
function isQuiet(before: TableRecord, after: TableRecord): boolean {
  const members = Object.keys({ ...before, ...after }) as (keyof TableRecord)[];
  return members.every(
    (member) => member === 'deletionProtected' || before[member] === after[member],
  );
}

function refuseFeatures(body: Body, record: TableRecord): void {
  const mode = body.BillingMode ?? record.billing.mode;
  refuseAddedFeatures(
    {
      name: record.name,
      keySchema: record.keySchema,
      definitions: body.AttributeDefinitions ?? [],
      isOnDemand: mode === 'PAY_PER_REQUEST',
    },
    {
      globalIndexes: body.GlobalSecondaryIndexUpdates,
      vectorIndexes: body.VectorIndexUpdates,
      stream: body.StreamSpecification,
    },
  );
  const later = [
    'ReplicaUpdates',
    'MultiRegionConsistency',
    'GlobalTableWitnessUpdates',
    'GlobalTableSettingsReplicationMode',
  ] as const;
  for (const member of later) refuseLater(member, body[member] !== undefined);
}

/** Changes hold at once; only the answer still says UPDATING. */
export const updateTable: Operation<Body> = { name: 'UpdateTable', parse, run };
