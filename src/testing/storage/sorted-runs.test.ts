/** Changes that leave in sorted runs: deaths at every write, damage, and what is left of them. */
import { describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { readSuperblock } from '../../storage/checkpoint/superblock.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { Device } from '../../storage/device/port.ts';
import { EMPTY_BATCH } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { ALL_RUN_ROWS, HEAD_ROW, runRowKey } from '../../storage/page/page-key.ts';
import type { SortedRun } from '../../storage/run/run-codec.ts';
import type { Lsn } from '../../storage/store.ts';
import { scrubStore } from '../../storage/scrub/scrub.ts';
import { CATALOG_TREE } from '../../storage/system-tree.ts';
import type { FakeWorld } from '../fake-world.ts';
import { fakeWorld } from '../fake-world.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { openStore, turn } from '../open-store.ts';
import { Prng } from '../world/prng.ts';
import { MortalDevice, RefusingDevice } from './mortal-devices.ts';
import { findText, textIn, textRow } from '../text-rows.ts';

const SMALL: TurnedKnobs = {
  runsMax: 8,
  runBytes: 6_000,
  runPages: 0,
  runRowBytes: 1_000,
  sweepPages: 3,
  leafBytes: 2_000,
  loadedPages: 2,
  housekeepingEvery: 1,
};
const REST_MS = 2_000;
const KEYS = 120;
const STEPS = 240;

/** What stands at each key, as far as it was acknowledged, and the write that was under way. */
class Oracle {
  readonly items = new Map<KeyBytes, string>();
  doubtful: { readonly key: KeyBytes; readonly text: string | undefined } | undefined;

  set(key: KeyBytes, text: string | undefined): void {
    if (text === undefined) this.items.delete(key);
    else this.items.set(key, text);
  }
}

const keyOf = (n: number): KeyBytes => `key ${String(n).padStart(4, '0')}` as KeyBytes;

async function durable(store: LogStore): Promise<void> {
  await new Promise<void>((resolve) => {
    store.log.whenDurable((store.log.nextLsn - 1) as typeof store.log.durableLsn, () => resolve());
  });
}

/** Lets timers fire and what they begin go on, until nothing happens any more. */
async function rest(world: FakeWorld, restMs = REST_MS): Promise<void> {
  for (let i = 0; i < 40; i++) {
    world.advance(restMs / 40);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Blind writes all over the tree, with rests, until they are done or the device's process is dead. */
async function write(
  store: LogStore,
  device: MortalDevice,
  world: FakeWorld,
  oracle: Oracle,
  isEnough: (step: number) => boolean = (step) => step >= STEPS,
): Promise<void> {
  const random = new Prng(7);
  let isDead = false;
  void device.dead.then(() => (isDead = true));
  for (let step = 0; !isEnough(step); step++) {
    const key = keyOf(random.below(KEYS));
    const text = random.chance(0.25)
      ? undefined
      : `${String(step)} `.padEnd(random.below(300), 'x');
    const replaces = oracle.items.get(key)?.length ?? 0;
    const change = { tree: CATALOG_TREE, key, replaces };
    oracle.doubtful = { key, text };
    await turn(store, () =>
      store.append([
        text === undefined
          ? { ...change, kind: 'delete' }
          : { ...change, kind: 'put', row: textRow(text), sizeBytes: text.length },
      ]),
    );
    await Promise.race([durable(store), device.dead]);
    if (isDead) return;
    oracle.set(key, text);
    oracle.doubtful = undefined;
    if (random.chance(0.05)) await rest(world);
    if (isDead) return;
  }
}

/** Writers that do not wait for one another: what is under way may be refused at any time, all of it at once. */
class Writers {
  readonly #store: LogStore;
  readonly #oracle: Oracle;
  readonly #random: Prng;
  /** What stands at each key if all that is under way is taken. */
  #seen: Map<KeyBytes, string>;
  #settled: Promise<void>[] = [];
  refusals = 0;

  constructor(store: LogStore, oracle: Oracle, random: Prng) {
    this.#store = store;
    this.#oracle = oracle;
    this.#random = random;
    this.#seen = new Map(oracle.items);
  }

  /** A few blind writes in one turn, over one another; a read before or behind them now and then, which brings their page in. */
  async write(): Promise<void> {
    const random = this.#random;
    const key = keyOf(random.below(KEYS));
    if (random.chance(0.3)) await this.#read(key);
    await turn(this.#store, () => {
      for (let left = 1 + random.below(6); left > 0; left--)
        this.#append(random.chance(0.4) ? key : keyOf(random.below(KEYS)));
    });
    if (random.chance(0.5)) void this.#read(key).catch(() => undefined);
    for (let left = random.below(8); left > 0; left--) await Promise.resolve();
  }

  #read(key: KeyBytes): Promise<unknown> {
    return turn(this.#store, () => this.#store.find(CATALOG_TREE, key));
  }

  async settle(): Promise<void> {
    await Promise.all(this.#settled);
    this.#settled = [];
  }

  #append(key: KeyBytes): void {
    const random = this.#random;
    const text = random.chance(0.25) ? undefined : 'x'.repeat(1 + random.below(300));
    const change = { tree: CATALOG_TREE, key, replaces: this.#seen.get(key)?.length ?? 0 };
    const lsn = this.#store.append([
      text === undefined
        ? { ...change, kind: 'delete' }
        : { ...change, kind: 'put', row: textRow(text), sizeBytes: text.length },
    ]);
    if (text === undefined) this.#seen.delete(key);
    else this.#seen.set(key, text);
    const settled = new Promise<void>((resolve) => {
      this.#store.log.whenDurable(lsn, (fault) => {
        if (fault === undefined) this.#oracle.set(key, text);
        else this.#refused();
        resolve();
      });
    });
    this.#settled.push(settled);
  }

  #refused(): void {
    this.refusals++;
    this.#seen = new Map(this.#oracle.items);
  }
}

