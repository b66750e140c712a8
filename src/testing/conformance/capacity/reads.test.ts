/** Read units of tables: capacity.md section 1. */
import { ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { client, freshTable } from '../region.ts';

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

  // validation.md section 16: a small table on demand has four partitions, each of which costs a read at least.
  describe('and by the partitions it comes to', () => {
    const units = async (request: object): Promise<unknown> =>
      (await ask('Scan', { ...request, ...Total } as never)).ConsumedCapacity?.CapacityUnits;
    const filled = async (shape: Parameters<typeof freshTable>[0] = {}): Promise<string> => {
      const table = await freshTable(shape);
      await fill(
        table,
        Array.from({ length: 12 }, (_, i) => ({ pk: { S: String(i) } })),
      );
      return table;
    };

    it('on demand: 2 units, 4 if strongly consistent', async () => {
      const small = await filled();
      expect(await units({ TableName: small })).toBe(2);
      expect(await units({ TableName: small, ConsistentRead: true })).toBe(4);
    });

    it('provisioned: one partition, one read', async () => {
      const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
      const small = await filled({ BillingMode: 'PROVISIONED', ProvisionedThroughput });
      expect(await units({ TableName: small })).toBe(0.5);
      expect(await units({ TableName: small, ConsistentRead: true })).toBe(1);
    });

    it('of an empty table too (unconfirmed)', async () => {
      const empty = await freshTable();
      expect(await units({ TableName: empty })).toBe(2);
      expect(await units({ TableName: empty, ConsistentRead: true })).toBe(4);
    });

    it('of a segment those that it touches (unconfirmed)', async () => {
      const TableName = await filled();
      for (const [TotalSegments, each] of [
        [2, 1],
        [4, 0.5],
        [8, 0.5],
      ] as const) {
        expect(await units({ TableName, TotalSegments, Segment: 0 })).toBe(each);
      }
    });

    it('of a page those up to its last item (unconfirmed)', async () => {
      const TableName = await filled();
      const charges: number[] = [];
      let ExclusiveStartKey: Attributes | undefined;
      do {
        const page = await ask('Scan', { TableName, Limit: 1, ExclusiveStartKey, ...Total });
        charges.push(page.ConsumedCapacity?.CapacityUnits ?? 0);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      expect(charges).toHaveLength(13);
      expect(charges.filter((each) => each > 0.5).length).toBeLessThan(4);
    });

    it('of a SELECT that is a scan, too', async () => {
      const small = await filled();
      const select = (where = '') =>
        client.send(
          new ExecuteStatementCommand({ Statement: `SELECT * FROM "${small}"${where}`, ...Total }),
        );
      expect((await select()).ConsumedCapacity?.CapacityUnits).toBe(2);
      expect((await select(" WHERE pk = '1'")).ConsumedCapacity?.CapacityUnits).toBe(0.5);
    });
  });
});
