import { invalidParameter } from '../../wire/dynamo-error.ts';
import { boolean, oneOf } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { replicaActions } from '../global-tables/replica-actions.ts';
import type { AskedReplicaChange } from '../global-tables/replica-actions.ts';
import { replicaUpdates, witnessUpdates } from '../global-tables/replica-shapes.ts';
import { checkGlobalUpdates } from '../indexes/index-change.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import * as shapes from '../request/table-shapes.ts';
import { checkCeilings, checkUnitBounds } from '../throughput/billing-rules.ts';
import { tableClassOf } from '../throughput/table-class.ts';
import type { TableChange } from './table-change.ts';
import { checkOneChange, nothingAsked } from './update-table-rules.ts';

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
export type UpdateTableRequest = Body & {
  /** The members that ask for something. */
  readonly asked: ReadonlySet<string>;
  /** What is asked for the table itself. */
  readonly change: TableChange;
  readonly replicas: readonly AskedReplicaChange[];
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

function parse(requestBody: RequestBody): UpdateTableRequest {
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
  return { ...body, asked: new Set(asked), change: changeOf(body), replicas };
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

function changeOf(body: Body): TableChange {
  return {
    mode: body.BillingMode,
    throughput: body.ProvisionedThroughput,
    indexUnits: indexUnitsOf(body),
    onDemand: body.OnDemandThroughput,
    warm: body.WarmThroughput,
    sse: body.SSESpecification,
    tableClass: tableClassOf(body.TableClass),
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

export const updateTableReader: RequestParser<UpdateTableRequest> = {
  layout: readBody.layout,
  parse,
};
