import { describe, expect, it } from 'vitest';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device, DeviceOpener } from '../../storage/device/port.ts';
import { RegionInTime } from '../region-in-time.ts';
import { readStream, readTail, shardsOf } from '../streams/stream-reading.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const TableName = 'music';
const TABLE = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
};

/** A table with a stream, and the device that it is on. */
async function streamed(): Promise<{
  readonly region: RegionInTime;
  readonly world: SimulatedWorld;
  readonly arn: string;
  /** Frames of the log on the device. */
  readonly frames: () => Promise<number>;
}> {
  const world = new SimulatedWorld(1);
  const devices = memoryDevices();
  let device: Device | undefined;
  const opener: DeviceOpener = {
    ...devices,
    open: async (options) => {
      const opened = await devices.open(options);
      device = opened.device;
      return opened;
    },
  };
  const region = await RegionInTime.openOn(world, opener);
  const { TableDescription } = await region.call<{
    TableDescription: { LatestStreamArn: string };
  }>('CreateTable', {
    ...TABLE,
    TableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const frames = async (): Promise<number> =>
    (await (device as Device).readLog(0, 1_000_000)).length;
  return { region, world, arn: TableDescription.LatestStreamArn, frames };
}

const put = (region: RegionInTime, name: string): Promise<unknown> =>
  region.call('PutItem', { TableName, Item: { pk: { S: name } } });

const names = async (records: ReturnType<typeof readStream>): Promise<readonly string[]> =>
  (await records).map(({ dynamodb }) => dynamodb.Keys['pk']?.S ?? '');

/** Writes once an hour, the database being opened again every five hours, and looks at what the stream then tells. */
async function writeFor(
  { region, arn }: { readonly region: RegionInTime; readonly arn: string },
  from: number,
  to: number,
): Promise<void> {
  const written: string[] = [];
  for (let hour = from; hour < to; hour++) {
    if (hour % 5 === 4) await region.reopen(hour % 10 === 4 ? 'close' : 'kill');
    const name = `hour ${String(hour)}`;
    await put(region, name);
    written.push(name);
    // The 24th from the end was written exactly a day ago.
    const young = written.slice(-23);
    expect((await names(readStream(region, arn))).slice(-young.length)).toEqual(young);
    await region.pass(HOUR);
  }
}

describe.each([
  { what: 'a year ahead', byMs: YEAR },
  { what: 'two days ahead', byMs: 2 * DAY },
  { what: 'an hour ahead', byMs: HOUR },
  { what: 'a year behind', byMs: -YEAR },
])('a clock that was $what for one write', ({ byMs }) => {
  it('leaves the records of the last day, in order, and a log that does not grow', async () => {
    const streams = await streamed();
    const { region, world, frames } = streams;
    world.skewClock(byMs);
    await put(region, 'odd');
    world.skewClock(-byMs);
    await region.reopen('close');
    await writeFor(streams, 0, 32);
    const afterOneDay = await frames();
    await writeFor(streams, 32, 102);
    expect(await frames()).toBeLessThan(1.2 * afterOneDay);
    await region.close();
  });

  it('leaves shards that are rolled and go', async () => {
    const { region, world, arn } = await streamed();
    world.skewClock(byMs);
    await put(region, 'odd');
    await region.pass(5 * HOUR);
    world.skewClock(-byMs);
    await region.reopen('close');
    for (let hour = 0; hour < 60; hour++) {
      if (hour % 5 === 4) await region.reopen('close');
      await put(region, String(hour));
      await region.pass(HOUR);
    }
    const ids = (await shardsOf(region, arn)).map(({ ShardId }) => ShardId);
    expect(ids.length).toBeGreaterThanOrEqual(6);
    expect(ids.length).toBeLessThanOrEqual(9);
    expect(ids).toEqual([...ids].sort());
    await region.close();
  });

  it('leaves a stream that is forgotten after it was switched off meanwhile', async () => {
    const { region, world } = await streamed();
    await region.call('CreateTable', { ...TABLE, TableName: 'other' });
    await put(region, 'odd');
    world.skewClock(byMs);
    const StreamSpecification = { StreamEnabled: false };
    await region.call('UpdateTable', { TableName, StreamSpecification });
    world.skewClock(-byMs);
    for (let hour = 0; hour < 60; hour++) {
      if (hour % 5 === 4) await region.reopen('close');
      await region.call('PutItem', { TableName: 'other', Item: { pk: { S: String(hour) } } });
      await region.pass(HOUR);
    }
    const { Streams } = await region.call<{ Streams: readonly unknown[] }>('ListStreams', {
      TableName,
    });
    expect(Streams).toEqual([]);
    await region.close();
  });
});

describe('what may be done only so often', () => {
  it('may be done again though it was last done by a clock that was ahead', async () => {
    const { region, world } = await streamed();
    const ttl = (Enabled: boolean): Promise<unknown> =>
      region.call('UpdateTimeToLive', {
        TableName,
        TimeToLiveSpecification: { Enabled, AttributeName: 'ttl' },
      });
    const update = (change: object): Promise<unknown> =>
      region.call('UpdateTable', { TableName, ...change });
    world.skewClock(YEAR);
    await ttl(true);
    for (let i = 0; i < 4; i++) {
      await update({ BillingMode: 'PAY_PER_REQUEST' });
      const { BillingMode, ProvisionedThroughput } = TABLE;
      await update({ BillingMode, ProvisionedThroughput });
    }
    await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    await update({ TableClass: 'STANDARD' });
    world.skewClock(-YEAR);
    await ttl(false);
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    await region.close();
  });
});

describe('while the clock is a year behind what it was', () => {
  it('records are read, named and told with the time of the clock', async () => {
    const { region, world, arn } = await streamed();
    world.skewClock(YEAR);
    await put(region, 'odd');
    world.skewClock(-YEAR);
    await put(region, 'a');
    const [, record] = await readStream(region, arn);
    expect(
      Math.abs((record?.dynamodb.ApproximateCreationDateTime ?? 0) - region.nowMs / 1000),
    ).toBeLessThan(2);
    await region.pass(HOUR);
    expect(await names(readTail(region, arn))).toEqual(['odd', 'a']);
    await region.pass(DAY);
    await put(region, 'b');
    expect((await names(readStream(region, arn))).at(-1)).toBe('b');
    expect(await names(readTail(region, arn))).not.toContain('a');
    await region.close();
  });

  it('the lead of the stamps is told', async () => {
    const { region, world } = await streamed();
    expect(region.stats?.clockLeadMs).toBeLessThan(10);
    world.skewClock(YEAR);
    await put(region, 'odd');
    world.skewClock(-YEAR);
    await region.reopen('kill');
    expect(region.stats?.clockLeadMs).toBeGreaterThan(YEAR - MINUTE);
    await region.close();
  });
});
