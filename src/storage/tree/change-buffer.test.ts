import { expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { falseClaimsOf } from '../claim.ts';
import { textRow } from '../../testing/text-rows.ts';
import type { StoredItem } from '../stored-item.ts';
import { storedItem } from '../stored-item.ts';
import type { Lsn } from '../store.ts';
import type { HeldChange } from './change-buffer.ts';
import { ChangeBuffer } from './change-buffer.ts';

const key = 'k' as KeyBytes;
const item = (sizeBytes: number): StoredItem =>
  storedItem(textRow('{}'), sizeBytes, { stamp: 1, origin: 0 });

/** A buffer of puts of one key, each of `sizeBytes` and said to replace so much. */
function bufferOf(
  puts: readonly (readonly [lsn: number, sizeBytes: number, replaces: number])[],
): HeldChange {
  const buffer = new ChangeBuffer(1 as Lsn);
  for (const [lsn, sizeBytes, replaces] of puts) {
    const change = { item: item(sizeBytes), lsn: lsn as Lsn, sharesRow: false };
    buffer.set(key, change, replaces);
  }
  return buffer.changes.get(key) as HeldChange;
}

it('a claim of the log that the change before disproves is false for every page that lacks the change', () => {
  // The page came in and left between the two; a fingerprint lied about it at record 50.
  const held = bufferOf([
    [20, 100, 0],
    [50, 200, 7836],
  ]);
  const found = { lsn: 50, replaces: 7836, replaced: 100 };
  expect(falseClaimsOf(held, 10 as Lsn, undefined)).toEqual([found]);
  expect(falseClaimsOf(held, 35 as Lsn, item(100))).toEqual([found]);
  expect(falseClaimsOf(held, 50 as Lsn, item(200))).toEqual([]);
});

it('the first claim is for the page to prove, where it lacks the change', () => {
  const held = bufferOf([
    [20, 100, 0],
    [50, 200, 100],
  ]);
  expect(falseClaimsOf(held, 10 as Lsn, item(7))).toEqual([{ lsn: 20, replaces: 0, replaced: 7 }]);
  expect(falseClaimsOf(held, 20 as Lsn, item(100))).toEqual([]);
});
