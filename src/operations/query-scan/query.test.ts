import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { Json, RouterClient } from '../../testing/router-client.ts';

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items', 'sk'));
  client.call('CreateTable', tableBody('single'));
});

const keyOf = (sk: string): object => ({ pk: { S: 'p' }, sk: { S: sk } });
const put = (sk: string, members: object = {}, pk = 'p'): unknown =>
  client.call('PutItem', {
    TableName: 'items',
    Item: { pk: { S: pk }, sk: { S: sk }, ...members },
  });
/** A query of partition `p` with KeyConditions, unless `members` say otherwise. */
const BASE = {
  TableName: 'items',
  KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] } },
};
const query = (members: object = {}): Json => client.call('Query', { ...BASE, ...members });
const refused = (members: object): string => client.failure('Query', { ...BASE, ...members });
const sortKeys = (answer: Json): readonly string[] =>
  (answer['Items'] as { sk: { S: string } }[]).map((item) => item.sk.S);
const where = (expression: string, values: object = {}): object => ({
  KeyConditions: undefined,
  KeyConditionExpression: expression,
  ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
});

describe('Query', () => {
  it('answers the item collection in sort order, by UTF-8 bytes', () => {
    for (const sk of ['b', 'a', '\u{10000}', '\uffff', 'ab']) put(sk);
    put('z', {}, 'other');
    const answer = query();
    expect(sortKeys(answer)).toEqual(['a', 'ab', 'b', '\uffff', '\u{10000}']);
    expect(answer).toMatchObject({ Count: 5, ScannedCount: 5 });
    expect(answer).not.toHaveProperty('LastEvaluatedKey');
    expect(sortKeys(query({ ScanIndexForward: false }))).toEqual(sortKeys(answer).toReversed());
  });

  it('answers an empty list where nothing matches, and charges it', () => {
    expect(query({ ReturnConsumedCapacity: 'INDEXES' })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 0,
      ConsumedCapacity: { TableName: 'items', CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } },
    });
  });

  it('counts without items with Select COUNT', () => {
    put('a');
    put('b');
    expect(query({ Select: 'COUNT' })).toEqual({ Count: 2, ScannedCount: 2 });
  });

  it.each([
    ['sk = :a', ['b']],
    ['sk < :a', ['a', 'ab']],
    ['sk <= :a', ['a', 'ab', 'b']],
    ['sk > :a', ['b\u0000', 'ba', 'c']],
    ['sk >= :a', ['b', 'b\u0000', 'ba', 'c']],
    ['sk BETWEEN :a AND :c', ['b', 'b\u0000', 'ba', 'c']],
    ['begins_with(sk, :a)', ['b', 'b\u0000', 'ba']],
  ])('holds the sort key to %s', (condition, expected) => {
    for (const sk of ['a', 'ab', 'b', 'b\u0000', 'ba', 'c']) put(sk);
    const values = { ':a': { S: 'b' }, ...(condition.includes(':c') ? { ':c': { S: 'c' } } : {}) };
    expect(sortKeys(query(where(`pk = :p AND ${condition}`, values)))).toEqual(expected);
  });

  it('filters after it has counted what it evaluated', () => {
    for (const sk of ['a', 'b', 'c']) put(sk, { n: { N: sk === 'b' ? '1' : '2' } });
    const values = { ':p': { S: 'p' }, ':n': { N: '2' } };
    const filtered = query({
      ...where('pk = :p'),
      FilterExpression: 'n = :n',
      ExpressionAttributeValues: values,
    });
    expect(sortKeys(filtered)).toEqual(['a', 'c']);
    expect(filtered).toMatchObject({ Count: 2, ScannedCount: 3 });
    const legacy = {
      QueryFilter: { n: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: '2' }] } },
    };
    expect(sortKeys(query(legacy))).toEqual(['a', 'c']);
  });

  it('projects, the key only if asked for', () => {
    put('a', { x: { S: '1' }, y: { S: '2' } });
    put('b');
    expect(query({ AttributesToGet: ['x'] })['Items']).toEqual([{ x: { S: '1' } }, {}]);
    expect(query({ ProjectionExpression: 'sk' })['Items']).toEqual([
      { sk: { S: 'a' } },
      { sk: { S: 'b' } },
    ]);
  });
});

