/** What key values may not be, in every operation that takes a key: validation.md section 5. */
import { beforeAll, describe, expect, it } from 'vitest';
import { reasonsOf, refused } from '../ask.ts';
import type { Attributes, Operation } from '../ask.ts';
import { definition, globalIndex, keys, localIndex } from '../global-indexes/shapes.ts';
import { INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let text: string;
let binary: string;
let indexed: string;
beforeAll(async () => {
  text = await freshTable({ range: 'sk' });
  binary = await freshTable({ hash: 'pk:B', range: 'sk:B' });
  indexed = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('g'), definition('l', 'N')],
    GlobalSecondaryIndexes: [globalIndex('global', keys(['g']))],
    LocalSecondaryIndexes: [localIndex('local', 'l')],
  });
});

type Ask = readonly [
  title: string,
  operation: Operation,
  request: (table: string, key: Attributes) => object,
];

const READS: readonly Ask[] = [
  ['GetItem', 'GetItem', (TableName, Key) => ({ TableName, Key })],
  ['BatchGetItem', 'BatchGetItem', (t, key) => ({ RequestItems: { [t]: { Keys: [key] } } })],
  [
    'TransactGetItems',
    'TransactGetItems',
    (TableName, Key) => ({ TransactItems: [{ Get: { TableName, Key } }] }),
  ],
  [
    'Query',
    'Query',
    (TableName, { pk, sk }) => ({
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
    }),
  ],
];

