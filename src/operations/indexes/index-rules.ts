import type { BillingMode } from '../../placement/record/throughput.ts';
import type { GlobalIndexRecord, LocalIndexRecord } from '../../placement/record/indexes.ts';
import { DynamoError, invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import { checkCeilings, checkCeilingsOfNew } from '../throughput/billing-rules.ts';
import { attributeNames, checkDefined, checkKeyOrder } from './key-schema-rules.ts';
import type {
  AttributeDefinitionsRequest,
  GlobalIndexRequest,
  KeySchemaRequest,
  LocalIndexRequest,
  ProjectionRequest,
} from '../request/table-shapes.ts';

const LOCAL_INDEX_LIMIT = 5;
const GLOBAL_INDEX_LIMIT = 20;
const PROJECTED_ATTRIBUTE_LIMIT = 100;
/** Elements of one key type in the key schema of a global index. */
const GLOBAL_KEY_LIMIT = 4;

export interface IndexedTable {
  readonly keySchema: KeySchemaRequest;
  readonly definitions: AttributeDefinitionsRequest;
  readonly mode: BillingMode;
  readonly isNew: boolean;
}

/** Refuses the keys of local and global indexes that AWS refuses; local ones are looked at first. */
export function checkIndexKeys(
  table: IndexedTable,
  local: readonly LocalIndexRequest[] | undefined,
  global: readonly GlobalIndexRequest[] | undefined,
): void {
  if (local !== undefined) checkLocalKeys(table, local);
  if (global !== undefined) checkGlobalKeys(table, global);
}

/** Refuses what else is wrong with indexes whose keys passed {@link checkIndexKeys}. */
export function checkIndexes(
  table: IndexedTable,
  local: readonly LocalIndexRequest[] | undefined,
  global: readonly GlobalIndexRequest[] | undefined,
): void {
  const seen = new Set<string>();
  if (local !== undefined) checkLocalIndexes(local, seen);
  if (global !== undefined) checkGlobalIndexes(table, global, seen);
  const projected = [...(local ?? []), ...(global ?? [])].reduce(
    (sum, index) => sum + (index.Projection.NonKeyAttributes?.length ?? 0),
    0,
  );
  if (projected > PROJECTED_ATTRIBUTE_LIMIT) throw tooManyProjected();
}

function checkLocalKeys(table: IndexedTable, indexes: readonly LocalIndexRequest[]): void {
  if (indexes.length === 0) throw invalidParameter('List of LocalSecondaryIndexes is empty');
  if (table.keySchema.length < 2) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  const tableHash = table.keySchema[0]?.AttributeName ?? '';
  for (const index of indexes) {
    checkDefined(attributeNames(index.KeySchema), attributeNames(table.definitions));
    checkKeyOrder(index.KeySchema);
    checkLocalKey(index, tableHash);
  }
}

function checkLocalIndexes(indexes: readonly LocalIndexRequest[], seen: Set<string>): void {
  for (const index of indexes) {
    checkProjection(index.Projection);
    checkNewName(index.IndexName, seen);
  }
  if (indexes.length > LOCAL_INDEX_LIMIT) {
    throw invalidParameter(
      `Number of LocalSecondaryIndexes exceeds per-table limit of ${String(LOCAL_INDEX_LIMIT)}`,
    );
  }
}

function checkLocalKey(index: LocalIndexRequest, tableHash: string): void {
  if (index.KeySchema.length < 2) {
    throw invalidParameter(
      `Index KeySchema does not have a range key for index: ${index.IndexName}`,
    );
  }
  const hash = index.KeySchema[0]?.AttributeName ?? '';
  if (hash !== tableHash) {
    throw invalidParameter(
      'Index KeySchema does not have the same leading hash key as table KeySchema for index: ' +
        `${index.IndexName}. index hash key: ${hash}, table hash key: ${tableHash}`,
    );
  }
}

function checkGlobalKeys(table: IndexedTable, indexes: readonly GlobalIndexRequest[]): void {
  if (indexes.length === 0) throw invalidParameter('List of GlobalSecondaryIndexes is empty');
  for (const index of indexes) {
    checkDefined(attributeNames(index.KeySchema), attributeNames(table.definitions));
    checkGlobalKey(index.KeySchema);
  }
}

function checkGlobalIndexes(
  table: IndexedTable,
  indexes: readonly GlobalIndexRequest[],
  seen: Set<string>,
): void {
  for (const index of indexes) {
    checkProjection(index.Projection);
    checkNewName(index.IndexName, seen);
    checkIndexThroughput(index, table);
  }
  if (indexes.length > GLOBAL_INDEX_LIMIT) {
    throw invalidParameter(
      `GlobalSecondaryIndex count exceeds the per-table limit of ${String(GLOBAL_INDEX_LIMIT)}`,
    );
  }
}

/** Refuses an index that cannot join `others` in a table. */
export function checkAddedIndex(
  table: IndexedTable,
  index: GlobalIndexRequest,
  others: readonly AddedBeside[],
): void {
  checkGlobalKeys(table, [index]);
  checkGlobalIndexes(table, [index], new Set());
  const globals = others.filter((other) => 'status' in other).length;
  if (globals >= GLOBAL_INDEX_LIMIT) {
    // Not in the words of a create: as AWS answered in October 2026.
    throw new DynamoError(
      'LimitExceededException',
      'Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of ' +
        String(GLOBAL_INDEX_LIMIT),
    );
  }
  const projected = others.reduce(
    (sum, { projection }) => sum + (projection.attributes?.length ?? 0),
    index.Projection.NonKeyAttributes?.length ?? 0,
  );
  if (projected > PROJECTED_ATTRIBUTE_LIMIT) throw tooManyProjected();
}

/** An index that a table has. */
export type AddedBeside = LocalIndexRecord | GlobalIndexRecord;

function tooManyProjected(): DynamoError {
  return invalidParameter(
    `Total number of projected attributes across all indexes exceeds ${String(PROJECTED_ATTRIBUTE_LIMIT)}`,
  );
}

/** One to four HASH elements, then up to four RANGE ones. With two elements or fewer the rules of a table's key. */
function checkGlobalKey(keySchema: KeySchemaRequest): void {
  if (keySchema.length <= 2 && keySchema[1]?.KeyType !== 'HASH') {
    checkKeyOrder(keySchema);
    return;
  }
  const types = keySchema.map((each) => each.KeyType);
  const hashes = types.filter((type) => type === 'HASH').length;
  const isOrdered = types.every((type, i) => (type === 'HASH') === i < hashes);
  if (types[0] !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (!isOrdered) {
    throw invalidParameter(
      'All HASH key attributes must precede RANGE key attributes in the KeySchema',
    );
  }
  const names = attributeNames(keySchema);
  if (new Set(names).size < names.length) {
    throw validationError('The KeySchema contains multiple key attributes with the same name');
  }
  const excess =
    hashes > GLOBAL_KEY_LIMIT
      ? 'HASH'
      : types.length - hashes > GLOBAL_KEY_LIMIT
        ? 'RANGE'
        : undefined;
  if (excess === undefined) return;
  throw invalidParameter(
    `The KeySchema exceeds the maximum allowed number of ${excess} key attributes`,
  );
}

function checkProjection(projection: ProjectionRequest): void {
  const { ProjectionType: type, NonKeyAttributes: attributes } = projection;
  if (type === undefined) throw invalidParameter('Unknown ProjectionType: null');
  if (type === 'INCLUDE' && attributes === undefined) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (type !== 'INCLUDE' && attributes !== undefined) {
    throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  const repeated = attributes?.find((name, i) => attributes.indexOf(name) < i);
  if (repeated !== undefined) {
    throw invalidParameter(`Duplicate element in NonKeyAttributes: ${repeated}`);
  }
}

function checkNewName(name: string, seen: Set<string>): void {
  if (seen.has(name)) throw invalidParameter(`Duplicate index name: ${name}`);
  seen.add(name);
}

function checkIndexThroughput(
  {
    IndexName: name,
    ProvisionedThroughput: units,
    OnDemandThroughput: ceilings,
  }: GlobalIndexRequest,
  { mode, isNew }: IndexedTable,
): void {
  const isOnDemand = mode === 'PAY_PER_REQUEST';
  // UpdateTable has other words than CreateTable. Source: api-surface.md sections 4 and 5a.
  if (isOnDemand && units !== undefined) {
    const fault = isNew
      ? `ProvisionedThroughput should not be specified for index: ${name}`
      : `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${name}`;
    throw invalidParameter(`${fault} when BillingMode is PAY_PER_REQUEST`);
  }
  if (!isOnDemand && units === undefined) {
    const fault = isNew
      ? 'ProvisionedThroughput is not specified'
      : 'Both ReadCapacityUnits and WriteCapacityUnits must be specified';
    throw invalidParameter(`${fault} for index: ${name}`);
  }
  checkCeilings(ceilings, false, name);
  checkCeilingsOfNew(mode, ceilings, name);
}
