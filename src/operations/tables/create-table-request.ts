import type { StreamViewType } from '../../placement/record/stream.ts';
import type { BillingMode } from '../../placement/record/throughput.ts';
import { invalidParameter } from '../../wire/dynamo-error.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { regionalMode } from '../global-tables/settings-replication.ts';
import { checkIndexes, checkIndexKeys } from '../indexes/index-rules.ts';
import {
  attributeNames,
  checkAllDefinitionsUsed,
  checkDefinitions,
  checkTableKeySchema,
} from '../indexes/key-schema-rules.ts';
import { checkVectorIndexes } from '../indexes/vector-index-rules.ts';
import type { RequestBody, RequestParser } from '../operation.ts';
import { canonicalPolicy, parsePolicy } from '../policies/policy-document.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import * as shapes from '../request/table-shapes.ts';
import { later, refuseLater } from '../request/unsupported.ts';
import { tagsByKey } from '../tags/table-tags.ts';
import { checkBilling, checkCeilings, checkCeilingsOfNew } from '../throughput/billing-rules.ts';
import { tableClassOf } from '../throughput/table-class.ts';
import { warmAtCreation } from './table-creation.ts';
import type { NewTable } from './table-creation.ts';

const readBody = requestShape(
  {
    TableName: required(controlTableNameOrArn),
    AttributeDefinitions: required(shapes.attributeDefinitions),
    KeySchema: required(shapes.tableKeySchema),
    BillingMode: shapes.billingMode,
    ProvisionedThroughput: shapes.provisionedThroughput,
    GlobalSecondaryIndexes: shapes.globalSecondaryIndexes,
    LocalSecondaryIndexes: shapes.localSecondaryIndexes,
    VectorIndexes: shapes.vectorIndexes,
    StreamSpecification: shapes.streamSpecification,
    SSESpecification: shapes.sseSpecification,
    Tags: shapes.tags,
    TableClass: shapes.tableClass,
    DeletionProtectionEnabled: boolean(),
    OnDemandThroughput: shapes.onDemandThroughput,
    WarmThroughput: shapes.warmThroughput,
    ResourcePolicy: string(),
    GlobalTableSourceArn: later,
    GlobalTableSettingsReplicationMode: shapes.globalTableSettingsReplicationMode,
  },
  reportTableNameFirst,
);

type Body = ReturnType<typeof readBody>;

/** A checked request. */
export interface CreateTableRequest extends NewTable {
  /** Of a table with a stream. */
  readonly viewType: StreamViewType | undefined;
}

function parse(requestBody: RequestBody): CreateTableRequest {
  const body = readBody(requestBody);
  const mode = body.BillingMode ?? 'PROVISIONED';
  checkBilling(mode, body.ProvisionedThroughput);
  checkCeilings(body.OnDemandThroughput, false);
  checkCeilingsOfNew(mode, body.OnDemandThroughput);
  checkSchema(body, mode);
  checkStream(body.StreamSpecification);
  const asked = {
    name: body.TableName,
    keySchema: body.KeySchema,
    definitions: body.AttributeDefinitions,
    mode,
    throughput: body.ProvisionedThroughput,
    onDemand: body.OnDemandThroughput,
    warm: body.WarmThroughput,
    sse: body.SSESpecification,
    tableClass: tableClassOf(body.TableClass),
    isProtected: body.DeletionProtectionEnabled ?? false,
    tags: tagsByKey(body.Tags),
    resourcePolicy:
      body.ResourcePolicy === undefined
        ? undefined
        : canonicalPolicy(parsePolicy(body.ResourcePolicy, 'table')),
    localIndexes: body.LocalSecondaryIndexes ?? [],
    globalIndexes: body.GlobalSecondaryIndexes ?? [],
  };
  const warmUnits = warmAtCreation(asked);
  refuseLater('VectorIndexes', (body.VectorIndexes ?? []).length > 0);
  const settingsReplication = regionalMode(body.GlobalTableSettingsReplicationMode);
  return {
    ...asked,
    warmUnits,
    settingsReplication,
    viewType: body.StreamSpecification?.StreamViewType,
  };
}

function checkSchema(body: Body, mode: BillingMode): void {
  const { KeySchema: keySchema, AttributeDefinitions: definitions } = body;
  const local = body.LocalSecondaryIndexes;
  const global = body.GlobalSecondaryIndexes;
  const vector = body.VectorIndexes;
  const table = { keySchema, definitions, mode, isNew: true };
  checkDefinitions(definitions);
  checkTableKeySchema(keySchema, definitions);
  const hasIndexes = local !== undefined || global !== undefined || vector !== undefined;
  const used = new Set([
    ...attributeNames(keySchema),
    ...[...(local ?? []), ...(global ?? [])].flatMap((index) => attributeNames(index.KeySchema)),
    ...(vector ?? []).flatMap((index) => attributeNames(index.SearchSchema ?? [])),
  ]);
  checkIndexKeys(table, local, global);
  // Before anything about names, projections or units of indexes. Source: api-surface.md section 4.
  checkAllDefinitionsUsed(definitions, used, hasIndexes);
  checkIndexes(table, local, global);
  if (vector !== undefined) checkVectorIndexes(table, vector);
}

function checkStream(stream: shapes.StreamRequest | undefined): void {
  if (stream === undefined) return;
  const { StreamEnabled: isEnabled, StreamViewType: view } = stream;
  if (isEnabled && view === undefined) {
    throw invalidParameter(
      'Table is being created with a stream enabled, UpdateViewType is required',
    );
  }
  if (!isEnabled && view !== undefined) {
    throw invalidParameter(
      'Table is being created with a stream disabled, UpdateViewType should not be specified',
    );
  }
}

export const createTableReader: RequestParser<CreateTableRequest> = {
  layout: readBody.layout,
  parse,
};
