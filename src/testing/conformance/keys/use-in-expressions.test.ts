/** What expressions may not do with key attributes: validation.md section 5. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, reasonsOf, refused, stored } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { INVALID, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
});

const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const values = { ExpressionAttributeValues: { ':v': { S: 'x' } } };
const cannotUpdate = (key: string): string =>
  `${INVALID}Cannot update attribute ${key}. This attribute is part of the key`;
const MUST_BE_SCALARS =
  "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ";

describe('an update of a key attribute is refused, bare', () => {
  it.each([
    ['SET of the partition key', { UpdateExpression: 'SET pk = :v', ...values }, 'pk'],
    ['SET of the sort key', { UpdateExpression: 'SET sk = :v', ...values }, 'sk'],
    ['SET of a key to the value it has', { UpdateExpression: 'SET pk = pk' }, 'pk'],
    ['REMOVE of a key', { UpdateExpression: 'REMOVE sk' }, 'sk'],
    [
      'ADD to a key',
      { UpdateExpression: 'ADD pk :n', ExpressionAttributeValues: { ':n': { N: '1' } } },
      'pk',
    ],
    [
      'DELETE from a key',
      { UpdateExpression: 'DELETE pk :s', ExpressionAttributeValues: { ':s': { SS: ['a'] } } },
      'pk',
    ],
    [
      'SET of a key behind an alias',
      { UpdateExpression: 'SET #k = :v', ExpressionAttributeNames: { '#k': 'sk' }, ...values },
      'sk',
    ],
    ['AttributeUpdates of a key', { AttributeUpdates: { pk: { Value: { S: 'x' } } } }, 'pk'],
  ])('%s', async (_title, members, key) => {
    expect(await refused('UpdateItem', { TableName, Key, ...members })).toBe(
      VALIDATION + cannotUpdate(key),
    );
  });

  it('and cancels a transaction', async () => {
    const Update = { TableName, Key, UpdateExpression: 'SET pk = :v', ...values };
    expect(await reasonsOf('TransactWriteItems', { TransactItems: [{ Update }] })).toEqual([
      { Code: 'ValidationError', Message: cannotUpdate('pk') },
    ]);
  });
});

describe('a path into a key attribute is refused', () => {
  it.each<[string, Operation, object, string]>([
    ['a condition of PutItem', 'PutItem', { Item: Key, ConditionExpression: 'pk.x = :v' }, 'pk'],
    ['a condition of DeleteItem', 'DeleteItem', { Key, ConditionExpression: 'sk[0] = :v' }, 'sk'],
    [
      'an operand of UpdateItem',
      'UpdateItem',
      { Key, UpdateExpression: 'SET x = if_not_exists(sk.y, :v)' },
      'sk',
    ],
    [
      'a filter of Query',
      'Query',
      { KeyConditionExpression: 'pk = :v', FilterExpression: 'sk.x = :v' },
      'sk',
    ],
    ['a filter of Scan', 'Scan', { FilterExpression: 'pk.x = :v' }, 'pk'],
  ])('%s', async (_title, operation, members, key) => {
    expect(await refused(operation, { TableName, ...members, ...values })).toBe(
      VALIDATION + MUST_BE_SCALARS + key,
    );
  });

  it.each<[string, Operation, object]>([
    ['GetItem', 'GetItem', { Key, ProjectionExpression: 'pk[0]' }],
    ['Scan', 'Scan', { ProjectionExpression: 'x, pk.y' }],
  ])('a projection of %s', async (_title, operation, members) => {
    expect(await refused(operation, { TableName, ...members })).toBe(
      `${VALIDATION}${MUST_BE_SCALARS}pk`,
    );
  });
});

describe('a key attribute may be', () => {
  it('compared in a condition of a write', async () => {
    await ask('PutItem', { TableName, Item: Key });
    const request = {
      TableName,
      Key,
      ConditionExpression: 'begins_with(sk, :v)',
      ExpressionAttributeValues: { ':v': { S: 'b' } },
    };
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('copied by an update', async () => {
    await ask('UpdateItem', { TableName, Key, UpdateExpression: 'SET x = pk' });
    expect(await stored(TableName, Key)).toEqual({ ...Key, x: { S: 'a' } });
  });
});
