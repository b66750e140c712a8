import { beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../item/key-codec.ts';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { Json, RouterClient } from '../../testing/router-client.ts';

let client: RouterClient;
const NAMES = Array.from({ length: 40 }, (_, i) => `name${String(i)}`);
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
  client.call('CreateTable', tableBody('empty'));
  for (const [i, name] of NAMES.entries()) {
    const Item = { pk: { S: name }, n: { N: String(i) } };
    client.call('PutItem', { TableName: 'items', Item });
  }
});

const scan = (members: object = {}): Json =>
  client.call('Scan', { TableName: 'items', ...members });
const refused = (members: object): string =>
  client.failure('Scan', { TableName: 'items', ...members });
const keysOf = (answer: Json): readonly string[] =>
  (answer['Items'] as { pk: { S: string } }[]).map((item) => item.pk.S);
const allPages = (members: object): readonly string[] => {
  const found: string[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const answer = scan({ ...members, ExclusiveStartKey });
    found.push(...keysOf(answer));
    ExclusiveStartKey = answer['LastEvaluatedKey'];
  } while (ExclusiveStartKey !== undefined);
  return found;
};
const byHash = (a: string, b: string): number => (hashOf({ S: a }) < hashOf({ S: b }) ? -1 : 1);

describe('Scan', () => {
  it('answers every item in hash order', () => {
    const answer = scan();
    expect(keysOf(answer)).toEqual(NAMES.toSorted(byHash));
    expect(answer).toMatchObject({ Count: 40, ScannedCount: 40 });
    expect(answer).not.toHaveProperty('LastEvaluatedKey');
  });

  it('pages by Limit without loss or repetition', () => {
    expect(allPages({ Limit: 7 })).toEqual(NAMES.toSorted(byHash));
    expect(allPages({ Limit: 40 })).toEqual(NAMES.toSorted(byHash));
  });

  it('of segments covers every item once, in hash order', () => {
    for (const TotalSegments of [1, 3, 4]) {
      const segments = Array.from({ length: TotalSegments }, (_, Segment) =>
        allPages({ Segment, TotalSegments, Limit: 5 }),
      );
      expect(segments.flat()).toEqual(NAMES.toSorted(byHash));
    }
    expect(allPages({ Segment: 999_999, TotalSegments: 1_000_000 })).toEqual([]);
  });

  it('counts evaluated items before the filter', () => {
    const ScanFilter = { n: { ComparisonOperator: 'LT', AttributeValueList: [{ N: '4' }] } };
    expect(scan({ ScanFilter, Select: 'COUNT' })).toEqual({ Count: 4, ScannedCount: 40 });
    const filtered = scan({
      FilterExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'name7' } },
      ProjectionExpression: 'n',
    });
    expect(filtered).toEqual({ Items: [{ n: { N: '7' } }], Count: 1, ScannedCount: 40 });
  });

  it('charges an empty table', () => {
    const reading = { TableName: 'empty', ReturnConsumedCapacity: 'TOTAL' };
    const charge = (CapacityUnits: number): object => ({
      ConsumedCapacity: { TableName: 'empty', CapacityUnits },
    });
    expect(scan(reading)).toMatchObject({ Items: [], ...charge(2) });
    expect(scan({ ...reading, ConsistentRead: true })).toMatchObject(charge(4));
  });
});

describe('Scan refuses', () => {
  const VE = 'ValidationException: ';

  it('segments that do not go together', () => {
    expect(refused({ Segment: 1 })).toBe(
      `${VE}The TotalSegments parameter is required but was not present in the request ` +
        'when Segment parameter is present',
    );
    expect(refused({ TotalSegments: 1 })).toBe(
      `${VE}The Segment parameter is required but was not present in the request ` +
        'when parameter TotalSegments is present',
    );
    expect(refused({ Segment: 5, TotalSegments: 5 })).toBe(
      `${VE}The Segment parameter is zero-based and must be less than parameter TotalSegments`,
    );
    expect(refused({ Segment: -1, TotalSegments: 5 })).toBe(
      `${VE}1 validation error detected: Value at 'Segment' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 0',
    );
  });

  it('a start key that is no key, or of another segment', () => {
    expect(refused({ ExclusiveStartKey: { pk: { N: '1' } } })).toBe(
      `${VE}The provided starting key is invalid`,
    );
    const last = NAMES.toSorted(byHash).at(-1) ?? '';
    expect(refused({ ExclusiveStartKey: { pk: { S: last } }, Segment: 0, TotalSegments: 2 })).toBe(
      `${VE}The provided starting key is invalid: Invalid ExclusiveStartKey. ` +
        'Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 0',
    );
  });

  it('an index the table does not have', () => {
    expect(refused({ IndexName: 'byName' })).toBe(
      `${VE}The table does not have the specified index: byName`,
    );
  });

  it('a ConditionalOperator with one condition, before that condition is looked at', () => {
    const ScanFilter = { n: { ComparisonOperator: 'EQ', AttributeValueList: [{}] } };
    expect(refused({ ScanFilter, ConditionalOperator: 'AND' })).toBe(
      `${VE}ConditionalOperator can only be used when Filter or Expected has two or more elements`,
    );
  });

  it('faulty expression values in the wording of the older layer', () => {
    expect(
      refused({ FilterExpression: 'n = :n', ExpressionAttributeValues: { ':n': { N: '' } } }),
    ).toBe(
      `${VE}ExpressionAttributeValues contains invalid value: ` +
        'The parameter cannot be converted to a numeric value for key :n',
    );
  });

  it('values without a filter to use them', () => {
    const values = { ExpressionAttributeValues: { ':v': { S: 'v' } } };
    const message =
      `${VE}ExpressionAttributeValues can only be specified when using expressions: ` +
      'FilterExpression is null';
    expect(refused(values)).toBe(message);
    expect(refused({ ...values, ProjectionExpression: 'x' })).toBe(message);
  });

  it('SPECIFIC_ATTRIBUTES without attributes, enveloped', () => {
    expect(refused({ Select: 'SPECIFIC_ATTRIBUTES' })).toBe(
      `${VE}1 validation error detected: Must specify the AttributesToGet or ProjectionExpression ` +
        'when choosing to get SPECIFIC_ATTRIBUTES',
    );
  });
});
