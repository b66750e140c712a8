import { checkBilling, checkCeilings, checkUnitBounds } from '../control/billing-rules.ts';
import { checkGlobalUpdates, refuseAddedFeatures } from '../control/index-change.ts';
import { refuseLater } from '../control/later-features.ts';
import { tableClassOf } from '../control/table-class.ts';
import { changedTable } from '../control/table-change.ts';
import type { TableChange } from '../control/table-change.ts';
import { describeTable } from '../control/table-description.ts';
import * as shapes from '../control/table-shapes.ts';
import { checkOneChange } from '../control/update-rules.ts';
import { getTableForControl, putTable } from '../placement/table-catalog.ts';
import type { TableRecord } from '../placement/table-record.ts';
import { invalidParameter, validationError } from '../wire/dynamo-error.ts';
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
  const asked = CHANGES.filter((member) => isAsked(body, member));
  if (asked.length === 0) {
    throw validationError(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, ' +
        'GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
  const { BillingMode: mode, ProvisionedThroughput: throughput } = body;
  checkOneChange(asked, mode);
  if (body.GlobalSecondaryIndexUpdates !== undefined) {
    checkGlobalUpdates(body.GlobalSecondaryIndexUpdates);
  }
  if (mode === 'PROVISIONED' && throughput === undefined) {
    throw invalidParameter(
      'ProvisionedThroughput must be specified when BillingMode is PROVISIONED',
    );
  }
  if (mode !== undefined) checkBilling(mode, throughput);
  else if (throughput !== undefined) checkUnitBounds(throughput);
  checkCeilings(body.OnDemandThroughput, true);
  // For its refusal; the change works it out again.
  tableClassOf(body.TableClass);
  return body;
}

function isAsked(body: Body, member: keyof Body): boolean {
  if (member === 'VectorIndexUpdates') return (body.VectorIndexUpdates ?? []).length > 0;
  return body[member] !== undefined;
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
  const status = body.DeletionProtectionEnabled === undefined ? 'UPDATING' : 'ACTIVE';
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
    tableClass: tableClassOf(body.TableClass),
    isProtected: body.DeletionProtectionEnabled,
  };
}

function refuseFeatures(body: Body, record: TableRecord): void {
  const mode = body.BillingMode ?? record.billing.mode;
  refuseAddedFeatures(
    {
      name: record.name,
      keySchema: record.keySchema,
      definitions: body.AttributeDefinitions ?? [],
      isOnDemand: mode === 'PAY_PER_REQUEST',
      isNew: false,
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

/** Changes hold at once; only the answer still says UPDATING, unless it is about deletion protection. */
export const updateTable: Operation<Body> = { name: 'UpdateTable', parse, run };
