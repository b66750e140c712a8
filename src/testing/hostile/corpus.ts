import type { Prng } from '../world/prng.ts';
import type { Json, JsonObject } from './json.ts';

/** A request that would be answered well, of the data that {@link TABLES} hold. */
export interface Sample {
  readonly operation: string;
  readonly body: JsonObject;
}

interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The tables that are there, by name, with their key attributes. */
export const TABLES: ReadonlyMap<string, readonly KeyAttribute[]> = new Map([
  [
    'music',
    [
      { name: 'pk', type: 'S' },
      { name: 'sk', type: 'N' },
    ],
  ],
  ['notes', [{ name: 'pk', type: 'S' }]],
  ['__proto__', [{ name: 'pk', type: 'B' }]],
  [
    'constructor',
    [
      { name: 'toString', type: 'S' },
      { name: 'sk', type: 'S' },
    ],
  ],
]);

export function createTableBody(name: string, keys: readonly KeyAttribute[]): JsonObject {
  return {
    TableName: name,
    AttributeDefinitions: keys.map((key) => ({
      AttributeName: key.name,
      AttributeType: key.type,
    })),
    KeySchema: keys.map((key, i) => ({
      AttributeName: key.name,
      KeyType: i === 0 ? 'HASH' : 'RANGE',
    })),
    BillingMode: 'PAY_PER_REQUEST',
  };
}

/** A table and a key in it; there are few, so that requests meet. */
function place(chance: Prng): { readonly table: string; readonly key: JsonObject } {
  const table = chance.pick([...TABLES.keys(), 'music', 'music']);
  const number = String(chance.below(4));
  const values = { S: `k${number}`, N: number, B: `AAA${number}` };
  const key: JsonObject = {};
  for (const { name, type } of TABLES.get(table) ?? []) key[name] = { [type]: values[type] };
  return { table, key };
}

function item(key: JsonObject): JsonObject {
  return {
    ...key,
    a: { N: '1' },
    b: { M: { c: { S: 'x' }, a: { BOOL: true } } },
    l: { L: [{ N: '1' }, { M: { x: { S: 'y' } } }, { NULL: true }] },
    m: { M: { n: { L: [{ S: 'o' }] } } },
    ss: { SS: ['a', 'b'] },
    bin: { B: 'AAEC' },
  };
}

const NAMES = { '#a': 'a', '#b': 'b' };
const CONDITION = '#a = :n OR contains(#b, :s) AND NOT attribute_exists(m.n[0])';
const CONDITION_VALUES = { ':n': { N: '1' }, ':s': { S: 'x' } };
const conditioned = {
  ConditionExpression: CONDITION,
  ExpressionAttributeNames: NAMES,
  ExpressionAttributeValues: CONDITION_VALUES,
};

/** An update by expression that every item of the corpus takes. */
const UPDATE = {
  UpdateExpression:
    'SET #a = if_not_exists(#a, :n) + :n, l = list_append(:l, :l), m.n = :l ADD tags :ss REMOVE bin',
  ExpressionAttributeNames: { '#a': 'a' },
  ExpressionAttributeValues: { ':n': { N: '1' }, ':l': { L: [{ S: 'x' }] }, ':ss': { SS: ['a'] } },
};

type SampleMaker = (chance: Prng) => Sample;

const writes: readonly SampleMaker[] = [
  (chance) => {
    const { table, key } = place(chance);
    return { operation: 'PutItem', body: { TableName: table, Item: item(key) } };
  },
  (chance) => {
    const { table, key } = place(chance);
    const body = { TableName: table, Item: item(key), ReturnValues: 'ALL_OLD', ...conditioned };
    return { operation: 'PutItem', body };
  },
  (chance) => {
    const { table, key } = place(chance);
    const Expected = { a: { ComparisonOperator: 'GE', AttributeValueList: [{ N: '0' }] } };
    return { operation: 'PutItem', body: { TableName: table, Item: item(key), Expected } };
  },
  (chance) => {
    const { table, key } = place(chance);
    const body = { TableName: table, Key: key, ReturnValues: 'UPDATED_NEW', ...UPDATE };
    return { operation: 'UpdateItem', body };
  },
  (chance) => {
    const { table, key } = place(chance);
    const AttributeUpdates = {
      a: { Action: 'ADD', Value: { N: '1' } },
      b: { Action: 'PUT', Value: { M: { c: { S: 'x' } } } },
      ss: { Action: 'DELETE', Value: { SS: ['b'] } },
    };
    const body = { TableName: table, Key: key, AttributeUpdates, ReturnValues: 'ALL_NEW' };
    return { operation: 'UpdateItem', body };
  },
  (chance) => {
    const { table, key } = place(chance);
    const body = { TableName: table, Key: key, ReturnConsumedCapacity: 'TOTAL', ...conditioned };
    return { operation: 'DeleteItem', body };
  },
];

