import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { memoryDevices } from './device/memory.ts';
import type { DeviceOpener } from './device/port.ts';
import { openStore, turn } from '../testing/open-store.ts';
import type { LogStore } from './log-store.ts';
import { scrubStore } from './scrub/scrub.ts';
import type { TreeId } from './store.ts';
import { CATALOG_TREE } from './system-tree.ts';

const CACHE_BYTES = 300_000;

async function reopened(devices: DeviceOpener): Promise<LogStore> {
  const { device } = await devices.open({ mustExist: false });
  return openStore(device, CACHE_BYTES);
}

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
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

const keyOf = (n: number): KeyBytes => `k\u00ff${String(n).padStart(5, '0')}` as KeyBytes;

describe('the store', () => {
  it('equals a plain map through splits, joins, eviction, checkpoints and recovery', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 400 }), async (steps) => {
        const devices = memoryDevices();
        let store = await reopened(devices);
        const tree: TreeId = CATALOG_TREE;
        const model = new Map<KeyBytes, string>();
        for (const one of steps) {
          if (one.kind === 'put') {
            const text = `{"t":"${'é'.repeat(one.key % 3)}${'x'.repeat(one.length)}"}`;
            const key = keyOf(one.key);
            const known = one.isKnown ? { replaces: model.get(key)?.length ?? 0 } : {};
            model.set(key, text);
            await turn(store, () =>
              store.append([{ kind: 'put', tree, key, text, sizeBytes: text.length, ...known }]),
            );
          } else if (one.kind === 'record') {
            const changes = one.keys.map((number) => {
              const text = `{"r":"${'y'.repeat(one.length)}"}`;
              model.set(keyOf(number), text);
              return {
                kind: 'put' as const,
                tree,
                key: keyOf(number),
                text,
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
          } else {
            await settled(store);
            store.stop({ kind: 'closed' } as never);
            store = await reopened(devices);
          }
        }
        await settled(store);
        const seen = await turn(store, () => {
          const all: [KeyBytes, string][] = [];
          store.scan(
            tree,
            { from: '' as KeyBytes, to: undefined },
            { reverse: false },
            (key, item) => {
              all.push([key, item.text]);
              return true;
            },
          );
          return all;
        });
        expect(seen).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
        const { device } = await devices.open({ mustExist: true });
        const report = await scrubStore(device, store);
        expect(report.damagedPages).toEqual([]);
        expect(report.logDamage).toEqual([]);
        expect(report.items).toBe(model.size);
      }),
      { numRuns: 60 },
    );
  });
});
