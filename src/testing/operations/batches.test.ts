import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
  client.call('CreateTable', tableBody('pairs', 'sk'));
});

const VE = 'ValidationException: ';
const key = (pk: string): object => ({ pk: { S: pk } });
const pair = (pk: string, sk: string): object => ({ pk: { S: pk }, sk: { S: sk } });
const putRequest = (Item: object): object => ({ PutRequest: { Item } });
const deleteRequest = (Key: object): object => ({ DeleteRequest: { Key } });
const write = (RequestItems: object, members: object = {}): Json =>
  client.call('BatchWriteItem', { RequestItems, ...members });
const get = (RequestItems: object, members: object = {}): Json =>
  client.call('BatchGetItem', { RequestItems, ...members });
const writeRefused = (RequestItems: object, members: object = {}): string =>
  client.failure('BatchWriteItem', { RequestItems, ...members });
const getRefused = (RequestItems: object, members: object = {}): string =>
  client.failure('BatchGetItem', { RequestItems, ...members });

describe('BatchWriteItem', () => {
  it('puts and deletes in several tables with one append', () => {
    write({ items: [putRequest(key('old'))] });
    const appends = client.store.appended.length;
    const answer = write({
      items: [putRequest({ ...key('a'), x: { N: '1.0' } }), deleteRequest(key('old'))],
      pairs: [putRequest(pair('a', 'b'))],
    });
    expect(answer).toEqual({ UnprocessedItems: {} });
    expect(client.store.appended.length).toBe(appends + 1);
    expect(client.call('Scan', { TableName: 'items' })['Items']).toEqual([
      { ...key('a'), x: { N: '1' } },
    ]);
    expect(client.call('Scan', { TableName: 'pairs' })['Items']).toEqual([pair('a', 'b')]);
  });

  it('refuses writes that are null, and tables whose writes all are', () => {
    expect(writeRefused({ items: [null] })).toContain("Value '{items=[null]}' at 'requestItems'");
    expect(writeRefused({ items: Array.from({ length: 26 }, () => null) })).toContain(VE);
  });

  it('reports capacity by table', () => {
    const wide = { ...key('a'), x: { S: 'x'.repeat(1500) } };
    const items = [putRequest(wide), deleteRequest(key('b'))];
    const charge = [
      { TableName: 'items', CapacityUnits: 3, Table: { CapacityUnits: 3 } },
      { TableName: 'pairs', CapacityUnits: 1, Table: { CapacityUnits: 1 } },
    ];
    const requested = { items, pairs: [putRequest(pair('a', 'b'))] };
    expect(write(requested, { ReturnConsumedCapacity: 'INDEXES' })).toEqual({
      UnprocessedItems: {},
      ConsumedCapacity: charge,
    });
  });

  it('refuses the whole call for one bad entry', () => {
    const good = putRequest(key('a'));
    const mismatch = `${VE}The provided key element does not match the schema`;
    expect(writeRefused({ items: [good, putRequest({ x: { S: 'x' } })] })).toBe(mismatch);
    expect(writeRefused({ items: [good, putRequest({ pk: { N: '1' } })] })).toBe(mismatch);
    expect(writeRefused({ items: [good, deleteRequest(pair('z', 'b'))] })).toBe(mismatch);
    expect(writeRefused({ items: [good], nope: [good] })).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
    const large = putRequest({ ...key('b'), x: { S: 'x'.repeat(409_600) } });
    expect(writeRefused({ items: [good, large] })).toBe(
      `${VE}Item size has exceeded the maximum allowed size`,
    );
    expect(client.call('Scan', { TableName: 'items' })['Count']).toBe(0);
  });

  it('refuses two writes of one item, however its table is named', () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/items';
    const duplicates = `${VE}Provided list of item keys contains duplicates`;
    expect(writeRefused({ items: [putRequest(key('a')), deleteRequest(key('a'))] })).toBe(
      duplicates,
    );
    expect(writeRefused({ items: [putRequest(key('a'))], [arn]: [putRequest(key('a'))] })).toBe(
      duplicates,
    );
  });

  it('refuses none, too many, and entries that are not one write', () => {
    const many = (n: number): object[] =>
      Array.from({ length: n }, (_, i) => putRequest(pair('a', String(i))));
    expect(writeRefused({})).toBe(`${VE}The requestItems parameter is required for BatchWriteItem`);
    expect(writeRefused({ items: [] })).toBe(
      `${VE}1 validation error detected: Value '{items=[]}' at 'requestItems' failed to satisfy ` +
        'constraint: Map value must satisfy constraint: [Member must have length less than or ' +
        'equal to 25, Member must have length greater than or equal to 1]',
    );
    expect(writeRefused({ pairs: many(26) })).toBe(
      `${VE}1 validation error detected: Value at 'RequestItems.pairs.member' failed to satisfy ` +
        'constraint: Member must have length less than or equal to 25',
    );
    expect(writeRefused({ pairs: many(25), items: [putRequest(key('a'))] })).toBe(
      `${VE}Too many items requested for the BatchWriteItem call`,
    );
    const both = { ...putRequest(key('a')), ...deleteRequest(key('a')) };
    const notOne =
      `${VE}Supplied AttributeValue has more than one datatypes set, ` +
      'must contain exactly one of the supported datatypes';
    expect(writeRefused({ items: [both] })).toBe(notOne);
    expect(writeRefused({ items: [{}] })).toBe(notOne);
  });

  it('reports an unknown enum without a malformed table name', () => {
    expect(
      writeRefused({ 'bad!name': [putRequest(key('a'))] }, { ReturnConsumedCapacity: 'X' }),
    ).toBe(
      `${VE}1 validation error detected: Value 'X' at 'returnConsumedCapacity' failed to satisfy ` +
        'constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  });
});

describe('BatchGetItem', () => {
  beforeEach(() => {
    write({ items: [putRequest({ ...key('a'), x: { S: 'x' } }), putRequest(key('b'))] });
  });

  it('answers a list for every table, without what is missing', () => {
    const asked = {
      items: { Keys: [key('a'), key('nope')], ProjectionExpression: 'x' },
      pairs: { Keys: [pair('a', 'b')] },
    };
    expect(get(asked)).toEqual({
      Responses: { items: [{ x: { S: 'x' } }], pairs: [] },
      UnprocessedKeys: {},
    });
  });

  it('keeps an empty entry for an item of which nothing is projected', () => {
    const asked = { items: { Keys: [key('b')], AttributesToGet: ['x'] } };
    expect(get(asked)).toMatchObject({ Responses: { items: [{}] } });
  });

  it('charges every key, missing ones too', () => {
    const asked = {
      items: { Keys: [key('a'), key('nope')] },
      pairs: { Keys: [pair('a', 'b')], ConsistentRead: true },
    };
    expect(get(asked, { ReturnConsumedCapacity: 'TOTAL' })['ConsumedCapacity']).toEqual([
      { TableName: 'items', CapacityUnits: 1 },
      { TableName: 'pairs', CapacityUnits: 1 },
    ]);
  });

  it('leaves the keys over that would pass 16 MB, with their options', () => {
    const names = Array.from({ length: 45 }, (_, i) => `large${String(i)}`);
    const x = { S: 'x'.repeat(390_000) };
    for (const name of names) {
      client.call('PutItem', { TableName: 'items', Item: { ...key(name), x } });
    }
    const options = { ConsistentRead: true, AttributesToGet: ['pk'] };
    const asked = { items: { Keys: names.map(key), ...options } };
    const answer = get(asked) as { Responses: { items: unknown[] }; UnprocessedKeys: Json };
    expect(answer.Responses.items).toHaveLength(43);
    expect(answer.UnprocessedKeys).toEqual({
      items: { Keys: names.slice(43).map(key), ...options },
    });
    expect(get(answer.UnprocessedKeys)).toMatchObject({ UnprocessedKeys: {} });
  });

  it('refuses none, too many, duplicates and other keys', () => {
    const many = (n: number): object[] => Array.from({ length: n }, (_, i) => key(String(i)));
    const constraint = (path: string, text: string): string =>
      `${VE}1 validation error detected: Value at '${path}' failed to satisfy constraint: ${text}`;
    expect(getRefused({})).toBe(
      constraint('RequestItems', 'Member must have length greater than or equal to 1'),
    );
    expect(getRefused({ items: { Keys: [] } })).toBe(
      constraint(
        'RequestItems.items.member.Keys',
        'Member must have length greater than or equal to 1',
      ),
    );
    expect(getRefused({ items: { Keys: many(101) } })).toBe(
      constraint(
        'RequestItems.items.member.Keys',
        'Member must have length less than or equal to 100',
      ),
    );
    expect(getRefused({ items: { Keys: many(100) }, pairs: { Keys: [pair('a', 'b')] } })).toBe(
      `${VE}Too many items requested for the BatchGetItem call`,
    );
    expect(getRefused({ items: { Keys: [key('a'), key('a')] } })).toBe(
      `${VE}Provided list of item keys contains duplicates`,
    );
    expect(getRefused({ items: { Keys: [pair('a', 'b')] } })).toBe(
      `${VE}The provided key element does not match the schema`,
    );
  });

  it('refuses to mix expressions and legacy parameters between tables', () => {
    const asked = {
      items: { Keys: [key('a')], AttributesToGet: ['x'] },
      pairs: { Keys: [pair('a', 'b')], ProjectionExpression: 'x' },
    };
    expect(getRefused(asked)).toBe(
      `${VE}Can not use both expression and non-expression parameters in the same request: ` +
        'Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}',
    );
  });

  it('reports a malformed table name together with an unknown enum', () => {
    const asked = { 'bad!name': { Keys: [{ pk: { S: 'a' } }] } };
    expect(getRefused(asked, { ReturnConsumedCapacity: 'X' })).toBe(
      `${VE}2 validation errors detected: ` +
        `Value '{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}' at 'requestItems' failed to satisfy ` +
        'constraint: Map keys must satisfy constraint: [Member must have length less than or equal ' +
        'to 255, Member must have length greater than or equal to 3, Member must satisfy regular ' +
        "expression pattern: [a-zA-Z0-9_.-]+]; Value 'X' at 'returnConsumedCapacity' failed to satisfy " +
        'constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  });
});
