import { describe, expect, it } from 'vitest';
import { readSuperblock } from '../../storage/checkpoint/superblock.ts';
import { RESERVE_ROWS } from '../../storage/page/page-key.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import type { Engine, TextAnswer } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { EngineEvent } from '../../wire/events.ts';

const MEGABYTE = 1_000_000;
const QUOTA_BYTES = 6 * MEGABYTE;
/** The reserve may grow to this. */
const RESERVE_BYTES_MAX = 16 * 1024 * 1024;
const KEYS = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

/** A database on a device that holds 6 MB. */
class Site {
  readonly world = new SimulatedWorld(7);
  readonly device = new SimulatedDevice(this.world);
  /** Events of the database, of all its lives. */
  readonly events: EngineEvent[] = [];
  #engine!: Engine;

  async open(): Promise<void> {
    this.device.killProcess();
    this.#engine = await this.world.until(
      createEngine(
        { world: this.world.life().world, devices: this.device },
        {
          region: 'eu-west-2',
          accountId: '000000000001',
          durability: 'interval',
          cacheBytes: 64 * MEGABYTE,
          expectedStoreId: undefined,
          reserveBytesMax: RESERVE_BYTES_MAX,
        },
      ),
    );
    this.#engine.listen((event) => this.events.push(event));
  }

  ask(operation: string, input: object): Promise<TextAnswer> {
    const api = operation === 'GetRecords' ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
    return this.world.until(this.#engine.request(`${api}.${operation}`, JSON.stringify(input)));
  }

  async must(operation: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.ask(operation, input);
    expect([operation, status, body.slice(0, 300)]).toEqual([operation, 200, expect.anything()]);
    return JSON.parse(body) as Record<string, unknown>;
  }

  put(pk: string, bytes = 195_000): Promise<TextAnswer> {
    const Item = { pk: { S: pk }, text: { S: pk.padEnd(bytes, '.') } };
    return this.ask('PutItem', { TableName: 'notes', Item });
  }

  /** Puts items until one is refused; answers their names. */
  async fill(bytes = 195_000): Promise<string[]> {
    const stored: string[] = [];
    for (;;) {
      const pk = `item-${String(stored.length)}`;
      const { status, body } = await this.put(pk, bytes);
      if (status !== 200) {
        expect(body).toContain('nothing was written');
        return stored;
      }
      stored.push(pk);
    }
  }

  async names(): Promise<string[]> {
    const names: string[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await this.must('Scan', { TableName: 'notes', ExclusiveStartKey });
      for (const { pk } of page['Items'] as { pk: { S: string } }[]) names.push(pk.S);
      ExclusiveStartKey = page['LastEvaluatedKey'];
    } while (ExclusiveStartKey !== undefined);
    return names.sort();
  }

  remove(pk: string): Promise<unknown> {
    return this.must('DeleteItem', { TableName: 'notes', Key: { pk: { S: pk } } });
  }

  /** Log that an opening would read now, in bytes. */
  async bytesToReplay(): Promise<number> {
    const { device } = await this.world.until(this.device.open({ mustExist: true }));
    const found = await this.world.until(readSuperblock(device));
    device.close();
    if (found.kind !== 'valid') throw new Error(`the superblock is ${found.kind}`);
    let bytes = 0;
    for (const [lsn, frame] of this.device.disk.frames)
      if (lsn >= found.block.redoFromLsn) bytes += frame.length;
    return bytes;
  }

  pass(ms: number): Promise<void> {
    return this.world.until(new Promise((resolve) => this.world.after(ms, resolve)));
  }
}

async function site(table: object = {}): Promise<Site> {
  const made = new Site();
  made.device.quotaBytes = QUOTA_BYTES;
  await made.open();
  await made.must('CreateTable', { TableName: 'notes', ...KEYS, ...table });
  return made;
}

