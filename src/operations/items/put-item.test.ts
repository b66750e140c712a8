import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { RouterClient } from '../../testing/router-client.ts';
import { isSystemTree } from '../../storage/system-tree.ts';
import { DamagedRangeError } from '../../storage/tree/page-fault.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { prepare } from '../../router/router.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
  client.call('CreateTable', tableBody('pairs', 'sk'));
});

const put = (members: object): unknown =>
  client.call('PutItem', { TableName: 'items', ...members });
const refused = (members: object): string =>
  client.failure('PutItem', { TableName: 'items', ...members });
const stored = (pk: string): unknown =>
  client.call('GetItem', { TableName: 'items', Key: { pk: { S: pk } } })['Item'];

describe('PutItem', () => {
  it('answers an empty object and stores the whole item', () => {
    const item = { pk: { S: 'a' }, n: { N: '0042.10' }, m: { M: { l: { L: [{ BOOL: true }] } } } };
    expect(put({ Item: item })).toEqual({});
    expect(stored('a')).toEqual({ ...item, n: { N: '42.1' } });
  });

  it('replaces the whole item', () => {
    put({ Item: { pk: { S: 'a' }, x: { S: '1' } } });
    put({ Item: { pk: { S: 'a' }, y: { S: '2' } } });
    expect(stored('a')).toEqual({ pk: { S: 'a' }, y: { S: '2' } });
  });

  it('keeps an attribute named __proto__', () => {
    const body = '{"TableName":"items","Item":{"pk":{"S":"a"},"__proto__":{"S":"x"}}}';
    client.call('PutItem', JSON.parse(body));
    expect(JSON.stringify(stored('a'))).toBe('{"pk":{"S":"a"},"__proto__":{"S":"x"}}');
  });

  it('returns the old item with ALL_OLD, and no member where there was none', () => {
    const returning = (x: string): unknown =>
      put({ Item: { pk: { S: 'a' }, x: { S: x } }, ReturnValues: 'ALL_OLD' });
    expect(returning('1')).toEqual({});
    expect(returning('2')).toEqual({ Attributes: { pk: { S: 'a' }, x: { S: '1' } } });
  });

  it('takes the place of a damaged item where nothing of that is answered', () => {
    const { store } = client;
    const find: typeof store.find = (tree, key) => {
      if (!isSystemTree(tree)) throw new DamagedRangeError(tree, key, key, 'lost');
      return store.find(tree, key);
    };
    const context = { ...client.context, store: { ...store, find } };
    const body = { TableName: 'items', Item: { pk: { S: 'a' } } };
    const send = (members: object): unknown =>
      prepare(
        { target: 'DynamoDB_20120810.PutItem', body: JSON.stringify({ ...body, ...members }) },
        context,
      ).run();
    for (const members of [
      { ReturnValues: 'ALL_OLD' },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    ]) {
      expect(() => send(members)).toThrow(DamagedRangeError);
    }
    expect(store.counts(getTable(client.context, 'items').tree).items).toBe(0);
    expect(send({})).toBe('{}');
    expect(client.call('GetItem', { TableName: 'items', Key: body.Item })).toEqual({
      Item: body.Item,
    });
  });

  it('charges the larger image, in steps of 1 KB', () => {
    const charge = (bytes: number): unknown =>
      put({
        Item: { pk: { S: 'a' }, x: { S: 'x'.repeat(bytes) } },
        ReturnConsumedCapacity: 'INDEXES',
      });
    const units = (n: number): object => ({
      ConsumedCapacity: { TableName: 'items', CapacityUnits: n, Table: { CapacityUnits: n } },
    });
    expect(charge(1020)).toEqual(units(1));
    expect(charge(3000)).toEqual(units(3));
    expect(charge(1)).toEqual(units(3));
    expect(charge(1)).toEqual(units(1));
  });

  it('echoes a table named by its ARN', () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/items';
    expect(
      put({ TableName: arn, Item: { pk: { S: 'a' } }, ReturnConsumedCapacity: 'TOTAL' }),
    ).toEqual({ ConsumedCapacity: { TableName: arn, CapacityUnits: 1 } });
  });
});