function worldWith(knobs: TurnedKnobs): FakeWorld {
  return { ...fakeWorld(), knobs: { ...KNOBS, ...knobs } };
}

async function itemsOf(store: LogStore): Promise<Map<KeyBytes, string>> {
  return turn(store, () => {
    const found = new Map<KeyBytes, string>();
    const all = { from: '' as KeyBytes, to: undefined };
    store.scan(CATALOG_TREE, all, { reverse: false }, (key, item) => {
      found.set(key, textIn(item));
      return true;
    });
    return found;
  });
}

/** The store holds what was acknowledged, the write under way being there or not; and is sound. */
async function expectWhole(device: Device, store: LogStore, oracle: Oracle): Promise<void> {
  const found = await itemsOf(store);
  const { doubtful } = oracle;
  if (doubtful !== undefined && found.get(doubtful.key) === doubtful.text)
    oracle.set(doubtful.key, doubtful.text);
  oracle.doubtful = undefined;
  expect(found).toEqual(new Map([...oracle.items].sort(([a], [b]) => (a < b ? -1 : 1))));
  const report = await scrubStore(device, store);
  expect(report.damagedPages).toEqual([]);
  expect(report.logDamage).toEqual([]);
}

const rowsOn = (device: Device): Promise<readonly string[]> =>
  device.listPages(ALL_RUN_ROWS.from, ALL_RUN_ROWS.to);

/** The oldest format that may read each slot. */
async function readersOf(device: Device): Promise<readonly number[]> {
  const slots = await Promise.all(
    ['superblock-0', 'superblock-1'].map((name) => device.readMeta(name)),
  );
  return slots.map((bytes) =>
    new DataView((bytes as Uint8Array).slice().buffer).getUint16(10, true),
  );
}

/** Rows of a run become something else. */
async function spoil(device: Device, run: SortedRun, rows: readonly number[]): Promise<void> {
  const putPages = rows.map((row) => ({ key: runRowKey(run, row, 0), bytes: new Uint8Array(9) }));
  await device.write({ ...EMPTY_BATCH, putPages }, 'relaxed');
}

interface Life {
  readonly inner: Device;
  readonly oracle: Oracle;
  readonly device: MortalDevice;
  readonly store: LogStore;
  readonly world: FakeWorld;
}

async function live(
  diesAt?: number,
  lands?: boolean,
  isEnough?: (step: number, store: LogStore) => boolean,
): Promise<Life> {
  const { device: inner } = await memoryDevices().open({ mustExist: false });
  const oracle = new Oracle();
  const device = new MortalDevice(inner, diesAt, lands);
  const world = worldWith(SMALL);
  const store = await openStore(device, 1, world);
  await write(store, device, world, oracle, isEnough && ((step) => isEnough(step, store)));
  return { inner, oracle, device, store, world };
}

/** A life that ends when a run has just been named: the log behind the superblock before still holds its changes. */
async function liveToNewRun(): Promise<Life & { readonly run: SortedRun; readonly redoFrom: Lsn }> {
  let before: SortedRun | undefined;
  const life = await live(undefined, undefined, (step, { forest, checkpointer }) => {
    const newest = forest.runs.all.at(-1);
    const isNew = newest !== undefined && newest !== before;
    before = newest;
    return step > STEPS / 2 && isNew && checkpointer.superblock.redoFromLsn > newest.lastLsn;
  });
  life.store.stop({ kind: 'closed' } as never);
  if (before === undefined) throw new Error('no run');
  return { ...life, run: before, redoFrom: life.store.checkpointer.superblock.redoFromLsn };
}