const batches: readonly SampleMaker[] = [
  (chance) => {
    const { table, key } = place(chance);
    const other = place(chance);
    const RequestItems: JsonObject = JSON.parse(`{"${other.table}":[]}`) as JsonObject;
    RequestItems[other.table] = [{ DeleteRequest: { Key: other.key } }];
    if (table !== other.table) RequestItems[table] = [{ PutRequest: { Item: item(key) } }];
    return { operation: 'BatchWriteItem', body: { RequestItems, ReturnConsumedCapacity: 'TOTAL' } };
  },
  (chance) => {
    const { table, key } = place(chance);
    const read = {
      Keys: [key],
      ProjectionExpression: '#a, b.c, l[1]',
      ExpressionAttributeNames: { '#a': 'a' },
    };
    const RequestItems = JSON.parse(`{"${table}":${JSON.stringify(read)}}`) as JsonObject;
    return { operation: 'BatchGetItem', body: { RequestItems, ReturnConsumedCapacity: 'INDEXES' } };
  },
  (chance) => {
    const [first, second] = [place(chance), place(chance)];
    const Put = { TableName: first.table, Item: item(first.key), ...conditioned };
    const Update = { TableName: second.table, Key: second.key, ...UPDATE };
    const TransactItems = [{ Put }, { Update }];
    const token: JsonObject = chance.chance(0.3)
      ? { ClientRequestToken: `token-${String(chance.below(20))}` }
      : {};
    return { operation: 'TransactWriteItems', body: { TransactItems, ...token } };
  },
  (chance) => {
    const [first, second] = [place(chance), place(chance)];
    const Delete = { TableName: first.table, Key: first.key };
    const ConditionCheck = {
      TableName: second.table,
      Key: second.key,
      ConditionExpression: 'attribute_not_exists(#x)',
      ExpressionAttributeNames: { '#x': 'x' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    const body = { TransactItems: [{ Delete }, { ConditionCheck }] };
    return { operation: 'TransactWriteItems', body };
  },
  (chance) => {
    const { table, key } = place(chance);
    const Get = { TableName: table, Key: key, ProjectionExpression: 'a, b' };
    return { operation: 'TransactGetItems', body: { TransactItems: [{ Get }] } };
  },
];

const reads: readonly SampleMaker[] = [
  (chance) => {
    const { table, key } = place(chance);
    return { operation: 'GetItem', body: { TableName: table, Key: key, ConsistentRead: true } };
  },
  (chance) => {
    const { table, key } = place(chance);
    return {
      operation: 'GetItem',
      body: { TableName: table, Key: key, AttributesToGet: ['a', 'b'] },
    };
  },
  (chance) => {
    const body = {
      TableName: 'music',
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :lo AND :hi',
      FilterExpression: '#a >= :lo',
      ProjectionExpression: '#a, b.c',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: {
        ':pk': { S: `k${String(chance.below(4))}` },
        ':lo': { N: '0' },
        ':hi': { N: '9' },
      },
      Limit: 3,
      ScanIndexForward: false,
    };
    return { operation: 'Query', body };
  },
  (chance) => {
    const pk = { S: `k${String(chance.below(4))}` };
    const body = {
      TableName: 'music',
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [pk] } },
      QueryFilter: { a: { ComparisonOperator: 'NOT_NULL' } },
      ExclusiveStartKey: { pk, sk: { N: '1' } },
    };
    return { operation: 'Query', body };
  },
  (chance) => {
    const body = {
      TableName: chance.pick([...TABLES.keys()]),
      FilterExpression: CONDITION,
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: CONDITION_VALUES,
      Segment: 1,
      TotalSegments: 2,
      Select: 'COUNT',
    };
    return { operation: 'Scan', body };
  },
  (chance) => {
    const ScanFilter = { a: { ComparisonOperator: 'IN', AttributeValueList: [{ N: '1' }] } };
    const body = { TableName: chance.pick([...TABLES.keys()]), ScanFilter, Limit: 2 };
    return { operation: 'Scan', body };
  },
];

const tables: readonly SampleMaker[] = [
  (chance) => {
    const name = `scratch${String(chance.below(5))}`;
    const body: JsonObject = createTableBody(name, [{ name: 'pk', type: 'S' }]);
    return { operation: 'CreateTable', body: { ...body, Tags: [{ Key: 'k', Value: 'v' }] } };
  },
  (chance) => {
    const body = createTableBody(`scratch${String(chance.below(5))}`, [{ name: 'pk', type: 'N' }]);
    const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    return {
      operation: 'CreateTable',
      body: { ...body, BillingMode: 'PROVISIONED', ProvisionedThroughput },
    };
  },
  (chance) => {
    const TableName = `scratch${String(chance.below(5))}`;
    return { operation: 'DeleteTable', body: { TableName } };
  },
  (chance) => {
    const TableName = `scratch${String(chance.below(5))}`;
    const body = { TableName, DeletionProtectionEnabled: chance.chance(0.2) };
    return { operation: 'UpdateTable', body };
  },
  (chance) => ({
    operation: 'DescribeTable',
    body: { TableName: chance.pick([...TABLES.keys()]) },
  }),
  () => ({ operation: 'ListTables', body: { Limit: 2, ExclusiveStartTableName: 'music' } }),
  () => ({ operation: 'DescribeLimits', body: {} }),
  () => ({ operation: 'DescribeEndpoints', body: {} }),
];

