import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { RouterClient } from '../../testing/router-client.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
});

const Key = { pk: { S: 'a' } };
const BASE = { TableName: 'items', Key };
const put = (item: object): unknown =>
  client.call('PutItem', { TableName: 'items', Item: { ...Key, ...item } });
const update = (members: object): unknown => client.call('UpdateItem', { ...BASE, ...members });
const refused = (members: object): string => client.failure('UpdateItem', { ...BASE, ...members });
const stored = (): unknown => client.call('GetItem', BASE)['Item'];
const set = (expression: string, values?: object): object => ({
  UpdateExpression: expression,
  ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
});

describe('UpdateItem', () => {
  it('gives no attribute a name that PutItem would not', () => {
    const byName = (name: string): object => ({
      AttributeUpdates: { [name]: { Value: { S: '' } } },
    });
    expect(refused(byName(''))).toContain('Empty attribute name');
    expect(refused(byName('x'.repeat(65_536)))).toContain('Attribute name is too large');
    expect(refused(byName('\udc00'))).toContain('well-formed Unicode');
    update(byName('x'.repeat(65_535)));
    expect(
      refused({ ...set('SET #a = pk'), ExpressionAttributeNames: { '#a': 'a\ud800' } }),
    ).toContain('well-formed Unicode');
  });

  it('has no expression value that is null', () => {
    update(set('SET x = :v', { ':v': { S: '' }, ':w': null }));
    expect(refused(set('SET x = :v', { ':v': null, ':w': { S: '' } }))).toContain(
      'An expression attribute value used in expression is not defined; attribute value: :v',
    );
    expect(refused(set('SET x = :v', { ':v': null }))).toContain(
      'ExpressionAttributeValues must not be empty',
    );
  });

  it('without an update writes only the key of a missing item, and keeps a present one', () => {
    expect(update({})).toEqual({});
    expect(stored()).toEqual(Key);
    put({ x: { S: '1' } });
    update({});
    expect(stored()).toEqual({ ...Key, x: { S: '1' } });
  });

  it('creates a missing item with what it sets', () => {
    update(set('SET x = :v ADD n :one', { ':v': { S: 'x' }, ':one': { N: '1' } }));
    expect(stored()).toEqual({ ...Key, x: { S: 'x' }, n: { N: '1' } });
  });

  it('lets all operands see the item as it was', () => {
    put({ a: { N: '1' }, b: { N: '2' } });
    update(set('SET a = b, b = a'));
    expect(stored()).toEqual({ ...Key, a: { N: '2' }, b: { N: '1' } });
  });

  it('creates nothing with AttributeUpdates that only delete', () => {
    const appends = client.store.appended.length;
    expect(update({ AttributeUpdates: { x: { Action: 'DELETE' } } })).toEqual({});
    expect(stored()).toBeUndefined();
    expect(client.store.appended.length).toBe(appends);
  });

  it('puts, adds and deletes with AttributeUpdates', () => {
    put({ x: { S: '1' }, n: { N: '5' }, gone: { S: 'y' } });
    update({
      AttributeUpdates: {
        x: { Value: { S: '2' } },
        n: { Action: 'ADD', Value: { N: '2' } },
        gone: { Action: 'DELETE' },
      },
    });
    expect(stored()).toEqual({ ...Key, x: { S: '2' }, n: { N: '7' } });
  });
});

describe('ReturnValues of UpdateItem', () => {
  const change = set('SET x = :v REMOVE y', { ':v': { S: 'new' } });
  const returning = (ReturnValues: string): unknown => update({ ...change, ReturnValues });

  it('are the images before and after', () => {
    put({ x: { S: 'old' }, y: { S: 'y' }, z: { S: 'z' } });
    expect(returning('ALL_OLD')).toEqual({
      Attributes: { ...Key, x: { S: 'old' }, y: { S: 'y' }, z: { S: 'z' } },
    });
    expect(returning('ALL_NEW')).toEqual({
      Attributes: { ...Key, x: { S: 'new' }, z: { S: 'z' } },
    });
  });

  it('are only what was named, with UPDATED_OLD and UPDATED_NEW', () => {
    put({ x: { S: 'old' }, y: { S: 'y' }, z: { S: 'z' } });
    expect(returning('UPDATED_OLD')).toEqual({ Attributes: { x: { S: 'old' }, y: { S: 'y' } } });
    expect(returning('UPDATED_NEW')).toEqual({ Attributes: { x: { S: 'new' } } });
  });

  it('are absent where there is nothing to return', () => {
    expect(returning('UPDATED_OLD')).toEqual({});
    expect(update({ ...set('REMOVE x'), ReturnValues: 'UPDATED_NEW' })).toEqual({});
    client.call('DeleteItem', BASE);
    expect(returning('ALL_OLD')).toEqual({});
  });

  it('show the whole item that an update created', () => {
    expect(returning('ALL_NEW')).toEqual({ Attributes: { ...Key, x: { S: 'new' } } });
    client.call('DeleteItem', BASE);
    expect(update({ ReturnValues: 'ALL_NEW' })).toEqual({ Attributes: Key });
  });
});

