/** Items of pages that many sorted runs hold changes of: what is read for one of them, and that it is the right one. */
import { describe, expect, it } from 'vitest';
import type { Knobs } from '../../kernel/knobs.ts';
import { KNOBS } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { CyclePlan } from '../../storage/checkpoint/cycle-plan.ts';
import type { Device } from '../../storage/device/port.ts';
import { EMPTY_BATCH } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { ALL_RUN_ROWS, rowsOfRun } from '../../storage/page/page-key.ts';
import type { SortedRun } from '../../storage/run/run-codec.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { Disk } from '../device/disk.ts';
import { diskDevices } from '../device/disk-devices.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { findText, textRow } from '../text-rows.ts';

const ITEMS = 400;
const RUNS = 6;
const KNOBS_OF_RUNS: Partial<Knobs> = {
  leafBytes: 1_024,
  runsMax: 24,
  runBytes: 100_000_000,
  runPages: 0,
  runRowBytes: 1_000,
  loneReadRows: 1,
  // A cycle that moves the checkpoint sweeps: as little as can be.
  sweepPages: 1,
};

const keyOf = (n: number): KeyBytes => `k${String(n).padStart(4, '0')}` as KeyBytes;

/** A store without a cache, all of whose pages lack what each of several runs holds. */
class Bench {
  readonly disk = new Disk();
  readonly model = new Map<number, string>();
  pagesRead = 0;
  #loadsBefore = 0;
  device!: Device;
  store!: LogStore;

  /** As after a death. */
  async reopen(knobs: Partial<Knobs>): Promise<void> {
    await this.durable();
    const world = { ...fakeWorld(), knobs: { ...KNOBS, ...KNOBS_OF_RUNS, ...knobs } };
    this.store = await openStore(this.device, 2, world);
  }

  async open(knobs: Partial<Knobs> = {}): Promise<void> {
    const { device } = await diskDevices(this.disk).open({ mustExist: false });
    this.device = {
      ...device,
      readPages: (keys) => {
        this.pagesRead += keys.length;
        return device.readPages(keys);
      },
    };
    const world = { ...fakeWorld(), knobs: { ...KNOBS, ...KNOBS_OF_RUNS, ...knobs } };
    this.store = await openStore(this.device, 1, world);
    for (let n = 0; n < ITEMS; n += 2) await this.put(n, `first ${String(n)}`);
    await this.durable();
    expect(await this.store.checkpoint()).toBe(true);
    for (let run = 0; run < RUNS; run++) {
      // Each run holds changes of every page, and some keys are in several.
      for (let n = run; n < ITEMS; n += RUNS - 1) await this.put(n, `run ${String(run)}`);
      for (let n = run; n < ITEMS; n += 40) await this.delete(n);
      await this.freeze();
    }
    expect(this.store.forest.runs.all.length).toBeGreaterThan(1);
    this.pagesRead = 0;
    this.#loadsBefore = this.store.forest.pageLoads;
  }

  /** Pages that have come into memory since. */
  get loads(): number {
    return this.store.forest.pageLoads - this.#loadsBefore;
  }

  /** What is buffered leaves in a run. */
  async freeze(): Promise<void> {
    await this.durable();
    await this.cycle({ isFreezing: true, sweptPages: 0 });
  }

  /** A cycle of the checkpoint, from its beginning to its end. */
  async cycle(plan: Pick<CyclePlan, 'isFreezing' | 'sweptPages'>): Promise<void> {
    await this.ended();
    this.store.checkpointer.begin({ leftBytes: 0, keptBytes: 1e9, blindBefore: 0, ...plan });
    await this.ended();
  }

  /** Rows of runs on the device, heads among them. */
  async rows(): Promise<number> {
    return (await this.device.listPages(ALL_RUN_ROWS.from, ALL_RUN_ROWS.to)).length;
  }

