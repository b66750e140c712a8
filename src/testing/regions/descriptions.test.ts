import { expect, it } from 'vitest';
import { RegionPair } from './region-pair.ts';

/** Source: api-surface.md section 5d, Replicas, as measured on AWS in October 2026. */

const ON_DEMAND = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: 'ACTIVE' };
const OVERRIDDEN = { GlobalTableSettingsReplicationMode: 'ENABLED_WITH_OVERRIDES' };

const INDEXED = {
  AttributeDefinitions: ['pk', 'z', 'a'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: ['by_z', 'by_a'].map((IndexName) => ({
    IndexName,
    KeySchema: [{ AttributeName: IndexName.slice(3), KeyType: 'HASH' }],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  })),
};

it('each of two Regions shows the other one with its warm throughput', async () => {
  await RegionPair.played(async (pair) => {
    const entry = { ReplicaStatus: 'ACTIVE', ...OVERRIDDEN, WarmThroughput: ON_DEMAND };
    expect(await pair.tableIn(pair.one)).toMatchObject({
      ...OVERRIDDEN,
      Replicas: [{ RegionName: 'us-east-1', ...entry }],
    });
    expect((await pair.tableIn(pair.two))['Replicas']).toEqual([
      { RegionName: 'eu-west-1', ...entry },
    ]);
  });
});

it('a Region shows every global index of the other one, with what is overridden there', async () => {
  const override = { OnDemandThroughputOverride: { MaxReadRequestUnits: 7 } };
  const member = {
    GlobalSecondaryIndexes: [
      { IndexName: 'by_a', ...override },
      { IndexName: 'unknown', ...override },
    ],
  };
  await RegionPair.played(
    async (pair) => {
      const indexesIn = async (region: typeof pair.one): Promise<unknown> => {
        const { Replicas } = await pair.tableIn(region);
        return (Replicas as readonly { readonly GlobalSecondaryIndexes: unknown }[])[0]
          ?.GlobalSecondaryIndexes;
      };
      expect(await indexesIn(pair.one)).toEqual([
        { IndexName: 'by_z', WarmThroughput: ON_DEMAND },
        { IndexName: 'by_a', WarmThroughput: ON_DEMAND, ...override },
      ]);
      await pair.update(pair.one, {
        GlobalSecondaryIndexUpdates: [
          { Update: { IndexName: 'by_z', WarmThroughput: { ReadUnitsPerSecond: 13_000 } } },
        ],
      });
      await pair.pause(10_000);
      expect(await indexesIn(pair.two)).toEqual([
        { IndexName: 'by_z', WarmThroughput: { ...ON_DEMAND, ReadUnitsPerSecond: 13_000 } },
        { IndexName: 'by_a', WarmThroughput: ON_DEMAND },
      ]);
    },
    { more: INDEXED, member },
  );
});

it('the answer that adds a further Region has the Regions that are there, and not yet the new one', async () => {
  await RegionPair.played(async (pair) => {
    const before = await pair.tableIn(pair.one);
    const answer = await pair.update(pair.one, {
      ReplicaUpdates: [{ Create: { RegionName: 'ap-south-1' } }],
    });
    const { TableDescription } = answer as { readonly TableDescription: Record<string, unknown> };
    expect(TableDescription['TableStatus']).toBe('UPDATING');
    for (const member of ['Replicas', 'LatestStreamArn', 'GlobalTableSettingsReplicationMode']) {
      expect(TableDescription[member]).toEqual(before[member]);
    }
    expect((await pair.tableIn(pair.one))['Replicas']).toHaveLength(2);
  });
});

const RARE = 'STANDARD_INFREQUENT_ACCESS';

const classAt = async (pair: RegionPair, region: typeof pair.one): Promise<unknown> =>
  ((await pair.tableIn(region))['Replicas'] as readonly object[]).map(
    (entry) => (entry as Record<string, unknown>)['ReplicaTableClassSummary'],
  );

it('a Region shows the table class of the other one, and when it last changed there', async () => {
  await RegionPair.played(async (pair) => {
    expect(await classAt(pair, pair.one)).toEqual([undefined]);
    await pair.update(pair.one, { TableClass: RARE });
    await pair.pause(10_000);
    const { TableClassSummary } = await pair.tableIn(pair.two);
    expect(TableClassSummary).toEqual({
      TableClass: RARE,
      LastUpdateDateTime: expect.any(Number) as number,
    });
    expect(await classAt(pair, pair.one)).toEqual([TableClassSummary]);
    expect(await classAt(pair, pair.two)).toEqual([TableClassSummary]);

    await pair.pause(60_000);
    await pair.update(pair.two, { TableClass: 'STANDARD' });
    await pair.pause(10_000);
    const { TableClassSummary: own } = await pair.tableIn(pair.two);
    expect(own).not.toEqual(TableClassSummary);
    expect(await classAt(pair, pair.one)).toEqual([own]);

    await pair.pause(60_000);
    await pair.update(pair.one, { OnDemandThroughput: { MaxReadRequestUnits: 9 } });
    await pair.pause(10_000);
    expect(await classAt(pair, pair.one)).toEqual([own]);
  });
});

it('a class that a replica was made with dates from when it joined', async () => {
  await RegionPair.played(
    async (pair) => {
      const { CreationDateTime } = await pair.tableIn(pair.two);
      const [shown] = (await classAt(pair, pair.one)) as readonly {
        readonly TableClass: string;
        readonly LastUpdateDateTime: number;
      }[];
      expect(shown?.TableClass).toBe(RARE);
      const age = (CreationDateTime as number) - (shown?.LastUpdateDateTime ?? 0);
      expect(Math.abs(age)).toBeLessThan(5);
    },
    { member: { TableClassOverride: RARE } },
  );
});