/** A table that comes and goes, or one that stays. */
function anyTable(chance: Prng): string {
  return chance.pick([`scratch${String(chance.below(5))}`, ...TABLES.keys()]);
}

const arnOf = (table: string): string => `arn:aws:dynamodb:us-east-1:000000000001:table/${table}`;

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: ['000000000001'] },
      Action: 'dynamodb:GetItem',
      Resource: '*',
    },
  ],
});

/** Settings of a table that is named. */
const settings: readonly SampleMaker[] = [
  (chance) => {
    const TableName = anyTable(chance);
    const operation = chance.pick([
      'DescribeContinuousBackups',
      'DescribeContributorInsights',
      'DescribeTimeToLive',
    ]);
    return { operation, body: { TableName } };
  },
  (chance) => {
    const Enabled = chance.chance(0.8);
    const TimeToLiveSpecification = { Enabled, AttributeName: chance.pick(['ttl', 'a']) };
    const body = { TableName: anyTable(chance), TimeToLiveSpecification };
    return { operation: 'UpdateTimeToLive', body };
  },
  (chance) => {
    const body = {
      TableName: anyTable(chance),
      ContributorInsightsAction: chance.pick(['ENABLE', 'ENABLE', 'DISABLE']),
      ContributorInsightsMode: 'THROTTLED_KEYS',
    };
    return { operation: 'UpdateContributorInsights', body };
  },
  () => ({
    operation: 'ListContributorInsights',
    body: { MaxResults: 2, NextToken: 'music/' },
  }),
];

/** Settings of a table whose ARN is given. */
const resources: readonly SampleMaker[] = [
  (chance) => {
    const Tags = [{ Key: chance.pick(['k', '__proto__', 'constructor']), Value: 'v' }];
    return { operation: 'TagResource', body: { ResourceArn: arnOf(anyTable(chance)), Tags } };
  },
  (chance) => {
    const body = { ResourceArn: arnOf(anyTable(chance)), TagKeys: ['k', '__proto__'] };
    return { operation: 'UntagResource', body };
  },
  (chance) => {
    const operation = chance.pick(['ListTagsOfResource', 'GetResourcePolicy']);
    return { operation, body: { ResourceArn: arnOf(anyTable(chance)) } };
  },
  (chance) => {
    const expected: JsonObject = chance.chance(0.2) ? { ExpectedRevisionId: 'NO_POLICY' } : {};
    const body = { ResourceArn: arnOf(anyTable(chance)), Policy: POLICY, ...expected };
    return { operation: 'PutResourcePolicy', body };
  },
  (chance) => {
    const body = { ResourceArn: arnOf(anyTable(chance)) };
    return { operation: 'DeleteResourcePolicy', body };
  },
];

/** Statements that read. */
function selectOf(chance: Prng): string {
  const from = `FROM "${anyTable(chance)}"`;
  return chance.pick([
    `SELECT * ${from}`,
    `SELECT a, m.n.o, l[0] ${from} WHERE pk = 'k1'`,
    `SELECT * ${from} WHERE pk = 'k${String(chance.below(4))}' AND sk = ${String(chance.below(4))}`,
    `SELECT * ${from} WHERE pk = ? AND (sk > 1 OR NOT a = ?) ORDER BY sk DESC`,
    `SELECT "__proto__" ${from} WHERE pk IN ['k1', 'k2'] AND begins_with(a, ?)`,
    `SELECT * ${from} WHERE attribute_exists("constructor") = true AND m IS NOT MISSING`,
  ]);
}

const PARAMETERS: Json = [{ S: 'k1' }, { M: { ['__proto__']: { N: '1.0' } } }];

const statements: readonly SampleMaker[] = [
  (chance) => ({
    operation: 'ExecuteStatement',
    body: { Statement: selectOf(chance), Parameters: PARAMETERS, Limit: 2 },
  }),
  (chance) => {
    const Statements = [{ Statement: selectOf(chance) }, { Statement: selectOf(chance) }];
    return { operation: 'BatchExecuteStatement', body: { Statements } };
  },
  (chance) => {
    const one = "SELECT * FROM notes WHERE pk = 'k1'";
    const Statement = chance.chance(0.5) ? one : selectOf(chance);
    return { operation: 'ExecuteTransaction', body: { TransactStatements: [{ Statement }] } };
  },
];

const GROUPS = [writes, writes, batches, reads, statements, tables, [...settings, ...resources]];

/** A sample of its own: its parts are shared with nobody. */
export function drawSample(chance: Prng): Sample {
  return structuredClone(chance.pick(chance.pick(GROUPS))(chance));
}

/** Members that some operation has, to be given to another. */
export function drawMember(chance: Prng): readonly [string, Json] {
  return chance.pick(Object.entries(drawSample(chance).body).concat([['', null]]));
}
