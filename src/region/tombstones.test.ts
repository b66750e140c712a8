import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { TreeId } from '../storage/store.ts';
import { fakeStore } from '../testing/fake-store.ts';
import { passedStamp, purgeStep, TOMBSTONE_MS } from './tombstones.ts';
import { textRow } from '../testing/text-rows.ts';

const TREE = 9 as TreeId;
const TABLE = { record: { replicas: { tombstoneTree: TREE } } } as unknown as Table;
const NOW_MS = 10 * TOMBSTONE_MS;

describe('the stamp that everybody has passed', () => {
  it('is the lowest that any Region says of any other', () => {
    const marks = new Map([
      ['a', { b: 50, c: 40 }],
      ['b', { a: 60, c: 45 }],
      ['c', { a: 30, b: 90 }],
    ]);
    expect(passedStamp(['a', 'b', 'c'], marks)).toBe(30);
    expect(passedStamp(['a', 'b'], marks)).toBe(50);
  });

  it('is none while a Region has said nothing, and no bound for a Region alone', () => {
    expect(passedStamp(['a', 'b'], new Map([['a', { b: 5 }]]))).toBe(0);
    expect(passedStamp(['a'], new Map())).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('a step of the purge', () => {
  const stampAt = (ageMs: number): number => (NOW_MS - ageMs) * 1024;

  it('takes tombstones that are a day old and that everybody has passed', () => {
    const store = fakeStore();
    const ages = { fresh: 1, old: TOMBSTONE_MS + 2, older: TOMBSTONE_MS + 3 };
    for (const [name, ageMs] of Object.entries(ages)) {
      const version = { stamp: stampAt(ageMs), origin: 1 };
      const key = name as KeyBytes;
      store.append([{ kind: 'put', tree: TREE, key, row: textRow('{}'), sizeBytes: 2, version }]);
    }
    const passed = stampAt(ages.older);
    const step = purgeStep(store, TABLE, undefined, { nowMs: NOW_MS, passed, atOnce: 2_000 });
    expect(step).toEqual({
      keys: ['older'],
      next: undefined,
      isWaiting: true,
    });
  });

  it('takes tombstones from when a clock was ahead as soon as everybody has passed them', () => {
    const store = fakeStore();
    for (const [name, aheadMs] of Object.entries({ soon: 30_000, year: 365 * TOMBSTONE_MS })) {
      const version = { stamp: stampAt(-aheadMs), origin: 1 };
      const key = name as KeyBytes;
      store.append([{ kind: 'put', tree: TREE, key, row: textRow('{}'), sizeBytes: 2, version }]);
    }
    const purge = (passed: number): unknown =>
      purgeStep(store, TABLE, undefined, { nowMs: NOW_MS, passed, atOnce: 2_000 });
    expect(purge(stampAt(0))).toMatchObject({ keys: [], isWaiting: true });
    expect(purge(Number.MAX_SAFE_INTEGER)).toMatchObject({ keys: ['year'], isWaiting: false });
  });

  it('goes on where the one before ended', () => {
    const store = fakeStore();
    const version = { stamp: 1, origin: 0 };
    const puts = Array.from({ length: 2_500 }, (_, i) => {
      const key = String(i).padStart(5, '0') as KeyBytes;
      return { kind: 'put', tree: TREE, key, row: textRow('{}'), sizeBytes: 2, version } as const;
    });
    store.append(puts);
    const limit = { nowMs: NOW_MS, passed: 10, atOnce: 2_000 };
    const first = purgeStep(store, TABLE, undefined, limit);
    const second = purgeStep(store, TABLE, first.next, limit);
    expect(first.keys.length + second.keys.length).toBe(2_500);
    expect(second.next).toBeUndefined();
  });
});
