import { describe, expect, it } from 'vitest';
import { RegionPair, TableName } from './region-pair.ts';
import type { SimulatedRegion } from './simulated-region.ts';

/** Source: api-surface.md sections 5a and 5d, as measured on AWS in October 2026. */
const REFUSED =
  'Cannot delete table shared in region us-east-1 because it has deletion protection enabled. ' +
  'Disable deletion protection first.';

const protect = (pair: RegionPair, region: SimulatedRegion, is = true): Promise<unknown> =>
  pair.update(region, { DeletionProtectionEnabled: is });

const tablesIn = (pair: RegionPair, region: SimulatedRegion): Promise<unknown> =>
  pair.ask(region, 'ListTables', {});

const NONE = { TableNames: [] };
const ONE = { TableNames: [TableName] };

describe('a replica with deletion protection', () => {
  it('is looked at by the request that would delete it, however lately another one looked', async () => {
    await RegionPair.played(async (pair) => {
      // This one asks what there is, and is refused for another reason.
      await expect(pair.replica('Create', pair.two)).rejects.toThrow('already existed');
      await pair.update(pair.two, { DeletionProtectionEnabled: true });
      await expect(pair.replica('Delete', pair.two)).rejects.toThrow(REFUSED);
      await protect(pair, pair.two, false);
      const both = [pair.replica('Delete', pair.two), pair.replica('Delete', pair.two)];
      const ends = await Promise.allSettled(both);
      expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await pair.pause(10_000);
      expect(await tablesIn(pair, pair.two)).toEqual(NONE);
    });
  });

  it('keeps its table where the protection comes between the answer and the news of the deletion', async () => {
    await RegionPair.played(async (pair) => {
      await pair.put(pair.one, 'a', 'shared');
      await pair.pause(5_000);
      await pair.replica('Delete', pair.two);
      await protect(pair, pair.two);
      await pair.pause(20_000);
      expect(await tablesIn(pair, pair.two)).toEqual(ONE);
      await standsAlone(pair);
      // What the others do goes on without it, also when its protection ends.
      await protect(pair, pair.two, false);
      await pair.update(pair.one, { OnDemandThroughput: { MaxReadRequestUnits: 9 } });
      await pair.pause(20_000);
      expect(await pair.tableIn(pair.two)).not.toHaveProperty('OnDemandThroughput');
      await pair.update(pair.two, { OnDemandThroughput: { MaxReadRequestUnits: 5 } });
      await pair.pause(20_000);
      expect(await pair.tableIn(pair.one)).toMatchObject({
        OnDemandThroughput: { MaxReadRequestUnits: 9 },
      });
      await pair.ask(pair.two, 'DeleteTable', { TableName });
      await pair.join();
      await pair.pause(20_000);
      expect(await pair.get(pair.two, 'a')).toBe('shared');
    });
  });

  it('keeps its table where it was cut off, or away, when it was removed, and asked back', async () => {
    await RegionPair.played(async (pair) => {
      await pair.put(pair.one, 'a', 'shared');
      await pair.pause(5_000);
      await protect(pair, pair.two);
      await pair.two.flushed();
      await pair.two.close();
      await pair.replica('Delete', pair.two);
      await pair.replica('Create', pair.two);
      await pair.two.open();
      await pair.pause(20_000);
      expect(await tablesIn(pair, pair.two)).toEqual(ONE);
      await standsAlone(pair);
    });
  });

  it('keeps it whatever happens meanwhile, or is not protected', { timeout: 60_000 }, async () => {
    const ends = new Set<string>();
    for (let seed = 1; seed <= 80; seed++) ends.add(await raced(seed));
    expect([...ends].toSorted()).toEqual(['deleted', 'kept', 'refused']);
  });
});

/** Both Regions have the table and its item, and nothing to do with each other. */
async function standsAlone(pair: RegionPair): Promise<void> {
  for (const region of [pair.one, pair.two]) {
    expect(await pair.tableIn(region)).not.toHaveProperty('Replicas');
    expect(await pair.get(region, 'a')).toBe('shared');
  }
  await pair.put(pair.two, 'a', 'of its own');
  await pair.pause(20_000);
  expect(await pair.get(pair.one, 'a')).toBe('shared');
  await pair.put(pair.two, 'a', 'shared');
}

/** A removal and a protection at about the same time, over links that lose and delay, one Region dying now and then. */
async function raced(seed: number): Promise<string> {
  let end = '';
  await RegionPair.played(
    async (pair) => {
      await pair.put(pair.one, 'a', 'shared');
      await pair.pause(5_000);
      pair.network.faults = { loss: 0.2, duplicate: 0.2, delayMs: 60 };
      const removal = pair.replica('Delete', pair.two).then(
        () => 'removed',
        (error: unknown) => String(error),
      );
      await pair.pause((seed % 10) ** 2 * 60);
      const isProtected = await pair.two.ask('UpdateTable', {
        TableName,
        DeletionProtectionEnabled: true,
      });
      if (seed % 4 === 0 && (await pair.two.flushed())) {
        pair.two.die(false);
        await pair.two.open();
      }
      const answer = await removal;
      await pair.pause(60_000);
      const isThere = JSON.stringify(await tablesIn(pair, pair.two)) === JSON.stringify(ONE);
      // A protection that was acknowledged holds.
      if (isProtected?.status === 200) expect(isThere).toBe(true);
      const isReplica = 'Replicas' in (await pair.tableIn(pair.one));
      expect(isReplica).toBe(answer !== 'removed');
      if (isReplica) expect(answer).toContain(REFUSED);
      end = isReplica ? 'refused' : isThere ? 'kept' : 'deleted';
      if (end === 'kept') await standsAlone(pair);
    },
    { seed },
  );
  return end;
}
