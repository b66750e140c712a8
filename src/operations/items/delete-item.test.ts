import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { RouterClient } from '../../testing/router-client.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
});

const BASE = { TableName: 'items', Key: { pk: { S: 'a' } } };
const item = { pk: { S: 'a' }, x: { S: 'x'.repeat(1500) } };
const remove = (members: object = {}): unknown =>
  client.call('DeleteItem', { ...BASE, ...members });
const refused = (members: object): string => client.failure('DeleteItem', { ...BASE, ...members });

describe('DeleteItem', () => {
  it('removes the item and succeeds again where there is none', () => {
    client.call('PutItem', { TableName: 'items', Item: item });
    expect(remove()).toEqual({});
    expect(client.call('GetItem', BASE)).toEqual({});
    expect(remove()).toEqual({});
  });

  it('returns the old item with ALL_OLD, and no member where there was none', () => {
    client.call('PutItem', { TableName: 'items', Item: item });
    expect(remove({ ReturnValues: 'ALL_OLD' })).toEqual({ Attributes: item });
    expect(remove({ ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  it('charges the removed item, and one unit for none', () => {
    client.call('PutItem', { TableName: 'items', Item: item });
    const charge = (units: number): object => ({
      ConsumedCapacity: { TableName: 'items', CapacityUnits: units },
    });
    expect(remove({ ReturnConsumedCapacity: 'TOTAL' })).toEqual(charge(2));
    expect(remove({ ReturnConsumedCapacity: 'TOTAL' })).toEqual(charge(1));
  });

  it('fails where its condition is false, also on a missing item', () => {
    const conditional = { ConditionExpression: 'attribute_exists(pk)' };
    expect(refused(conditional)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    client.call('PutItem', { TableName: 'items', Item: item });
    expect(remove(conditional)).toEqual({});
  });

  it('refuses other keys and return values', () => {
    expect(refused({ Key: { pk: { S: 'a' }, x: { S: 'a' } } })).toBe(
      'ValidationException: The provided key element does not match the schema',
    );
    expect(refused({ ReturnValues: 'UPDATED_NEW' })).toBe(
      'ValidationException: 1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
    );
    expect(refused({ Key: { pk: { S: '' } } })).toContain('cannot contain an empty string value');
  });
});