describe('paging of Query', () => {
  const pages = (members: object): readonly (readonly string[])[] => {
    const found: (readonly string[])[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const answer = query({ ...members, ExclusiveStartKey });
      found.push(sortKeys(answer));
      ExclusiveStartKey = answer['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return found;
  };

  it('by Limit counts evaluated items and gives a last key also at the very end', () => {
    for (const sk of ['a', 'b', 'c', 'd']) put(sk);
    expect(pages({ Limit: 2 })).toEqual([['a', 'b'], ['c', 'd'], []]);
    expect(pages({ Limit: 3 })).toEqual([['a', 'b', 'c'], ['d']]);
    expect(pages({ Limit: 3, ScanIndexForward: false })).toEqual([['d', 'c', 'b'], ['a']]);
    expect(query({ Limit: 2 })['LastEvaluatedKey']).toEqual(keyOf('b'));
  });

  it('gives no last key where there is no sort key to go on from', () => {
    client.call('PutItem', { TableName: 'single', Item: { pk: { S: 'p' } } });
    expect(query({ TableName: 'single', Limit: 1 })).toEqual({
      Items: [{ pk: { S: 'p' } }],
      Count: 1,
      ScannedCount: 1,
    });
  });

  it('gives a last key to a page that the filter has emptied', () => {
    for (const sk of ['a', 'b']) put(sk);
    const filter = { x: { ComparisonOperator: 'NOT_NULL' } };
    expect(query({ Limit: 1, QueryFilter: filter })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 1,
      LastEvaluatedKey: keyOf('a'),
    });
  });

  it('by size includes the item that crosses 1 MB', () => {
    const pad = { x: { S: 'x'.repeat(300_000) } };
    for (const sk of ['a', 'b', 'c', 'd', 'e']) put(sk, pad);
    expect(pages({})).toEqual([['a', 'b', 'c', 'd'], ['e']]);
    expect(query({ ReturnConsumedCapacity: 'TOTAL', ConsistentRead: true })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: Math.ceil((4 * 300_007) / 4096) },
    });
  });

  it('takes a start key of an item that is gone', () => {
    for (const sk of ['a', 'c']) put(sk);
    expect(sortKeys(query({ ExclusiveStartKey: keyOf('b') }))).toEqual(['c']);
    expect(sortKeys(query({ ExclusiveStartKey: keyOf('b'), ScanIndexForward: false }))).toEqual([
      'a',
    ]);
  });
});

describe('Query refuses', () => {
  const VE = 'ValidationException: ';

  it('a request without a key condition', () => {
    expect(refused({ KeyConditions: undefined })).toBe(
      `${VE}Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.`,
    );
  });

  it('a start key that does not fit', () => {
    expect(refused({ ExclusiveStartKey: { pk: { S: 'p' } } })).toBe(
      `${VE}The provided starting key is invalid`,
    );
    expect(refused({ ExclusiveStartKey: { pk: { S: 'q' }, sk: { S: 'a' } } })).toBe(
      `${VE}The provided starting key is outside query boundaries based on provided conditions`,
    );
    expect(
      refused({
        ...where('pk = :p AND sk > :a', { ':a': { S: 'm' } }),
        ExclusiveStartKey: keyOf('a'),
      }),
    ).toBe(`${VE}The provided starting key does not match the range key predicate`);
    expect(refused({ TableName: 'single', ExclusiveStartKey: { pk: { S: 'p' } } })).toBe(
      `${VE}The query can return at most one row and cannot be restarted`,
    );
  });

  it('a Select that does not go with the attributes asked for', () => {
    const select = (Select: string, members: object = {}): string =>
      refused({ Select, ...members });
    expect(select('ALL_ATTRIBUTES', { ProjectionExpression: 'x' })).toBe(
      `${VE}Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES`,
    );
    expect(select('COUNT', { AttributesToGet: ['x'] })).toBe(
      `${VE}Cannot specify the AttributesToGet when choosing to get only the Count`,
    );
    expect(select('ALL_PROJECTED_ATTRIBUTES')).toBe(
      `${VE}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`,
    );
    expect(select('SPECIFIC_ATTRIBUTES')).toBe(
      `${VE}1 validation error detected: Must specify the AttributesToGet or ProjectionExpression ` +
        'when choosing to get SPECIFIC_ATTRIBUTES',
    );
    expect(select('INVALID_VALUE')).toBe(
      `${VE}1 validation error detected: Value 'INVALID_VALUE' at 'select' failed to satisfy ` +
        'constraint: Member must satisfy enum value set: ' +
        '[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]',
    );
  });

  it('a Limit of 0, and an unknown ConditionalOperator before an unknown Select', () => {
    expect(refused({ Limit: 0 })).toBe(
      `${VE}1 validation error detected: Value at 'Limit' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 1',
    );
    expect(refused({ ConditionalOperator: 'XOR', Select: 'INVALID' })).toBe(
      `${VE}Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]`,
    );
  });

  it('an index the table does not have', () => {
    expect(refused({ IndexName: 'byName' })).toBe(
      `${VE}The table does not have the specified index: byName`,
    );
  });

  it('a filter on the key', () => {
    const QueryFilter = { sk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } };
    expect(refused({ QueryFilter })).toBe(
      `${VE}QueryFilter can only contain non-primary key attributes: Primary key attribute: sk`,
    );
    expect(refused({ ...where('pk = :p'), FilterExpression: 'pk = :p' })).toBe(
      `${VE}Filter Expression can only contain non-primary key attributes: Primary key attribute: pk`,
    );
    expect(refused({ ...where('pk = :p'), FilterExpression: 'sk.a = :p' })).toBe(
      `${VE}Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: sk`,
    );
  });

  it('an empty key value', () => {
    expect(refused(where('pk = :e', { ':p': undefined, ':e': { S: '' } }))).toBe(
      `${VE}One or more parameter values are not valid. The AttributeValue for a key attribute ` +
        'cannot contain an empty string value. Key: pk',
    );
  });

  it('values without an expression to use them', () => {
    const values = { ExpressionAttributeValues: { ':v': { S: 'v' } } };
    const message =
      `${VE}ExpressionAttributeValues can only be specified when using expressions: ` +
      'FilterExpression and KeyConditionExpression are null';
    expect(refused(values)).toBe(message);
    expect(refused({ ...values, ProjectionExpression: 'x' })).toBe(message);
  });
});
