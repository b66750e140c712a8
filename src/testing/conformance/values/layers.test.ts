/**
 * Where a value may stand in a request, and in whose words it is refused there: validation.md section 1, "Which operation
 * uses which layer for values" [suite].
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
});

/** The two layers tell this value apart. */
const bad = { SS: ['b', 'a', 'b'] };
const CURRENT =
  'One or more parameter values were invalid: Input collection ["a", "b", "b"] contains duplicates.';
const OLDER =
  'One or more parameter values were invalid: Input collection [b, a, b] contains duplicates.';

const key = { pk: { S: 'a' }, sk: { S: 'b' } };
const badKey = { pk: { S: 'a' }, sk: bad };
const condition = { ConditionExpression: 'x = :v', ExpressionAttributeValues: { ':v': bad } };
const filter = { FilterExpression: 'x = :v', ExpressionAttributeValues: { ':v': bad } };
const byKey = {
  KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
};
const legacy = { x: { ComparisonOperator: 'EQ', AttributeValueList: [bad] } };

type Place = readonly [place: string, operation: Operation, members: object];

const ENVELOPED: readonly Place[] = [
  ['an item', 'PutItem', { Item: { ...key, x: bad } }],
  ['a map in an item', 'PutItem', { Item: { ...key, x: { M: { y: bad } } } }],
  ['a list in an item', 'PutItem', { Item: { ...key, x: { L: [bad] } } }],
  ['a key in an item', 'PutItem', { Item: badKey }],
  ['an expression value', 'PutItem', { Item: key, ...condition }],
  ['an expected value', 'PutItem', { Item: key, Expected: { x: { Value: bad } } }],
  ['a key', 'UpdateItem', { Key: badKey }],
  [
    'an expression value',
    'UpdateItem',
    { Key: key, UpdateExpression: 'SET x = :v', ExpressionAttributeValues: { ':v': bad } },
  ],
  ['an attribute update', 'UpdateItem', { Key: key, AttributeUpdates: { x: { Value: bad } } }],
  ['an expected value', 'UpdateItem', { Key: key, Expected: { x: { Value: bad } } }],
  ['a key', 'DeleteItem', { Key: badKey }],
  ['an expression value', 'DeleteItem', { Key: key, ...condition }],
  [
    'a list of expected values',
    'DeleteItem',
    { Key: key, Expected: { x: { ComparisonOperator: 'EQ', AttributeValueList: [bad] } } },
  ],
];

describe('the current layer, enveloped: in single-item writes', () => {
  it.each(ENVELOPED)('%s of %s', async (_place, operation, members) => {
    expect(await refused(operation, { TableName, ...members })).toBe(ONE_ERROR + CURRENT);
  });
});

const BARE: readonly Place[] = [
  ['a key', 'GetItem', { Key: badKey }],
  [
    'an expression value of the key condition',
    'Query',
    {
      KeyConditionExpression: 'pk = :v',
      ExpressionAttributeValues: { ':v': bad },
    },
  ],
  ['an expression value of the filter', 'Query', { ...byKey, ...filter }],
  [
    'KeyConditions',
    'Query',
    { KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [bad] } } },
  ],
  ['QueryFilter', 'Query', { ...byKey, QueryFilter: legacy }],
  ['a start key', 'Query', { ...byKey, ExclusiveStartKey: badKey }],
];

describe('the current layer, bare: in reads but Scan', () => {
  it.each(BARE)('%s of %s', async (_place, operation, members) => {
    expect(await refused(operation, { TableName, ...members })).toBe(VALIDATION + CURRENT);
  });

  it('a key of BatchGetItem', async () => {
    const request = { RequestItems: { [TableName]: { Keys: [badKey] } } };
    expect(await refused('BatchGetItem', request)).toBe(VALIDATION + CURRENT);
  });

  it('a key of TransactGetItems', async () => {
    const request = { TransactItems: [{ Get: { TableName, Key: badKey } }] };
    expect(await refused('TransactGetItems', request)).toBe(VALIDATION + CURRENT);
  });
});

const ACTIONS: readonly (readonly [place: string, kind: string, members: object])[] = [
  ['an item', 'Put', { Item: { ...key, x: bad } }],
  ['an expression value', 'Put', { Item: key, ...condition }],
  ['a key', 'Update', { Key: badKey, UpdateExpression: 'REMOVE x' }],
  [
    'an expression value',
    'Update',
    { Key: key, UpdateExpression: 'SET x = :v', ExpressionAttributeValues: { ':v': bad } },
  ],
  ['a key', 'Delete', { Key: badKey }],
  ['an expression value', 'Delete', { Key: key, ...condition }],
  ['a key', 'ConditionCheck', { Key: badKey, ConditionExpression: 'attribute_exists(x)' }],
  ['an expression value', 'ConditionCheck', { Key: key, ...condition }],
];

describe('the current layer, bare, never a cancellation: in TransactWriteItems', () => {
  it.each(ACTIONS)('%s of a %s', async (_place, kind, members) => {
    const request = { TransactItems: [{ [kind]: { TableName, ...members } }] };
    expect(await refused('TransactWriteItems', request)).toBe(VALIDATION + CURRENT);
  });
});

describe('the older layer', () => {
  it('in an item of BatchWriteItem', async () => {
    const put = { PutRequest: { Item: { ...key, x: bad } } };
    const request = { RequestItems: { [TableName]: [put] } };
    expect(await refused('BatchWriteItem', request)).toBe(VALIDATION + OLDER);
  });

  it('in a key of BatchWriteItem', async () => {
    const request = { RequestItems: { [TableName]: [{ DeleteRequest: { Key: badKey } }] } };
    expect(await refused('BatchWriteItem', request)).toBe(VALIDATION + OLDER);
  });

  it('in an expression value of Scan, wrapped', async () => {
    expect(await refused('Scan', { TableName, ...filter })).toBe(
      `${VALIDATION}ExpressionAttributeValues contains invalid value: ${OLDER} for key :v`,
    );
  });

  it('in a ScanFilter, not wrapped', async () => {
    expect(await refused('Scan', { TableName, ScanFilter: legacy })).toBe(VALIDATION + OLDER);
  });

  it('in a start key of Scan, not wrapped', async () => {
    const request = { TableName, ExclusiveStartKey: badKey };
    expect(await refused('Scan', request)).toBe(VALIDATION + OLDER);
  });
});
