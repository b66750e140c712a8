import { checkBilling, checkCeilings, checkCeilingsOfNew } from '../throughput/billing-rules.ts';
import { checkIndexes, checkIndexKeys } from '../indexes/index-rules.ts';
import {
  attributeNames,
  checkAllDefinitionsUsed,
  checkDefinitions,
  checkTableKeySchema,
} from '../indexes/key-schema-rules.ts';
import { later, refuseLater } from '../request/unsupported.ts';
import { canonicalPolicy, parsePolicy } from '../policies/policy-document.ts';
import { regionalMode } from '../global-tables/settings-replication.ts';
import { withNewStream } from '../streams/stream-change.ts';
import { newTableRecord, warmAtCreation } from './table-creation.ts';
import type { NewTable } from './table-creation.ts';
import { describeTable } from './table-description.ts';
import { checkAccountQuota, checkTableCount } from './account-quotas.ts';
import * as shapes from '../request/table-shapes.ts';
import { tableClassOf } from '../throughput/table-class.ts';
import { tagsByKey } from '../tags/table-tags.ts';
import { checkVectorIndexes } from '../indexes/vector-index-rules.ts';
import { findTable, localTableName, putTable } from '../../placement/table-catalog.ts';
import type { StreamViewType } from '../../placement/record/stream.ts';
import type { BillingMode } from '../../placement/record/throughput.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { LoggedStore } from '../../storage/log/logged-store.ts';
import { DynamoError, invalidParameter } from '../../wire/dynamo-error.ts';
import { boolean, string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

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
interface Asked extends NewTable {
  /** Of a table with a stream. */
  readonly viewType: StreamViewType | undefined;
}

function parse(requestBody: RequestBody): Asked {
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

function withStream(
  record: TableRecord,
  viewType: StreamViewType | undefined,
  store: LoggedStore,
): TableRecord {
  if (viewType === undefined) return record;
  return withNewStream(record, viewType, store, { lsn: store.nextLsn, nowMs: record.createdMs });
}

/** Whether the request names warm throughput, of the table or of one of its indexes. */
function asksWarm({ warm, globalIndexes }: Asked, index: string | undefined): boolean {
  const asked =
    index === undefined
      ? warm
      : globalIndexes.find(({ IndexName: name }) => name === index)?.WarmThroughput;
  return (asked?.ReadUnitsPerSecond ?? asked?.WriteUnitsPerSecond) !== undefined;
}

/** Tables are ACTIVE at once; only the answer of the create still says CREATING. */
export const createTable: Operation<Asked> = {
  name: 'CreateTable',
  layout: readBody.layout,
  parse,
  touches: ({ name }, scope) => settingsTouch(scope, 'write', name),
  run: (asked, context) => {
    const { store, world } = context;
    const name = localTableName(context, asked.name);
    if (findTable(store, name) !== undefined) {
      throw new DynamoError('ResourceInUseException', `Table already exists: ${name}`);
    }
    checkTableCount(store);
    const record = withStream(
      newTableRecord({ ...asked, name }, { scope: context, world, newTree: () => store.newTree() }),
      asked.viewType,
      store,
    );
    checkAccountQuota(context, record, undefined);
    store.append([putTable(record)]);
    const none = { items: 0, sizeBytes: 0 };
    return JSON.stringify({
      TableDescription: describeTable(record, {
        status: 'CREATING',
        countsOf: () => none,
        nowMs: record.createdMs,
        statusOf: () => 'CREATING',
        answerOf: 'CreateTable',
        hidesWarm: (index) => !asksWarm(asked, index),
      }),
    });
  },
};
