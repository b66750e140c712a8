import { describe, expect, it } from 'vitest';
import { RegionPair, TableName } from './region-pair.ts';
import type { SimulatedRegion } from './simulated-region.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** Two Regions with one table, the first of which has a clock that can be moved. */
class Pair extends RegionPair {
  get odd(): SimulatedRegion {
    return this.one;
  }

  get right(): SimulatedRegion {
    return this.two;
  }

  /** Keys of the records that the stream of a Region tells, in order. */
  async told(region: SimulatedRegion): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let After: string | undefined; ;) {
      const page: {
        readonly Records: readonly { readonly dynamodb: { Keys: { pk: { S: string } } } }[];
        readonly Position: string;
      } = await this.ask(region, 'TailStream', { TableName, After }, 'Hashrange');
      if (page.Records.length === 0) return keys;
      keys.push(...page.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S));
      After = page.Position;
    }
  }
}

async function played(play: (pair: Pair) => Promise<void>): Promise<void> {
  const pair = new Pair();
  const run = async (): Promise<void> => {
    await pair.begin({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    await pair.join();
    await pair.pause(10 * SECOND);
    await play(pair);
  };
  await pair.world.until(run(), 1e10);
}

describe('a Region that hears of a write from a year ahead', () => {
  it('keeps its streams for a day and its log no longer', async () => {
    await played(async (pair) => {
      pair.odd.skewMs = YEAR;
      await pair.put(pair.odd, 'odd', 'from a year ahead');
      pair.odd.skewMs = 0;
      await pair.pause(10 * SECOND);
      expect(await pair.get(pair.right, 'odd')).toBe('from a year ahead');
      await pair.odd.close();
      const sizes: number[] = [];
      const written: string[] = [];
      for (let hour = 1; hour <= 60; hour++) {
        written.push(`hour ${String(hour)}`);
        await pair.put(pair.right, `hour ${String(hour)}`, '');
        await pair.pause(HOUR);
        if (hour % 10 !== 0) continue;
        await pair.right.close();
        await pair.right.open();
        const told = (await pair.told(pair.right)).filter((key) => key !== 'odd');
        expect(told.slice(-23)).toEqual(written.slice(-23));
        expect(told.length).toBeLessThanOrEqual(25);
        sizes.push(pair.right.device.disk.frames.size);
      }
      expect(sizes.at(-1)).toBeLessThan(1.2 * (sizes[2] ?? 0));
    });
  });

  it('writes after it, and wins in both', async () => {
    await played(async (pair) => {
      pair.odd.skewMs = YEAR;
      await pair.put(pair.odd, 'a', 'from a year ahead');
      pair.odd.skewMs = 0;
      await pair.pause(10 * SECOND);
      await pair.put(pair.right, 'a', 'later');
      await pair.pause(10 * SECOND);
      expect([await pair.get(pair.odd, 'a'), await pair.get(pair.right, 'a')]).toEqual([
        'later',
        'later',
      ]);
    });
  });

  it('takes writes and settings from a Region whose clock was once beyond all stamps', async () => {
    await played(async (pair) => {
      pair.odd.skewMs = 400 * YEAR;
      await pair.put(pair.odd, 'a', 'from the year 2423');
      await pair.put(pair.odd, 'b', 'from the year 2423');
      const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
      await pair.ask(pair.odd, 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
      pair.odd.skewMs = 0;
      await pair.put(pair.odd, 'b', 'later');
      await pair.pause(20 * SECOND);
      expect(await pair.get(pair.right, 'a')).toBe('from the year 2423');
      expect(await pair.get(pair.right, 'b')).toBe('later');
      expect(await pair.ask(pair.right, 'DescribeTimeToLive', { TableName })).toMatchObject({
        TimeToLiveDescription: { AttributeName: 'ttl' },
      });
    });
  });
});