const WRITES: readonly Ask[] = [
  ['PutItem', 'PutItem', (TableName, Item) => ({ TableName, Item })],
  ['UpdateItem', 'UpdateItem', (TableName, Key) => ({ TableName, Key })],
  ['DeleteItem', 'DeleteItem', (TableName, Key) => ({ TableName, Key })],
  [
    'a put of BatchWriteItem',
    'BatchWriteItem',
    (t, Item) => ({ RequestItems: { [t]: [{ PutRequest: { Item } }] } }),
  ],
  [
    'a delete of BatchWriteItem',
    'BatchWriteItem',
    (t, Key) => ({ RequestItems: { [t]: [{ DeleteRequest: { Key } }] } }),
  ],
  [
    'a put of a transaction',
    'TransactWriteItems',
    (TableName, Item) => ({ TransactItems: [{ Put: { TableName, Item } }] }),
  ],
  [
    'an update of a transaction',
    'TransactWriteItems',
    (TableName, Key) => ({
      TransactItems: [{ Update: { TableName, Key, UpdateExpression: 'REMOVE a' } }],
    }),
  ],
  [
    'a delete of a transaction',
    'TransactWriteItems',
    (TableName, Key) => ({ TransactItems: [{ Delete: { TableName, Key } }] }),
  ],
  [
    'a check of a transaction',
    'TransactWriteItems',
    (TableName, Key) => ({
      TransactItems: [
        { ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_exists(a)' } },
      ],
    }),
  ],
];

describe.each<Ask>([...READS, ...WRITES])('%s refuses', (_title, operation, request) => {
  const S = (value: string): Attributes[string] => ({ S: value });
  const B = (...bytes: number[]): Attributes[string] => ({ B: new Uint8Array(bytes) });
  const empty = (type: string, key: string): string =>
    `${VALIDATION}One or more parameter values are not valid. The AttributeValue for a key attribute ` +
    `cannot contain an empty ${type} value. Key: ${key}`;

  it.each([
    ['partition', { pk: S(''), sk: S('b') }, 'pk'],
    ['sort', { pk: S('a'), sk: S('') }, 'sk'],
  ])('an empty string for a %s key [suite]', async (_role, key, name) => {
    expect(await refused(operation, request(text, key))).toBe(empty('string', name));
  });

  it.each([
    ['partition', { pk: B(), sk: B(1) }, 'pk'],
    ['sort', { pk: B(1), sk: B() }, 'sk'],
  ])('an empty binary for a %s key [suite]', async (_role, key, name) => {
    expect(await refused(operation, request(binary, key))).toBe(empty('binary', name));
  });

  it('a partition key of 2,049 bytes [emul]', async () => {
    const key = { pk: S('x'.repeat(2049)), sk: S('b') };
    expect(await refused(operation, request(text, key))).toBe(
      `${INVALID_PARAMETER}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    );
  });

  it('a sort key of 1,025 bytes [emul]', async () => {
    const key = { pk: S('a'), sk: S('x'.repeat(1025)) };
    expect(await refused(operation, request(text, key))).toBe(
      `${INVALID_PARAMETER}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`,
    );
  });
});

const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const REACH =
  "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";

/** Requests with the path in an expression, of the table of indexes. */
type Reach = readonly [place: string, operation: Operation, request: (path: string) => object];

describe.each<Reach>([
  [
    'the projection of GetItem',
    'GetItem',
    (p) => ({ TableName: indexed, Key, ProjectionExpression: p }),
  ],
  [
    'the projection of BatchGetItem',
    'BatchGetItem',
    (p) => ({ RequestItems: { [indexed]: { Keys: [Key], ProjectionExpression: p } } }),
  ],
  [
    'the projection of Query',
    'Query',
    (p) => ({
      TableName: indexed,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': Key.pk },
      ProjectionExpression: p,
    }),
  ],
  ['the projection of Scan', 'Scan', (p) => ({ TableName: indexed, ProjectionExpression: p })],
  [
    'the filter of Query',
    'Query',
    (p) => ({
      TableName: indexed,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': Key.pk },
      FilterExpression: `${p} = a`,
    }),
  ],
  [
    'the filter of Scan',
    'Scan',
    (p) => ({ TableName: indexed, FilterExpression: `attribute_exists(${p})` }),
  ],
  [
    'the condition of PutItem',
    'PutItem',
    (p) => ({ TableName: indexed, Item: Key, ConditionExpression: `attribute_exists(${p})` }),
  ],
  [
    'the condition of UpdateItem',
    'UpdateItem',
    (p) => ({ TableName: indexed, Key, ConditionExpression: `attribute_exists(${p})` }),
  ],
  [
    'the condition of DeleteItem',
    'DeleteItem',
    (p) => ({ TableName: indexed, Key, ConditionExpression: `attribute_exists(${p})` }),
  ],
  [
    'the source of an update',
    'UpdateItem',
    (p) => ({ TableName: indexed, Key, UpdateExpression: `SET a = ${p}` }),
  ],
])('%s reaches into no key', (_place, operation, request) => {
  it.each([
    ['pk.x', 'Key: pk'],
    ['sk[0]', 'Key: sk'],
    ['g.x', 'IndexKey: g'],
    ['l[0]', 'IndexKey: l'],
  ])('%s', async (path, name) => {
    expect(await refused(operation, request(path))).toBe(VALIDATION + REACH + name);
  });
});

describe('index keys of another type (validation.md section 5 [suite])', () => {
  const WRONG: readonly (readonly [string, Attributes[string], string])[] = [
    ['g', { N: '1' }, 'Index Key g Expected: S Actual: N IndexName: global'],
    ['g', { L: [] }, 'Index Key g Expected: S Actual: L IndexName: global'],
    ['g', { NULL: true }, 'Index Key g Expected: S Actual: NULL IndexName: global'],
    ['l', { S: 'x' }, 'Index Key l Expected: N Actual: S IndexName: local'],
    ['l', { M: {} }, 'Index Key l Expected: N Actual: M IndexName: local'],
  ];

  it.each(WRONG)('%s of PutItem: %j', async (name, value, mismatch) => {
    const Item = { ...Key, [name]: value };
    expect(await refused('PutItem', { TableName: indexed, Item })).toBe(
      `${INVALID_PARAMETER}Type mismatch for ${mismatch}`,
    );
  });

  it.each(WRONG)('%s of BatchWriteItem: %j', async (name, value, mismatch) => {
    const PutRequest = { Item: { ...Key, [name]: value } };
    expect(await refused('BatchWriteItem', { RequestItems: { [indexed]: [{ PutRequest }] } })).toBe(
      `${INVALID_PARAMETER}Type mismatch for ${mismatch}`,
    );
  });

  const reason = (mismatch: string): object => ({
    Code: 'ValidationError',
    Message: `One or more parameter values were invalid: Type mismatch for ${mismatch}`,
  });

  it.each(WRONG)('%s of a put in a transaction: %j', async (name, value, mismatch) => {
    const Put = { TableName: indexed, Item: { ...Key, [name]: value } };
    expect(await reasonsOf('TransactWriteItems', { TransactItems: [{ Put }] })).toEqual([
      reason(mismatch),
    ]);
  });

  it.each(WRONG)('%s of an update in a transaction: %j', async (name, value, mismatch) => {
    const Update = {
      TableName: indexed,
      Key,
      UpdateExpression: `SET ${name} = :v`,
      ExpressionAttributeValues: { ':v': value },
    };
    expect(await reasonsOf('TransactWriteItems', { TransactItems: [{ Update }] })).toEqual([
      reason(mismatch),
    ]);
  });
});