describe('PutItem refuses', () => {
  it('a table that is not there', () => {
    expect(refused({ TableName: 'nope', Item: { pk: { S: 'a' } } })).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });

  it('an item without its key, or with one of another type', () => {
    const V = 'ValidationException: One or more parameter values were invalid: ';
    expect(refused({ Item: { x: { S: 'a' } } })).toBe(`${V}Missing the key pk in the item`);
    expect(refused({ Item: { pk: { N: '1' } } })).toBe(
      `${V}Type mismatch for key pk expected: S actual: N`,
    );
    expect(refused({ Item: { pk: { M: {} } } })).toBe(
      `${V}Type mismatch for key pk expected: S actual: M`,
    );
    expect(refused({ TableName: 'pairs', Item: { pk: { S: 'a' } } })).toBe(
      `${V}Missing the key sk in the item`,
    );
  });

  it('an empty or overlong key value', () => {
    expect(refused({ Item: { pk: { S: '' } } })).toBe(
      'ValidationException: One or more parameter values are not valid. The AttributeValue for a key ' +
        'attribute cannot contain an empty string value. Key: pk',
    );
    const V = 'ValidationException: One or more parameter values were invalid: ';
    expect(refused({ Item: { pk: { S: 'é'.repeat(1025) } } })).toBe(
      `${V}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    );
    expect(put({ Item: { pk: { S: 'é'.repeat(1024) } } })).toEqual({});
    const long = { pk: { S: 'a' }, sk: { S: 'x'.repeat(1025) } };
    expect(refused({ TableName: 'pairs', Item: long })).toBe(
      `${V}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`,
    );
  });

  it('an item of more than 409,600 bytes, exact to the byte', () => {
    const item = (bytes: number): object => ({
      Item: { pk: { S: 'a' }, x: { S: 'x'.repeat(bytes - 4) } },
    });
    expect(put(item(409_600))).toEqual({});
    expect(refused(item(409_601))).toBe(
      'ValidationException: Item size has exceeded the maximum allowed size',
    );
  });

  it('return values that only an update has', () => {
    expect(refused({ Item: { pk: { S: 'a' } }, ReturnValues: 'ALL_NEW' })).toBe(
      'ValidationException: 1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
    );
  });

  it('enums in the order AWS lists them', () => {
    const bad = {
      Item: { pk: { S: 'a' } },
      ReturnItemCollectionMetrics: 'INVALID',
      ReturnValues: 'INVALID',
      ReturnConsumedCapacity: 'INVALID',
    };
    expect(refused(bad)).toBe(
      'ValidationException: 3 validation errors detected: ' +
        "Value 'INVALID' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        'Failed to satisfy constraint: Member must satisfy enum value set: ' +
        '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]; ' +
        "Value 'INVALID' at 'returnItemCollectionMetrics' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [SIZE, NONE]',
    );
  });

  it('expressions beside legacy parameters, and placeholders beside no expression', () => {
    const E = 'ValidationException: 1 validation error detected: ';
    const Item = { pk: { S: 'a' } };
    expect(
      refused({
        Item,
        Expected: { pk: { Exists: false } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ).toBe(
      `${E}Can not use both expression and non-expression parameters in the same request: ` +
        'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
    );
    expect(refused({ Item, ExpressionAttributeNames: { '#a': 'a' } })).toBe(
      `${E}ExpressionAttributeNames can only be specified when using expressions`,
    );
    expect(refused({ Item, ExpressionAttributeValues: { ':a': { S: 'a' } } })).toBe(
      `${E}ExpressionAttributeValues can only be specified when using expressions`,
    );
  });

  it('a ConditionalOperator that joins nothing', () => {
    const E = 'ValidationException: 1 validation error detected: ';
    const Item = { pk: { S: 'a' } };
    expect(refused({ Item, ConditionalOperator: 'AND' })).toBe(
      `${E}ConditionalOperator cannot be used without Filter or Expected`,
    );
    expect(refused({ Item, ConditionalOperator: 'AND', Expected: { pk: { Exists: false } } })).toBe(
      `${E}ConditionalOperator can only be used when Filter or Expected has two or more elements`,
    );
  });
});

describe('a conditional PutItem', () => {
  const conditional = (members: object = {}): object => ({
    Item: { pk: { S: 'a' }, x: { S: 'new' } },
    ConditionExpression: 'attribute_not_exists(pk)',
    ...members,
  });

  it('sees an item without any attribute where there is none', () => {
    expect(put(conditional())).toEqual({});
    expect(refused(conditional())).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    expect(put(conditional({ ConditionExpression: 'attribute_exists(pk)' }))).toEqual({});
  });

  it('shows the item it failed on only with ALL_OLD, and only where there is one', () => {
    put({ Item: { pk: { S: 'a' }, x: { S: 'old' } } });
    const showing = conditional({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    expect(client.fail('PutItem', { TableName: 'items', ...showing })).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { pk: { S: 'a' }, x: { S: 'old' } },
    });
    const missing = {
      ...showing,
      Item: { pk: { S: 'b' } },
      ConditionExpression: 'attribute_exists(pk)',
    };
    expect(client.fail('PutItem', { TableName: 'items', ...missing })).not.toHaveProperty('Item');
    expect(client.fail('PutItem', { TableName: 'items', ...conditional() })).not.toHaveProperty(
      'Item',
    );
  });

  it('changes nothing when it fails', () => {
    put({ Item: { pk: { S: 'a' }, x: { S: 'old' } } });
    const appends = client.store.appended.length;
    refused(conditional());
    expect(client.store.appended.length).toBe(appends);
  });

  it('may be asked for with Expected', () => {
    const expecting = { Item: { pk: { S: 'a' } }, Expected: { pk: { Exists: false } } };
    expect(put(expecting)).toEqual({});
    expect(refused(expecting)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
  });

  it('refuses placeholders it does not use, and a path into a key', () => {
    const E = 'ValidationException: 1 validation error detected: ';
    expect(refused(conditional({ ExpressionAttributeNames: { '#x': 'x' } }))).toBe(
      `${E}Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}`,
    );
    expect(refused(conditional({ ConditionExpression: 'attribute_exists(pk.a)' }))).toBe(
      "ValidationException: Key attributes must be scalars; list random access '[]' and map lookup " +
        "'.' are not allowed: Key: pk",
    );
  });
});