describe('changes in sorted runs', () => {
  it('survive a death at any write, landed or not: of rows, of a head, of the superblock that names them, of a sweep', async () => {
    const whole = await live();
    expect(whole.device.writes).toBeGreaterThan(300);
    let withRuns = 0;
    let withOrphans = 0;
    for (let n = 2; n <= whole.device.writes; n += 5) {
      for (const lands of [true, false]) {
        const { inner, oracle, store } = await live(n, lands);
        store.stop({ kind: 'closed' } as never);
        const world = worldWith(SMALL);
        const rows = (await rowsOn(inner)).length;
        const next = await openStore(inner, 1, world);
        if (next.forest.runs.all.length > 0) withRuns++;
        if (rows > 0 && next.checkpointer.runs.hasLeftovers && next.forest.runs.all.length === 0)
          withOrphans++;
        await expectWhole(inner, next, oracle);
        await write(next, new MortalDevice(inner), world, oracle, (step) => step >= 20);
        await expectWhole(inner, next, oracle);
        for (let left = 10; left > 0 && (await rowsOn(inner)).length > 0; left--) await rest(world);
        expect(await rowsOn(inner)).toEqual([]);
        next.stop({ kind: 'closed' } as never);
      }
    }
    expect(withRuns).toBeGreaterThan(30);
    expect(withOrphans).toBeGreaterThan(1);
  }, 120_000);

  it('are named by a superblock, and are gone after a checkpoint: older builds refuse both', async () => {
    const { inner, oracle, store } = await live();
    expect(store.forest.runs.all.length).toBeGreaterThan(0);
    expect(await readersOf(inner)).toEqual([7, 7]);
    await store.checkpoint();
    expect(store.forest.runs.all).toEqual([]);
    expect(await readersOf(inner)).toEqual([7, 7]);
    expect(await rowsOn(inner)).toEqual([]);
    await expectWhole(inner, store, oracle);
  });

  it('are read where the newer superblock is lost', async () => {
    const { inner, oracle, store } = await live();
    store.stop({ kind: 'closed' } as never);
    const found = await readSuperblock(inner);
    if (found.kind !== 'valid') throw new Error(found.kind);
    const name = found.block.sequence % 2 === 0 ? 'superblock-0' : 'superblock-1';
    const putMeta = [{ name, bytes: new Uint8Array(20) }];
    await inner.write({ ...EMPTY_BATCH, putMeta }, 'relaxed');
    await expectWhole(inner, await openStore(inner, 1, worldWith(SMALL)), oracle);
  });

  it('are made anew from the log where a row of the newest run is damaged', async () => {
    const { inner, oracle, run } = await liveToNewRun();
    await spoil(inner, run, [...run.spans.keys(), HEAD_ROW]);
    const next = await openStore(inner, 1, worldWith(SMALL));
    await expectWhole(inner, next, oracle);
    expect(next.forest.repaired).toBeGreaterThan(0);
    await next.checkpoint();
    expect(await rowsOn(inner)).toEqual([]);
  });

  it('are lost with a row that the log does not reach: its range is damaged until further notice, and nothing else is', async () => {
    const { inner, oracle, run, redoFrom } = await liveToNewRun();
    await spoil(inner, run, [Math.floor(run.rows / 2)]);
    await inner.write({ ...EMPTY_BATCH, trimLogBelow: redoFrom }, 'relaxed');
    for (let life = 0; life < 3; life++) {
      const next = await openStore(inner, 1, worldWith(SMALL));
      let refused = 0;
      for (let n = 0; n < KEYS; n++) {
        const key = keyOf(n);
        const text = await turn(next, () => findText(next.find(CATALOG_TREE, key))).catch(() => {
          refused++;
          return oracle.items.get(key);
        });
        expect(text).toBe(oracle.items.get(key));
      }
      expect(refused).toBeGreaterThan(0);
      expect(refused).toBeLessThan(KEYS);
      const report = await scrubStore(inner, next);
      expect(report.damagedPages.length).toBeGreaterThan(0);
      await next.checkpoint();
      next.stop({ kind: 'closed' } as never);
    }
  });

  it('hold nothing of what was refused, whatever of commits, rows and sweeps the device refuses meanwhile', async () => {
    let runs = 0;
    let refusals = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const { device: inner } = await memoryDevices().open({ mustExist: false });
      const random = new Prng(seed);
      const device = new RefusingDevice(inner, random);
      const oracle = new Oracle();
      const world = worldWith({ ...SMALL, checkpointRetryMs: 100 });
      const store = await openStore(device, 1, world);
      device.share = 0.2;
      const writers = new Writers(store, oracle, random);
      for (let round = 0; round < 100; round++) {
        await writers.write();
        if (random.chance(0.1)) await writers.settle();
        if (random.chance(0.05)) await rest(world, 500);
        runs = Math.max(runs, store.forest.runs.all.length);
      }
      await writers.settle();
      refusals += writers.refusals;
      device.share = 0;
      await expectWhole(inner, store, oracle);
      store.stop({ kind: 'closed' } as never);
      await expectWhole(inner, await openStore(inner, 1, worldWith(SMALL)), oracle);
    }
    expect(runs).toBeGreaterThan(3);
    expect(refusals).toBeGreaterThan(200);
  }, 60_000);
});
