import { beforeEach, describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { DeviceFault } from '../../storage/device/port.ts';
import type { Device, DeviceOpener } from '../../storage/device/port.ts';
import type { TreeId } from '../../storage/store.ts';
import { PageFault } from '../../storage/tree/page-fault.ts';
import { Disk } from '../../testing/device/disk.ts';
import { diskDevices } from '../../testing/device/disk-devices.ts';
import { RegionsInTime } from '../../testing/regions-in-time.ts';
import type { EngineEvent } from '../../wire/events.ts';
import type { BackgroundReport } from '../../wire/reports.ts';
import type { Engine } from '../engine-interface.ts';
import type { MakeMember } from './member.ts';
import { MEMBERS } from './member-list.ts';
import { textRow } from '../../testing/text-rows.ts';

const TABLE = {
  TableName: 'notes',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'tag', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-tag',
      KeySchema: [{ AttributeName: 'tag', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
};
const PARTS = ['replication', 'commit', 'checkpoint', 'retention', 'room'];
const NAMES = [
  'index-follower',
  'index-builder',
  'streams',
  'expiry',
  'felled-trees',
  'tombstones',
  'departures',
];

/** The member of this name fails from its first step on. */
function planted(name: string, turn: () => number): readonly MakeMember[] {
  return MEMBERS.map((make) => (context) => {
    const member = make(context);
    return member.name === name ? { ...member, turn } : member;
  });
}

function fail(): never {
  throw new Error('planted');
}

const memberOf = (engine: Engine, name: string): BackgroundReport | undefined =>
  engine.stats().background.find((each) => each.name === name);

describe('the background', () => {
  let site: RegionsInTime;
  beforeEach(() => {
    site = new RegionsInTime();
  });

  it('is seen whole, by name, and what has run well has not failed', async () => {
    const engine = await site.open('eu-west-1');
    await site.call(engine, 'CreateTable', TABLE);
    await site.pass(1_000);
    const { background } = engine.stats();
    expect(background.map(({ name }) => name)).toEqual([...NAMES, ...PARTS]);
    for (const { name, failed, lastRunMs } of background.slice(0, NAMES.length))
      expect([name, failed, lastRunMs]).toEqual([name, undefined, expect.any(Number)]);
    expect(site.events).toEqual([]);
  });

  it.each(NAMES)('tells within a second that %s has failed, and the others go on', async (name) => {
    const engine = await site.open('eu-west-1', planted(name, fail));
    await site.call(engine, 'CreateTable', TABLE);
    await site.call(engine, 'UpdateTimeToLive', {
      TableName: 'notes',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ends' },
    });
    const Item = { id: { S: 'a' }, tag: { S: 'x' } };
    await site.call(engine, 'PutItem', { TableName: 'notes', Item });
    const ends = { N: String(Math.floor(site.nowMs / 1000) - 10) };
    await site.call(engine, 'PutItem', { TableName: 'notes', Item: { id: { S: 'b' }, ends } });
    await site.pass(1_000);
    const told = { type: 'background-failed', region: 'eu-west-1', member: name };
    expect(site.events).toEqual([
      { ...told, message: 'planted', atMs: expect.any(Number) as number },
    ]);
    const failed = engine.stats().background.filter((each) => each.failed !== undefined);
    expect(failed.map((each) => [each.name, each.failed?.message])).toEqual([[name, 'planted']]);
    await site.pass(2_000);
    const { Count } = await site.call(engine, 'Scan', { TableName: 'notes' });
    expect(Count).toBe(name === 'expiry' ? 2 : 1);
    const found = site.call(engine, 'Query', {
      TableName: 'notes',
      IndexName: 'by-tag',
      KeyConditionExpression: 'tag = :t',
      ExpressionAttributeValues: { ':t': { S: 'x' } },
    });
    if (name === 'index-follower') await expect(found).rejects.toThrow('planted');
    else expect((await found)['Count']).toBe(1);
  });

  it('tells who begins to listen later what has failed and not run since', async () => {
    const engine = await site.open('eu-west-1', planted('expiry', fail));
    await site.pass(5_000);
    const late: EngineEvent[] = [];
    engine.listen((event) => late.push(event));
    expect(late).toMatchObject([{ type: 'background-failed', member: 'expiry' }]);
  });

  it('tells once of a failure that comes again, and forgets it when a step succeeds', async () => {
    let isBroken = true;
    const turn = (): number => (isBroken ? fail() : 10);
    const engine = await site.open('eu-west-1', planted('streams', turn));
    await site.pass(90_000);
    expect(site.events).toHaveLength(1);
    isBroken = false;
    await site.pass(31_000);
    expect(memberOf(engine, 'streams')?.failed).toBeUndefined();
    isBroken = true;
    await site.pass(1_000);
    expect(site.events).toHaveLength(2);
  });

  it('leaves one record of a step that appended and then failed', async () => {
    const steps: number[] = [];
    const key = 'planted' as KeyBytes;
    const tree = 900 as TreeId;
    const member: MakeMember = () => ({
      name: 'planted',
      turn: (store) => {
        steps.push(store.append([{ kind: 'put', tree, key, row: textRow('{}'), sizeBytes: 2 }]));
        if (steps.length > 1) return undefined;
        throw new PageFault(tree, ['' as KeyBytes]);
      },
      wakesOn: () => 0,
      progress: () => undefined,
    });
    const engine = await site.open('eu-west-1', [...MEMBERS, member]);
    // A checkpoint, which comes after a second of rest, makes a record too.
    await site.pass(900);
    expect(steps).toHaveLength(1);
    expect(engine.stats().durableLsn).toBe(steps[0]);
    expect(memberOf(engine, 'planted')?.failed?.message).toContain('had appended');
  });

  it('tells what fails in replication', async () => {
    const listening: MakeMember = ({ replicator }) => {
      replicator?.looked.add(fail);
      return { name: 'x', turn: () => undefined, wakesOn: () => 0, progress: () => undefined };
    };
    const engine = await site.open('eu-west-1', [...MEMBERS, listening]);
    await site.pass(1_000);
    expect(site.events).toMatchObject([{ type: 'background-failed', member: 'replication' }]);
    expect(memberOf(engine, 'replication')?.failed?.message).toBe('planted');
  });
});

/** Devices of which a test breaks, or refuses, the next write. */
class Breakable {
  readonly #devices = diskDevices(new Disk());
  isBroken = false;
  isRefusing = false;

  readonly open: DeviceOpener['open'] = async (options) => {
    const opened = await this.#devices.open(options);
    const write: Device['write'] = (batch, durability) => {
      if (this.isRefusing) {
        this.isRefusing = false;
        return Promise.reject(new DeviceFault('aborted', 'planted'));
      }
      if (!this.isBroken) return opened.device.write(batch, durability);
      this.isBroken = false;
      throw new TypeError('planted');
    };
    return { ...opened, device: { ...opened.device, write } };
  };
}

/** Two Regions that share a table. */
async function sharing(): Promise<[site: RegionsInTime, here: Engine, there: Engine]> {
  const site = new RegionsInTime();
  const here = await site.open('eu-west-1');
  const there = await site.open('eu-west-2');
  const { StreamSpecification: _, ...table } = TABLE;
  await site.call(here, 'CreateTable', table);
  await site.call(here, 'UpdateTable', {
    TableName: 'notes',
    ReplicaUpdates: [{ Create: { RegionName: 'eu-west-2' } }],
  });
  await site.pass(30_000);
  return [site, here, there];
}

it('a change of the catalog that takes the number of a refused one wakes whom it concerns', async () => {
  const site = new RegionsInTime();
  const devices = new Breakable();
  site.put('eu-west-1', devices);
  let steps = 0;
  const watching: MakeMember = () => ({
    name: 'watching',
    turn: () => {
      steps++;
      return undefined;
    },
    wakesOn: ({ catalogChanges }) => catalogChanges,
    progress: () => undefined,
  });
  const engine = await site.open('eu-west-1', [watching]);
  const { GlobalSecondaryIndexes: _, AttributeDefinitions, ...table } = TABLE;
  await site.call(engine, 'CreateTable', {
    ...table,
    AttributeDefinitions: AttributeDefinitions.slice(0, 1),
  });
  await site.pass(5_000);
  const protect = { TableName: 'notes', DeletionProtectionEnabled: true };
  devices.isRefusing = true;
  await expect(site.call(engine, 'UpdateTable', protect)).rejects.toThrow();
  await site.pass(100);
  const before = steps;
  await site.call(engine, 'UpdateTable', protect);
  await site.pass(100);
  expect(steps).toBe(before + 1);
});

describe('a bug that ends a life of the store', () => {
  const put = { TableName: 'notes', Item: { id: { S: 'a' } } };
  let site: RegionsInTime;
  let devices: Breakable;
  beforeEach(() => {
    site = new RegionsInTime();
    devices = new Breakable();
    site.put('eu-west-1', devices);
  });

  /** A commit of the engine fails, which opens its store again. */
  async function breakCommit(engine: Engine): Promise<void> {
    devices.isBroken = true;
    await expect(site.call(engine, 'PutItem', put)).rejects.toThrow('undecided');
  }

  it('is told, and what was asked is answered by the store that is opened again', async () => {
    const engine = await site.open('eu-west-1');
    await site.call(engine, 'CreateTable', TABLE);
    await breakCommit(engine);
    expect(site.events).toMatchObject([
      { type: 'background-failed', member: 'commit', message: 'planted' },
    ]);
    await site.call(engine, 'PutItem', put);
    expect((await site.call(engine, 'Scan', { TableName: 'notes' }))['Count']).toBe(1);
  });

  it('is seen in the next life, and told again when it ends that too', async () => {
    const engine = await site.open('eu-west-1');
    await site.call(engine, 'CreateTable', TABLE);
    await breakCommit(engine);
    await site.call(engine, 'PutItem', put);
    expect(memberOf(engine, 'commit')?.failed).toEqual({
      message: 'planted',
      atMs: expect.any(Number) as number,
    });
    await breakCommit(engine);
    await site.call(engine, 'PutItem', put);
    expect(site.events.map((event) => 'member' in event && event.member)).toEqual([
      'commit',
      'commit',
    ]);
  });

  it.each(NAMES)('leaves %s failed that had failed, and it is told again', async (name) => {
    const engine = await site.open('eu-west-1', planted(name, fail));
    await site.call(engine, 'CreateTable', TABLE);
    await site.pass(1_000);
    await breakCommit(engine);
    const stands = engine.stats().background.filter(({ failed }) => failed !== undefined);
    expect(stands.map((each) => each.name)).toEqual([name, 'commit']);
    await site.pass(1_000);
    expect(memberOf(engine, name)?.failed?.message).toBe('planted');
    expect(site.events.map((event) => 'member' in event && event.member)).toEqual([
      name,
      'commit',
      name,
    ]);
  });

  it('is got over by a member whose step succeeds in the next life', async () => {
    let isBroken = true;
    const turn = (): number => (isBroken ? fail() : 60_000);
    const engine = await site.open('eu-west-1', planted('streams', turn));
    await site.call(engine, 'CreateTable', TABLE);
    await site.pass(1_000);
    isBroken = false;
    await breakCommit(engine);
    await site.pass(1_000);
    expect(memberOf(engine, 'streams')?.failed).toBeUndefined();
    expect(memberOf(engine, 'commit')?.failed?.message).toBe('planted');
  });
});

describe('a Region that was away for longer than a day', () => {
  it('is told of when it comes back, for the log was given up', async () => {
    const [site, here, there] = await sharing();
    await site.world.until(there.close());
    for (let hour = 0; hour < 30; hour++) {
      const Item = { id: { S: String(hour) } };
      await site.call(here, 'PutItem', { TableName: 'notes', Item });
      await site.pass(3_600_000);
    }
    expect(site.events).toEqual([]);
    const again = await site.open('eu-west-2');
    await site.pass(60_000);
    const told = { type: 'given-up', region: 'eu-west-1', why: 'age', reader: 'eu-west-2' };
    expect(site.events).toEqual([expect.objectContaining(told)]);
    expect((await site.call(again, 'Scan', { TableName: 'notes' }))['Count']).toBe(30);
  }, 60_000);
});

describe('a conflict between Regions', () => {
  it('is told where the writes have met, with the key of the item and who wrote it', async () => {
    const [site, here, there] = await sharing();
    await Promise.all(
      [here, there].map((engine, i) =>
        site.call(engine, 'PutItem', {
          TableName: 'notes',
          Item: { id: { S: 'a' }, n: { N: String(i) } },
        }),
      ),
    );
    await site.pass(30_000);
    const told = site.events.filter(({ type }) => type === 'conflict');
    expect(told).toMatchObject(
      ['eu-west-1', 'eu-west-2'].map(() => ({
        tableName: 'notes',
        key: { id: { S: 'a' } },
        winner: { region: 'eu-west-2', isDeletion: false },
        loser: { region: 'eu-west-1', isDeletion: false },
      })),
    );
    expect(told.map(({ region }) => region).sort()).toEqual(['eu-west-1', 'eu-west-2']);
  });
});
