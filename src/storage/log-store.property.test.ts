import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { memoryDevices } from './device/memory.ts';
import type { DeviceOpener } from './device/port.ts';
import { KNOBS } from '../kernel/knobs.ts';
import type { FakeWorld } from '../testing/fake-world.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import type { TurnedKnobs } from '../testing/knobs/draw-knobs.ts';
import { openStore, turn } from '../testing/open-store.ts';
import type { LogStore } from './log-store.ts';
import { scrubStore } from './scrub/scrub.ts';
import type { TreeId } from './store.ts';
import { CATALOG_TREE } from './system-tree.ts';
import { textIn, textRow } from '../testing/text-rows.ts';

interface Tuning {
  readonly cacheBytes: number;
  readonly knobs: TurnedKnobs;
}

interface Opened {
  readonly store: LogStore;
  readonly world: FakeWorld;
}

async function reopened(devices: DeviceOpener, { cacheBytes, knobs }: Tuning): Promise<Opened> {
  const { device } = await devices.open({ mustExist: false });
  const world = { ...fakeWorld(), knobs: { ...KNOBS, ...knobs } };
  return { store: await openStore(device, cacheBytes, world), world };
}

const REST_MS = 2_000;
const RUNS = {
  runBytes: 2_500,
  runPages: 0,
  runRowBytes: 2_000,
  loadedPages: 1,
  leafBytes: 4_000,
  housekeepingEvery: 4,
};
const TUNINGS: readonly (readonly [string, Tuning])[] = [
  ['as it is', { cacheBytes: 300_000, knobs: {} }],
  ['with runs', { cacheBytes: 50_000, knobs: { ...RUNS, runsMax: 24 } }],
  [
    'with runs and hardly a cache',
    { cacheBytes: 1_000, knobs: { ...RUNS, runsMax: 6, sweepPages: 2 } },
  ],
];

const settled = (store: LogStore): Promise<void> =>
  new Promise((resolve, reject) => {
    store.log.whenDurable((store.log.nextLsn - 1) as never, (fault) => {
      if (fault === undefined) resolve();
      else reject(fault);
    });
  });

/** `isKnown`: the writer says what it replaces, and the page need not be in memory. */
type Step =
  | {
      readonly kind: 'put';
      readonly key: number;
      readonly length: number;
      readonly isKnown: boolean;
    }
  | { readonly kind: 'record'; readonly keys: readonly number[]; readonly length: number }
  | { readonly kind: 'delete'; readonly key: number; readonly isKnown: boolean }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'reopen' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      key: fc.nat(400),
      length: fc.oneof(fc.nat(3000), fc.constant(90_000)),
      isKnown: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      key: fc.nat(400),
      isKnown: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('record' as const),
      keys: fc.array(fc.nat(400), { minLength: 2, maxLength: 25 }),
      length: fc.nat(2000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'checkpoint' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rest' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

/** All keys are there and out of memory, and then known ones are written, far apart: several runs lie at once, whatever the draws are. */
const MANY_RUNS: readonly Step[] = [
  ...Array.from({ length: 16 }, (_, first): Step => {
    const keys = Array.from({ length: 25 }, (__, i) => first + 16 * i);
    return { kind: 'record', keys, length: 400 };
  }),
  { kind: 'rest' },
  ...Array.from({ length: 300 }, (_, i): Step => ({
    kind: 'put',
    key: (37 * i) % 401,
    length: 300,
    isKnown: true,
  })),
];

const keyOf = (n: number): KeyBytes => `k\u00ff${String(n).padStart(5, '0')}` as KeyBytes;

/** All texts of a tree, in the order of their keys. */
function textsIn(store: LogStore, tree: TreeId): Promise<[KeyBytes, string][]> {
  return turn(store, () => {
    const all: [KeyBytes, string][] = [];
    const range = { from: '' as KeyBytes, to: undefined };
    store.scan(tree, range, { reverse: false }, (key, item) => {
      all.push([key, textIn(item)]);
      return true;
    });
    return all;
  });
}

/** The sorted runs that histories had. */
class RunsSeen {
  draws = 0;
  /** So many lay at once. */
  most = 0;
  /** All that were named, but in the first history, which is the example. */
  readonly drawn = new Set<string>();

  look({ forest }: LogStore): void {
    const { all } = forest.runs;
    this.most = Math.max(this.most, all.length);
    if (this.draws === 1) return;
    for (const { number } of all) this.drawn.add(`${String(this.draws)} ${String(number)}`);
  }
}

describe('the store', () => {
  it.each(TUNINGS)(
    'equals a plain map through splits, joins, eviction, checkpoints and recovery: %s',
    async (_, tuning) => {
      const seen = new RunsSeen();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 400 }), async (steps) => {
          const devices = memoryDevices();
          let { store, world } = await reopened(devices, tuning);
          const tree: TreeId = CATALOG_TREE;
          const model = new Map<KeyBytes, string>();
          seen.draws++;
          for (const one of steps) {
            if (one.kind === 'put') {
              const text = `{"t":"${'é'.repeat(one.key % 3)}${'x'.repeat(one.length)}"}`;
              const key = keyOf(one.key);
              const known = one.isKnown ? { replaces: model.get(key)?.length ?? 0 } : {};
              model.set(key, text);
              await turn(store, () =>
                store.append([
                  { kind: 'put', tree, key, row: textRow(text), sizeBytes: text.length, ...known },
                ]),
              );
            } else if (one.kind === 'record') {
              const changes = one.keys.map((number) => {
                const text = `{"r":"${'y'.repeat(one.length)}"}`;
                model.set(keyOf(number), text);
                return {
                  kind: 'put' as const,
                  tree,
                  key: keyOf(number),
                  row: textRow(text),
                  sizeBytes: text.length,
                };
              });
              await turn(store, () => store.append(changes));
            } else if (one.kind === 'delete') {
              const key = keyOf(one.key);
              const known = one.isKnown ? { replaces: model.get(key)?.length ?? 0 } : {};
              model.delete(key);
              await turn(store, () => store.append([{ kind: 'delete', tree, key, ...known }]));
            } else if (one.kind === 'checkpoint') {
              expect(await store.checkpoint()).toBe(true);
            } else if (one.kind === 'rest') {
              await settled(store);
              world.advance(REST_MS);
            } else {
              await settled(store);
              store.stop({ kind: 'closed' } as never);
              ({ store, world } = await reopened(devices, tuning));
            }
            seen.look(store);
          }
          await settled(store);
          const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(await textsIn(store, tree)).toEqual(sorted);
          const { device } = await devices.open({ mustExist: true });
          const before = store.nextLsn;
          const report = await scrubStore(device, store);
          expect(report.damagedPages).toEqual([]);
          expect(report.logDamage).toEqual([]);
          // Beside a cycle, which takes records, pages may be joined to others that were looked at before.
          if (store.nextLsn === before) expect(report.items).toBe(model.size);
        }),
        { numRuns: 61, examples: [[[...MANY_RUNS]]] },
      );
      if ((tuning.knobs.runsMax ?? 0) > 0) {
        expect(seen.most).toBeGreaterThan(3);
        // They name thirty and more.
        expect(seen.drawn.size).toBeGreaterThan(2);
      } else expect(seen.most).toBe(0);
    },
  );
});