  /** The cycle under way is over. */
  async ended(): Promise<void> {
    const { checkpointer, log } = this.store;
    while (checkpointer.isActive) {
      await checkpointer.prepare();
      log.requestCommit();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async put(n: number, text: string): Promise<void> {
    this.model.set(n, text);
    const change = { kind: 'put' as const, tree: CURSOR_TREE, key: keyOf(n), row: textRow(text) };
    await turn(this.store, () => this.store.append([{ ...change, sizeBytes: text.length }]));
  }

  async delete(n: number): Promise<void> {
    this.model.delete(n);
    const change = { kind: 'delete' as const, tree: CURSOR_TREE, key: keyOf(n) };
    await turn(this.store, () => this.store.append([change]));
  }

  durable(): Promise<void> {
    const { log } = this.store;
    return new Promise((resolve) => {
      log.whenDurable((log.nextLsn - 1) as never, () => {
        resolve();
      });
    });
  }

  find(n: number): Promise<string | undefined> {
    return turn(this.store, () => findText(this.store.find(CURSOR_TREE, keyOf(n))));
  }
}

describe('an item of a page that many runs hold changes of', () => {
  it('is read alone: one row where a run has it, else its page', async () => {
    const bench = new Bench();
    await bench.open({ loneReads: 1_000 });
    for (let n = 0; n < ITEMS; n++) expect(await bench.find(n)).toBe(bench.model.get(n));
    // Filters take a key for another one time in a hundred; a page or two were written since, and lack nothing.
    expect(bench.pagesRead).toBeLessThan(ITEMS * 1.1);
    expect(bench.loads).toBeLessThan(ITEMS * 0.1);
  });

  it('brings its page in where others of it are asked for again and again', async () => {
    const bench = new Bench();
    await bench.open({ loneReads: 2 });
    const loads: number[] = [];
    for (const n of [211, 212, 213, 214, 211]) {
      expect(await bench.find(n)).toBe(bench.model.get(n));
      loads.push(bench.loads);
    }
    expect(loads).toEqual([0, 0, 1, 1, 1]);
  });

  it('is what was written last, whatever becomes of runs and pages between reads', async () => {
    const bench = new Bench();
    await bench.open({ loneReads: 1_000 });
    for (let n = 0; n < ITEMS; n += 9) {
      expect(await bench.find(n)).toBe(bench.model.get(n));
      await bench.put(n, `later ${String(n)}`);
      expect(await bench.find(n)).toBe(bench.model.get(n));
      if (n % 4 === 0) await bench.freeze();
      expect(await bench.find(n)).toBe(bench.model.get(n));
      if (n % 2 === 0) await bench.delete(n);
    }
    expect(await bench.store.checkpoint()).toBe(true);
    for (let n = 0; n < ITEMS; n++) expect(await bench.find(n)).toBe(bench.model.get(n));
  });

  it('is what its page holds where that came in, was changed and went again', async () => {
    const bench = new Bench();
    await bench.open({ loneReads: 1_000 });
    for (let n = 1; n < ITEMS; n += 57) {
      expect(await bench.find(n)).toBe(bench.model.get(n));
      await turn(bench.store, () => {
        const range = { from: keyOf(n), to: keyOf(n + 1) };
        bench.store.scan(CURSOR_TREE, range, { reverse: false }, () => true);
      });
      await bench.put(n, `in memory ${String(n)}`);
      await bench.durable();
      await bench.ended();
      const { checkpointer, log } = bench.store;
      checkpointer.writeCold(0, Infinity);
      log.requestCommit();
      await bench.ended();
      bench.store.forest.evict();
      expect(await bench.find(n)).toBe(bench.model.get(n));
    }
  });

  it('is replaced with the image before it, and the counts are right', async () => {
    const bench = new Bench();
    await bench.open({ loneReads: 1_000 });
    for (let n = 0; n < ITEMS; n += 7) {
      const text = `indexed ${String(n)}`;
      bench.model.set(n, text);
      const change = { kind: 'put' as const, tree: CURSOR_TREE, key: keyOf(n), row: textRow(text) };
      const whole = { ...change, sizeBytes: text.length, keepsImage: true };
      await turn(bench.store, () => bench.store.append([whole]));
    }
    expect(bench.loads).toBeLessThan(5);
    const { items, sizeBytes } = bench.store.counts(CURSOR_TREE);
    const texts = [...bench.model.values()];
    expect(items).toBe(texts.length);
    expect(sizeBytes).toBe(texts.reduce((sum, text) => sum + text.length, 0));
  });

  it('is read by its page where a row is lost, which the log makes anew', async () => {
    const bench = new Bench();
    await bench.open({ loneReads: 1_000 });
    const newest = bench.store.forest.runs.all.at(-1) as SortedRun;
    await bench.device.write({ ...EMPTY_BATCH, dropPages: [rowsOfRun(newest)] }, 'relaxed');
    for (let n = 0; n < ITEMS; n += 11) expect(await bench.find(n)).toBe(bench.model.get(n));
    expect(bench.loads).toBeGreaterThan(0);
  });
});

describe('rows of sorted runs', () => {
  it('are swept as fast where the tree was not open when the sweep began', async () => {
    const bench = new Bench();
    await bench.open();
    const pages = bench.store.forest.pages;
    await bench.reopen({ warmTrees: 0 });
    expect(bench.store.forest.find(CURSOR_TREE)).toBeUndefined();
    await bench.cycle({ isFreezing: false, sweptPages: 1 });
    for (let n = 0; n < ITEMS; n += 7) expect(await bench.find(n)).toBe(bench.model.get(n));
    expect(bench.store.checkpointer.roundPages).toBeGreaterThanOrEqual(pages);
  });

  it('go as the sweep passes them, and not at its end: what it writes has their room', async () => {
    const bench = new Bench();
    await bench.open({ runRowBytes: 200 });
    const runs = bench.store.forest.runs.all.length;
    const before = await bench.rows();
    let fewest = before;
    while (bench.store.forest.runs.all.length === runs) {
      fewest = Math.min(fewest, await bench.rows());
      await bench.cycle({ isFreezing: false, sweptPages: 1 });
    }
    // A head each, and what the last slices have passed: the older superblock needs that still.
    expect(fewest).toBeLessThan(before * 0.7);
    for (let n = 0; n < ITEMS; n++) expect(await bench.find(n)).toBe(bench.model.get(n));
  });
});
