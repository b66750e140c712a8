import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { RouterClient } from '../../testing/router-client.ts';

let client: RouterClient;
const item = {
  pk: { S: 'a' },
  x: { S: 'x'.repeat(5000) },
  m: { M: { a: { S: '1' }, b: { S: '2' } } },
};
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
  client.call('PutItem', { TableName: 'items', Item: item });
});

const BASE = { TableName: 'items', Key: { pk: { S: 'a' } } };
const get = (members: object = {}): unknown => client.call('GetItem', { ...BASE, ...members });
const refused = (members: object): string => client.failure('GetItem', { ...BASE, ...members });

describe('GetItem', () => {
  it('answers the item, or an empty object', () => {
    expect(get()).toEqual({ Item: item });
    expect(get({ Key: { pk: { S: 'b' } } })).toEqual({});
  });

  it('charges by 4 KB, half without ConsistentRead, and never nothing', () => {
    const charge = (CapacityUnits: number): object => ({
      ConsumedCapacity: { TableName: 'items', CapacityUnits, Table: { CapacityUnits } },
    });
    const INDEXES = { ReturnConsumedCapacity: 'INDEXES' };
    expect(get(INDEXES)).toMatchObject(charge(1));
    expect(get({ ...INDEXES, ConsistentRead: true })).toMatchObject(charge(2));
    const missing = { ...INDEXES, Key: { pk: { S: 'b' } } };
    expect(get(missing)).toEqual(charge(0.5));
    expect(get({ ...missing, ConsistentRead: true })).toEqual(charge(1));
  });

  it('keeps the structure of what is projected, the key only if asked for', () => {
    expect(get({ ProjectionExpression: 'm.a' })).toEqual({ Item: { m: { M: { a: { S: '1' } } } } });
    expect(get({ AttributesToGet: ['pk'] })).toEqual({ Item: { pk: { S: 'a' } } });
  });

  it('answers an empty item where nothing of it is projected', () => {
    expect(get({ ProjectionExpression: 'nothing' })).toEqual({ Item: {} });
    expect(get({ AttributesToGet: ['nothing'] })).toEqual({ Item: {} });
  });

  it('charges the whole item whatever is projected', () => {
    const projected = { ProjectionExpression: 'm.a', ReturnConsumedCapacity: 'TOTAL' };
    expect(get(projected)).toMatchObject({ ConsumedCapacity: { CapacityUnits: 1 } });
  });
});

describe('GetItem refuses', () => {
  it('another key, bare', () => {
    expect(refused({ Key: { pk: { N: '1' } } })).toBe(
      'ValidationException: The provided key element does not match the schema',
    );
    expect(refused({ Key: { pk: { S: 'x'.repeat(2049) } } })).toBe(
      'ValidationException: One or more parameter values were invalid: ' +
        'Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
    expect(refused({ Key: { pk: { N: 'abc' } } })).toBe(
      'ValidationException: The parameter cannot be converted to a numeric value: abc',
    );
  });

  it('a table that is not there, after what needs no table', () => {
    const missing = { TableName: 'nope' };
    expect(refused(missing)).toBe('ResourceNotFoundException: Requested resource not found');
    expect(refused({ ...missing, ProjectionExpression: 'a,' })).toContain(
      'Invalid ProjectionExpression',
    );
  });

  it('AttributesToGet beside a ProjectionExpression, and twice the same name', () => {
    expect(refused({ AttributesToGet: ['a'], ProjectionExpression: 'a' })).toBe(
      'ValidationException: Can not use both expression and non-expression parameters in the same ' +
        'request: Non-expression parameters: {AttributesToGet} ' +
        'Expression parameters: {ProjectionExpression}',
    );
    expect(refused({ AttributesToGet: ['a', 'a'] })).toBe(
      'ValidationException: One or more parameter values were invalid: ' +
        'Duplicate value in attribute name: a',
    );
  });

  it('a projection into a key attribute', () => {
    expect(refused({ ProjectionExpression: 'pk.a' })).toBe(
      "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup " +
        "'.' are not allowed: Key: pk",
    );
  });
});