describe('the capacity of UpdateItem', () => {
  it('is that of the larger image', () => {
    put({ x: { S: 'x'.repeat(2500) } });
    expect(update({ ...set('REMOVE x'), ReturnConsumedCapacity: 'TOTAL' })).toEqual({
      ConsumedCapacity: { TableName: 'items', CapacityUnits: 3 },
    });
  });
});

describe('a conditional UpdateItem', () => {
  it('leaves no item behind where the condition is false', () => {
    const failing = {
      ...set('ADD n :v', { ':v': { N: '1' } }),
      ConditionExpression: 'attribute_exists(pk)',
    };
    expect(refused(failing)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    expect(stored()).toBeUndefined();
  });

  it('takes Expected with a ConditionalOperator', () => {
    put({ x: { S: '1' }, y: { S: '2' } });
    const expecting = (operator: string): object => ({
      AttributeUpdates: { z: { Value: { S: 'z' } } },
      Expected: { x: { Value: { S: '1' } }, y: { Value: { S: 'other' } } },
      ConditionalOperator: operator,
    });
    expect(refused(expecting('AND'))).toContain('ConditionalCheckFailedException');
    expect(update(expecting('OR'))).toEqual({});
  });
});

describe('UpdateItem refuses', () => {
  it('to write a key attribute or into it, bare', () => {
    const fault =
      'ValidationException: One or more parameter values were invalid: ' +
      'Cannot update attribute pk. This attribute is part of the key';
    expect(refused(set('SET pk = :v', { ':v': { S: 'b' } }))).toBe(fault);
    expect(refused(set('SET pk.x = :v', { ':v': { S: 'b' } }))).toBe(fault);
    expect(refused(set('SET x = pk.y'))).toBe(
      "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup '.' " +
        'are not allowed: Key: pk',
    );
    expect(refused({ AttributeUpdates: { pk: { Value: { S: 'b' } } } })).toContain(
      'Cannot update attribute pk',
    );
  });

  it('a key that is not the key', () => {
    const mismatch = 'ValidationException: The provided key element does not match the schema';
    expect(refused({ Key: {} })).toBe(mismatch);
    expect(refused({ Key: { pk: { N: '1' } } })).toBe(mismatch);
    expect(refused({ Key: { ...Key, sk: { S: 'x' } } })).toBe(mismatch);
    expect(refused({ Key: { pk: { L: [] } } })).toBe(mismatch);
  });

  it('a path that cannot be followed, bare', () => {
    expect(refused(set('SET a.b = :v', { ':v': { S: 'x' } }))).toBe(
      'ValidationException: The document path provided in the update expression is invalid for update',
    );
  });

  it('an unknown enum before all others, alone', () => {
    expect(refused({ ReturnValues: 'INVALID', ReturnConsumedCapacity: 'INVALID' })).toBe(
      'ValidationException: 1 validation error detected: Failed to satisfy constraint: ' +
        'Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
    );
  });

  it('a request without a key, in the older form', () => {
    expect(client.failure('UpdateItem', { TableName: '' })).toBe(
      'ValidationException: 2 validation errors detected: ' +
        "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than " +
        "or equal to 1; Value null at 'key' failed to satisfy constraint: Member must not be null",
    );
  });
});

describe('the 400 KB gate of UpdateItem', () => {
  const TOO_LARGE =
    'ValidationException: Item size to update has exceeded the maximum allowed size';
  const padded = (bytes: number): object =>
    set('SET b = :pad', { ':pad': { S: 'x'.repeat(bytes) } });

  it('holds an UpdateExpression to what its statement weighs', () => {
    const ceiling = 409_600 - 19 - 3 - 1;
    expect(update(padded(ceiling))).toEqual({});
    expect(refused(padded(ceiling + 1))).toBe(TOO_LARGE);
  });

  it('comes before the condition', () => {
    const failing = { ...padded(409_600), ConditionExpression: 'attribute_exists(nothing)' };
    expect(refused(failing)).toBe(TOO_LARGE);
  });

  it('holds AttributeUpdates to the finished item only', () => {
    const legacy = (bytes: number): object => ({
      AttributeUpdates: { b: { Value: { S: 'x'.repeat(bytes) } } },
    });
    expect(update(legacy(409_600 - 4))).toEqual({});
    expect(refused(legacy(409_600 - 3))).toBe(TOO_LARGE);
  });
});
