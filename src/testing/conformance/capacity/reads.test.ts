/** Read units of tables: capacity.md section 1. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';

let TableName: string;

/** `sk` of the items and what they weigh. */
const WEIGHTS = { a: 100, b: 4096, c: 4097, d: 8192, e: 8193 } as const;

function itemOf(sk: string, bytes: number): Attributes {
  const own = 'pk'.length + 1 + 'sk'.length + 1 + 'big'.length;
  return { pk: { S: 'p' }, sk: { S: sk }, big: { S: '-'.repeat(bytes - own) } };
}

beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
  await fill(
    TableName,
    Object.entries(WEIGHTS).map(([sk, bytes]) => itemOf(sk, bytes)),
  );
});

const Total = { ReturnConsumedCapacity: 'TOTAL' } as const;
const keyOf = (sk: string): Attributes => ({ pk: { S: 'p' }, sk: { S: sk } });

describe('GetItem takes a unit for each 4,096 bytes begun, half of it where eventually consistent [docs]', () => {
  it.each([
    ['a', false, 0.5],
    ['a', true, 1],
    ['b', false, 0.5],
    ['b', true, 1],
    ['c', false, 1],
    ['c', true, 2],
    ['d', false, 1],
    ['d', true, 2],
    ['e', false, 1.5],
    ['e', true, 3],
    ['missing', false, 0.5],
    ['missing', true, 1],
  ])('of %s, consistent %s: %d', async (sk, ConsistentRead, units) => {
    const answer = await ask('GetItem', {
      TableName,
      Key: keyOf(sk),
      ConsistentRead,
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual({ TableName, CapacityUnits: units });
  });

  it('of the whole item, whatever is projected', async () => {
    const answer = await ask('GetItem', {
      TableName,
      Key: keyOf('e'),
      ProjectionExpression: 'sk',
      ...Total,
    });
    expect(answer).toEqual({
      Item: { sk: { S: 'e' } },
      ConsumedCapacity: { TableName, CapacityUnits: 1.5 },
    });
  });
});

describe('BatchGetItem takes what each key takes alone [docs]', () => {
  const Keys = ['a', 'c', 'missing'].map(keyOf);

  it('missing ones included', async () => {
    const answer = await ask('BatchGetItem', { RequestItems: { [TableName]: { Keys } }, ...Total });
    expect(answer.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 0.5 + 1 + 0.5 }]);
  });

  it('twice as much where consistent', async () => {
    const answer = await ask('BatchGetItem', {
      RequestItems: { [TableName]: { Keys, ConsistentRead: true } },
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 1 + 2 + 1 }]);
  });
});

describe('TransactGetItems takes two units for each 4,096 bytes begun of each item', () => {
  it.each([
    ['a', 2],
    ['b', 2],
    ['c', 4],
    ['e', 6],
    ['missing', 2],
  ])('of %s: %i', async (sk, units) => {
    const answer = await ask('TransactGetItems', {
      TransactItems: [{ Get: { TableName, Key: keyOf(sk) } }],
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual([
      { TableName, CapacityUnits: units, ReadCapacityUnits: units },
    ]);
  });
});

const byPartition = (pk: string): object => ({
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: pk } },
});

describe('Query takes units by the sum of the items it evaluates', () => {
  const sum = Object.values(WEIGHTS).reduce<number>((total, bytes) => total + bytes, 0);
  const strong = Math.ceil(sum / 4096);

  const unitsOf = async (members: object, pk = 'p'): Promise<number | undefined> => {
    const answer = await ask('Query', {
      TableName,
      ...byPartition(pk),
      ...Total,
      ...members,
    });
    return answer.ConsumedCapacity?.CapacityUnits;
  };

  it('rounded once for the page', async () => {
    expect(await unitsOf({ ConsistentRead: true })).toBe(strong);
  });

  it('half of it where eventually consistent', async () => {
    expect(await unitsOf({})).toBe(strong / 2);
  });

  it('of the items within Limit', async () => {
    expect(await unitsOf({ ConsistentRead: true, Limit: 2 })).toBe(2);
  });

  it('before the filter [suite]', async () => {
    expect(
      await unitsOf({
        ConsistentRead: true,
        FilterExpression: 'big = :none',
        ExpressionAttributeValues: { ':pk': { S: 'p' }, ':none': { S: '' } },
      }),
    ).toBe(strong);
  });

  it('before the projection', async () => {
    expect(await unitsOf({ ConsistentRead: true, ProjectionExpression: 'sk' })).toBe(strong);
  });

  it('the same for a count [suite]', async () => {
    expect(await unitsOf({ ConsistentRead: true, Select: 'COUNT' })).toBe(strong);
  });

  it('half a unit where nothing matches (unconfirmed)', async () => {
    expect(await unitsOf({}, 'nobody')).toBe(0.5);
  });

  it('one where nothing matches and consistent (unconfirmed)', async () => {
    expect(await unitsOf({ ConsistentRead: true }, 'nobody')).toBe(1);
  });

  it('half a unit for a last page that holds nothing (unconfirmed)', async () => {
    const ExclusiveStartKey = keyOf('e');
    expect(await unitsOf({ ExclusiveStartKey })).toBe(0.5);
  });

  it('the same by KeyConditions', async () => {
    const answer = await ask('Query', {
      TableName,
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] } },
      ConsistentRead: true,
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual({ TableName, CapacityUnits: strong });
  });
});

describe('Scan takes units by the sum of the items it evaluates', () => {
  const sum = Object.values(WEIGHTS).reduce<number>((total, bytes) => total + bytes, 0);

  it('rounded once for the page', async () => {
    const answer = await ask('Scan', { TableName, ConsistentRead: true, ...Total });
    expect(answer.ConsumedCapacity).toEqual({ TableName, CapacityUnits: Math.ceil(sum / 4096) });
  });

  it('before the filter [suite]', async () => {
    const answer = await ask('Scan', {
      TableName,
      FilterExpression: 'attribute_not_exists(pk)',
      ...Total,
    });
    expect(answer).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 5,
      ConsumedCapacity: { TableName, CapacityUnits: Math.ceil(sum / 4096) / 2 },
    });
  });

  it.each([
    [false, 0.5],
    [true, 1],
  ])('of an empty table, consistent %s: %d (unconfirmed)', async (ConsistentRead, units) => {
    const empty = await freshTable();
    const answer = await ask('Scan', { TableName: empty, ConsistentRead, ...Total });
    expect(answer.ConsumedCapacity).toEqual({ TableName: empty, CapacityUnits: units });
  });

  it('of an empty segment: 0.5 (unconfirmed)', async () => {
    const one = await freshTable();
    await fill(one, [{ pk: { S: 'a' } }]);
    const segments = await Promise.all(
      [0, 1].map((Segment) => ask('Scan', { TableName: one, Segment, TotalSegments: 2, ...Total })),
    );
    const empty = segments.find(({ Count }) => Count === 0);
    expect(empty?.ConsumedCapacity).toEqual({ TableName: one, CapacityUnits: 0.5 });
  });
});