describe('a full device', () => {
  it('holds about what its quota allows, by writing pages and trimming the log when room is short', async () => {
    const full = await site();
    const { length } = await full.fill();
    expect(length * 195_000).toBeGreaterThan(QUOTA_BYTES * 0.6);
    const told = full.events.map(({ type, region }) => [type, region]);
    expect(told).toContainEqual(['quota', 'eu-west-2']);
  });

  it('takes the deletion of an item, and another in its place', async () => {
    const full = await site();
    const stored = await full.fill();
    for (let i = 0; i < 20; i++) {
      await full.remove(stored[i % stored.length] as string);
      expect((await full.put(stored[i % stored.length] as string)).status).toBe(200);
    }
    expect((await full.put('one more')).status).toBe(500);
    expect(await full.names()).toEqual(stored.sort());
  });

  it('opens again, is read whole, and goes on being emptied and filled', async () => {
    const full = await site();
    const stored = await full.fill();
    await full.open();
    expect(await full.names()).toEqual([...stored].sort());
    await full.remove('item-0');
    await full.open();
    expect((await full.put('item-0')).status).toBe(200);
    expect(await full.names()).toEqual([...stored].sort());
  });

  it('takes whatever makes the store smaller: batches, transactions, updates, a table', async () => {
    const full = await site();
    await full.fill();
    const key = (i: number): object => ({ pk: { S: `item-${String(i)}` } });
    await full.must('BatchWriteItem', {
      RequestItems: { notes: [0, 1].map((i) => ({ DeleteRequest: { Key: key(i) } })) },
    });
    await full.must('TransactWriteItems', {
      ClientRequestToken: 'token',
      TransactItems: [2, 3].map((i) => ({ Delete: { TableName: 'notes', Key: key(i) } })),
    });
    await full.must('UpdateItem', {
      TableName: 'notes',
      Key: key(4),
      UpdateExpression: 'REMOVE #t',
      ExpressionAttributeNames: { '#t': 'text' },
    });
    await full.must('UpdateTable', { TableName: 'notes', DeletionProtectionEnabled: true });
    await full.must('UpdateTable', { TableName: 'notes', DeletionProtectionEnabled: false });
    await full.must('DeleteTable', { TableName: 'notes' });
    await full.must('CreateTable', { TableName: 'notes', ...KEYS });
    expect((await full.fill()).length).toBeGreaterThan(15);
  });

  it('refuses one who wants more and not one who deletes beside him', async () => {
    const full = await site();
    const stored = await full.fill();
    const [refused] = await Promise.all([
      full.put('too much', 390_000),
      full.remove(stored[0] as string),
    ]);
    expect(refused.status).toBe(500);
  });

  it('takes thousands of deletions in a row', async () => {
    const full = await site();
    const stored = await full.fill(3_000);
    for (const pk of stored) await full.remove(pk);
    expect(await full.names()).toEqual([]);
    expect((await full.fill()).length).toBeGreaterThan(15);
  });

  it('gives up old records of a stream before it refuses for ever', async () => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
    const full = await site({ StreamSpecification });
    const stored = await full.fill(50_000);
    for (const pk of stored) await full.remove(pk);
    expect((await full.put('another')).status).toBe(200);
    const givenUp = full.events.filter(({ type }) => type === 'given-up');
    expect(givenUp).toContainEqual(
      expect.objectContaining({ why: 'room', reader: undefined, fromLsn: expect.any(Number) }),
    );
  });
});

describe('a large load', () => {
  it('leaves no more than 16 MB of log to be replayed, at any time', async () => {
    const large = await site();
    large.device.quotaBytes = Infinity;
    for (let i = 0; i < 90; i++) {
      await Promise.all([0, 1].map((j) => large.put(`item-${String(i)}-${String(j)}`, 390_000)));
      expect(await large.bytesToReplay()).toBeLessThan(16 * MEGABYTE);
    }
  });

  it('that comes little by little leaves the reserve small', async () => {
    const large = await site();
    large.device.quotaBytes = Infinity;
    for (let i = 0; i < 40; i++) {
      await large.put(`item-${String(i)}`, 390_000);
      await large.pass(3_000);
    }
    let reserved = 0;
    for (const [key, bytes] of large.device.disk.pages)
      if (RESERVE_ROWS.from <= key && key < RESERVE_ROWS.to) reserved += bytes.length;
    expect(reserved).toBe(2 * 1024 * 1024);
  });
});

describe('a disk that is full for deletions too', () => {
  it('is read, says why it does not write, and is written as soon as there is room', async () => {
    const full = await site();
    const stored = await full.fill(20_000);
    full.device.isDiskFull = true;
    const removal = await full.ask('DeleteItem', {
      TableName: 'notes',
      Key: { pk: { S: 'item-0' } },
    });
    expect(removal.status).toBe(500);
    expect(removal.body).toContain('the disk is full');
    await full.open();
    expect(await full.names()).toEqual([...stored].sort());
    expect((await full.put('item-0', 10)).body).toContain('the disk is full');
    await full.open();
    full.device.isDiskFull = false;
    await full.remove('item-0');
    expect((await full.put('item-0', 19_000)).status).toBe(200);
    await full.open();
    expect(await full.names()).toEqual([...stored].sort());
  });

  it('opens where there was nothing before, and takes the first table when there is room', async () => {
    const empty = new Site();
    empty.device.isDiskFull = true;
    await empty.open();
    expect((await empty.ask('CreateTable', { TableName: 'notes', ...KEYS })).status).toBe(500);
    empty.device.isDiskFull = false;
    await empty.must('CreateTable', { TableName: 'notes', ...KEYS });
    await empty.open();
    expect(await empty.names()).toEqual([]);
  });
});
