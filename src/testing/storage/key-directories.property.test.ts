import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { DeviceOpener } from '../../storage/device/port.ts';
import type { LogStore } from '../../storage/log-store.ts';
import { scrubStore } from '../../storage/scrub/scrub.ts';
import { CURSOR_TREE } from '../../storage/system-tree.ts';
import { Disk } from '../device/disk.ts';
import { diskDevices } from '../device/disk-devices.ts';
import { fakeWorld } from '../fake-world.ts';
import { openStore, turn } from '../open-store.ts';
import { findText, textRow } from '../text-rows.ts';

const TREE = CURSOR_TREE;

/** A digest that a bit flips in, that vanishes, that an older version of comes back for, or that another stands in the place of. */
type RowDamage = 'none' | 'flip' | 'remove' | 'age' | 'swap';

/** `isWhole`: with the image before, as streams and indexes want it. */
type Step =
  | { kind: 'put'; key: number; length: number; isWhole: boolean }
  | { kind: 'delete'; key: number; isWhole: boolean }
  | { kind: 'find'; key: number }
  | { kind: 'rest' }
  /** What happens to a row meanwhile, and the bits of the fingerprints of the next life. */
  | { kind: 'reopen'; damage: RowDamage; at: number; bits: number }
  | { kind: 'scrub' };

const BITS = fc.constantFrom(2, 6, 12, 44);
const key = fc.nat(60);
const isWhole = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('put' as const), key, length: fc.nat(400), isWhole }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('delete' as const), key, isWhole }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('find' as const), key }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'rest' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('reopen' as const),
      damage: fc.constantFrom<RowDamage[]>('none', 'none', 'flip', 'remove', 'age', 'swap'),
      at: fc.nat(1_000),
      bits: BITS,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'scrub' as const }) },
);

interface Setting {
  readonly cacheBytes: number;
  readonly fingerprintBits: number;
  readonly directoryBytes: number;
  readonly runsMax: number;
  readonly loneReads: number;
}

const setting: fc.Arbitrary<Setting> = fc.record({
  // None, one to three, and all pages.
  cacheBytes: fc.constantFrom(1, 1_500, 5_000, 1_000_000),
  fingerprintBits: BITS,
  directoryBytes: fc.constantFrom(0, 2_000, KNOBS.directoryBytes),
  runsMax: fc.constantFrom(0, 8),
  loneReads: fc.constantFrom(0, 2, 1_000),
});

const keyOf = (n: number): KeyBytes => `k\u00ff${String(n).padStart(3, '0')}` as KeyBytes;

/** A store on a device, and what it has to hold. */
class Run {
  readonly #disk = new Disk();
  readonly #devices: DeviceOpener = diskDevices(this.#disk);
  /** Digests as they were at each reopening. */
  readonly #older: ReadonlyMap<string, Uint8Array>[] = [];
  #bits: number;
  readonly #setting: Setting;
  readonly model = new Map<KeyBytes, string>();
  #store: LogStore | undefined;

  constructor(chosen: Setting) {
    this.#setting = chosen;
    this.#bits = chosen.fingerprintBits;
  }

  get store(): LogStore {
    if (this.#store === undefined) throw new Error('the store is not open');
    return this.#store;
  }

  async open(): Promise<void> {
    const { cacheBytes, ...turned } = this.#setting;
    const fingerprintBits = this.#bits;
    const runs = { runBytes: 2_000, runPages: 0, runRowBytes: 1_000, loneReadRows: 1 };
    const knobs = { ...KNOBS, leafBytes: 1_024, ...runs, ...turned, fingerprintBits };
    const world = { ...fakeWorld(), knobs };
    const { device } = await this.#devices.open({ mustExist: false });
    this.#store = await openStore(device, cacheBytes, world);
  }

  async take(one: Step): Promise<void> {
    const { store, model } = this;
    switch (one.kind) {
      case 'put': {
        const text = `{"t":"${'x'.repeat(one.length)}"}`;
        const at = keyOf(one.key);
        model.set(at, text);
        const change = {
          kind: 'put' as const,
          tree: TREE,
          key: at,
          row: textRow(text),
          sizeBytes: text.length,
        };
        await turn(store, () => store.append([{ ...change, keepsImage: one.isWhole }]));
        return;
      }
      case 'delete': {
        const at = keyOf(one.key);
        model.delete(at);
        const change = { kind: 'delete' as const, tree: TREE, key: at, keepsImage: one.isWhole };
        await turn(store, () => store.append([change]));
        return;
      }
      case 'find': {
        const at = keyOf(one.key);
        expect(await turn(store, () => findText(store.find(TREE, at)))).toBe(model.get(at));
        return;
      }
      case 'rest':
        expect(await store.checkpoint()).toBe(true);
        store.forest.evict();
        return;
      case 'reopen':
        await this.settle();
        store.stop({ kind: 'closed' } as never);
        this.#damage(one.damage, one.at);
        this.#bits = one.bits;
        await this.open();
        return;
      case 'scrub':
        await this.scrub();
    }
  }

  #damage(damage: RowDamage, at: number): void {
    const { digests } = this.#disk;
    const rows = [...digests];
    const row = rows[at % Math.max(1, rows.length)];
    const older = this.#older[at % Math.max(1, this.#older.length)];
    this.#older.push(new Map(digests));
    if (row === undefined) return;
    const [name, bytes] = row;
    const flip = (byte: number, i: number): number => (i === at % bytes.length ? byte ^ 1 : byte);
    const now = {
      none: () => bytes,
      flip: () => bytes.map(flip),
      remove: () => undefined,
      age: () => older?.get(name),
      swap: () => rows[(at + 1) % rows.length]?.[1],
    }[damage]();
    if (now === undefined) digests.delete(name);
    else digests.set(name, now);
  }

  settle(): Promise<void> {
    const { log } = this.store;
    return new Promise((resolve, reject) => {
      log.whenDurable((log.nextLsn - 1) as never, (fault) => {
        if (fault === undefined) resolve();
        else reject(fault);
      });
    });
  }

  /** Whatever was counted without a page: the counters are what the pages hold, and the log says what was there before. */
  async scrub(): Promise<void> {
    const { store, model } = this;
    await this.settle();
    const { device } = await this.#devices.open({ mustExist: true });
    const report = await scrubStore(device, store);
    expect(report.damagedPages).toEqual([]);
    const sizeBytes = [...model.values()].reduce((sum, text) => sum + text.length, 0);
    expect(store.counts(TREE)).toMatchObject({ items: model.size, sizeBytes });
  }
}

describe('a store that writes without pages', () => {
  it('equals a plain map, and counts it, with caches of no page to all, and with fingerprints that lie', async () => {
    await fc.assert(
      fc.asyncProperty(
        setting,
        fc.array(step, { minLength: 20, maxLength: 200 }),
        async (chosen, steps) => {
          const run = new Run(chosen);
          await run.open();
          for (const one of steps) await run.take(one);
          await run.take({ kind: 'reopen', damage: 'none', at: 0, bits: chosen.fingerprintBits });
          await run.scrub();
          for (let n = 0; n <= 60; n++) await run.take({ kind: 'find', key: n });
        },
      ),
      { numRuns: 200 },
    );
  });
});
