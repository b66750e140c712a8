import { describe, expect, it } from 'vitest';
import { DeviceFault } from '../../storage/device/port.ts';
import { CountingDevices } from '../device/counting-devices.ts';
import { RegionInTime } from '../region-in-time.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const TableName = 'notes';
/** What a slow device takes for pages, and for each commit. */
const MS_PER_MIB = 200;
const MS_PER_COMMIT = 1;

const KNOBS = {
  replayBytes: 3 * MEBIBYTE,
  leafBytes: 8 * KIBIBYTE,
  groupBytes: 16 * KIBIBYTE,
  eagerBytes: 8 * KIBIBYTE,
  cargoBytes: 32 * KIBIBYTE,
  cargoBytesMax: 64 * KIBIBYTE,
  housekeepingEvery: 16,
  changesOverBytes: 64 * KIBIBYTE,
};

interface Slow {
  readonly region: RegionInTime;
  readonly devices: CountingDevices;
  /** For how long the device has been at work. */
  readonly busyMs: () => number;
}

async function slowRegion(cacheBytes: number, knobs: TurnedKnobs = {}): Promise<Slow> {
  const world = new SimulatedWorld(1, { ...KNOBS, ...knobs });
  const devices = new CountingDevices();
  let busyMs = 0;
  devices.delay = (job, bytes) => {
    const ms = MS_PER_COMMIT + (bytes / MEBIBYTE) * MS_PER_MIB;
    busyMs += ms;
    world.after(ms, job);
  };
  const region = await RegionInTime.openOn(world, devices, { cacheBytes });
  await region.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  return { region, devices, busyMs: () => busyMs };
}

interface Answered {
  /** Which of the puts it was, in the order in which they were sent. */
  readonly n: number;
  readonly status: number;
  readonly ms: number;
}

/** A page that sends puts, and confirms their answers with those that it sends next. */
class Page {
  readonly #slow: Slow;
  readonly #keys: number;
  readonly #text: string;
  readonly #open = new Set<number>();
  #sent = 0;
  /** In the order of the answers. */
  readonly answers: Answered[] = [];
  behindBytesMax = 0;
  dirtyBytesMax = 0;

  constructor(slow: Slow, { itemBytes, keys }: { readonly itemBytes: number; keys: number }) {
    this.#slow = slow;
    this.#keys = keys;
    this.#text = 'x'.repeat(itemBytes);
  }

  async put(): Promise<void> {
    const { region } = this.#slow;
    const { world, stats } = region;
    this.behindBytesMax = Math.max(this.behindBytesMax, stats?.logBehindBytes ?? 0);
    this.dirtyBytesMax = Math.max(this.dirtyBytesMax, stats?.dirtyBytes ?? 0);
    const number = ++this.#sent;
    const sentMs = world.elapsedMs;
    this.#open.add(number);
    const ledger = region.ledgerOf('a page');
    ledger?.confirm(Math.min(...this.#open) - 1);
    const caller = ledger && { aborted: false, ledger, number };
    const id = { S: `item ${world.random.below(this.#keys)}` };
    const Item = { id, text: { S: this.#text } };
    const { status } = await region.begin('PutItem', { TableName, Item }, caller);
    this.#open.delete(number);
    this.answers.push({ n: number, status, ms: world.elapsedMs - sentMs });
  }

  /** So many puts, `width` of them under way at any time. */
  async write(puts: number, width: number): Promise<void> {
    const lane = async (): Promise<void> => {
      while (this.#sent < puts) await this.put();
    };
    await this.#slow.region.world.until(Promise.all(Array.from({ length: width }, lane)));
    expect(this.answers.filter(({ status }) => status !== 200)).toEqual([]);
  }

  get slowestMs(): number {
    return Math.max(...this.answers.map(({ ms }) => ms));
  }
}

describe('writers on a slow device', () => {
  it('are slowed evenly, as far as the device is slow, in the order in which they came', async () => {
    const slow = await slowRegion(64 * MEBIBYTE);
    const page = new Page(slow, { itemBytes: 300, keys: 1e9 });
    const before = { busyMs: slow.busyMs(), ms: slow.region.world.elapsedMs };
    await page.write(16_000, 96);
    expect(slow.region.stats?.longestWaitMs).toBeGreaterThan(0);
    expect(page.slowestMs).toBeLessThan(250);
    const elapsedMs = slow.region.world.elapsedMs - before.ms;
    expect(slow.busyMs() - before.busyMs).toBeGreaterThan(0.95 * elapsedMs);
    expect(page.answers.map(({ n }) => n)).toEqual(page.answers.map((_, i) => i + 1));
    await slow.region.close();
  });

  it('are slowed evenly where their changes leave in sorted runs, and a sweep brings these into the pages meanwhile', async () => {
    const slow = await slowRegion(4 * MEBIBYTE, {
      runsMax: 6,
      runBytes: 2 * MEBIBYTE,
      runPages: 32,
      housekeepingBytes: 128 * KIBIBYTE,
    });
    const page = new Page(slow, { itemBytes: 300, keys: 1e9 });
    await page.write(40_000, 96);
    const { runBytes = 0, pageLoads = 0 } = slow.region.stats ?? {};
    expect(runBytes).toBeGreaterThan(0);
    expect(pageLoads).toBeGreaterThan(100);
    // 436; where writers wait for a whole run 1,612.
    expect(page.slowestMs).toBeLessThan(500);
    await slow.region.close();
  });

  it('wait while dirty pages take more than the cache, whatever the checkpoint is at', async () => {
    const slow = await slowRegion(MEBIBYTE);
    const page = new Page(slow, { itemBytes: 4_000, keys: 2_000 });
    await page.write(2_000, 64);
    expect(page.dirtyBytesMax).toBeGreaterThan(MEBIBYTE / 2);
    expect(page.dirtyBytesMax).toBeLessThan(1.25 * MEBIBYTE);
    await slow.region.close();
  });

  it('pass nobody who waits: the log that holds answers of a page stays within its bound', async () => {
    const replayBytes = 768 * KIBIBYTE;
    const slow = await slowRegion(4 * MEBIBYTE, { replayBytes });
    const page = new Page(slow, { itemBytes: 20_000, keys: 1e9 });
    await page.write(600, 64);
    expect(page.behindBytesMax).toBeLessThan(1.25 * replayBytes);
    await slow.region.close();
  });
});

/** A store whose writers wait, and the puts that do. */
async function waiting(): Promise<{
  readonly slow: Slow;
  readonly page: Page;
  puts: Promise<void>[];
}> {
  const slow = await slowRegion(4 * MEBIBYTE, { replayBytes: 256 * KIBIBYTE });
  const page = new Page(slow, { itemBytes: 20_000, keys: 1e9 });
  await page.write(100, 4);
  const puts = Array.from({ length: 40 }, () => page.put());
  expect(slow.region.stats?.logBehindBytes).toBeGreaterThan(0);
  return { slow, page, puts };
}

describe('writers that wait are answered', () => {
  it('when the database is closed', async () => {
    const { slow, page, puts } = await waiting();
    const closed = slow.region.close();
    await slow.region.world.until(Promise.all(puts));
    await closed;
    expect(page.answers).toHaveLength(140);
  });

  it.each(['aborted', 'quota', 'closed'] as const)('when the device fails: %s', async (kind) => {
    const { slow, page, puts } = await waiting();
    slow.devices.fault = () => new DeviceFault(kind, 'planted');
    await slow.region.world.until(Promise.all(puts));
    expect(page.answers).toHaveLength(140);
    expect(page.answers.at(-1)?.status).toBe(500);
  });
});
