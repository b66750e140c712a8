import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Lsn, TreeId } from '../store.ts';
import { contentOf, textRow } from '../../testing/text-rows.ts';
import { storedItem } from '../stored-item.ts';
import type { Entries } from './entries.ts';
import { entriesOf } from './entries.ts';
import type { PageHead } from './page-head.ts';
import { decodePage, encodePage } from './page-codec.ts';
import { cutIntoPieces, joinPieces, pieceCount } from './page-pieces.ts';

const key = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => String.fromCharCode(...bytes) as KeyBytes);
const text = fc
  .oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 60 }))
  .map((value) => JSON.stringify({ s: { S: value } }));

interface Page {
  readonly head: PageHead;
  readonly entries: Entries;
}

const SIZE_MAX = 2 ** 24 - 1;

const page: fc.Arbitrary<Page> = fc
  .record({
    tree: fc.nat().map((id) => id as TreeId),
    low: key,
    high: fc.option(key, { nil: undefined }),
    lsn: fc.nat().map((lsn) => lsn as Lsn),
    entries: fc.array(fc.tuple(key, text, fc.nat(SIZE_MAX), fc.nat(), fc.nat(255)), {
      maxLength: 60,
    }),
  })
  .map(({ entries, ...head }) => ({
    head,
    entries: entriesOf(
      entries.map(([k]) => k),
      entries.map(([, t, sizeBytes, stamp, origin]) =>
        storedItem(textRow(t), sizeBytes, { stamp, origin }),
      ),
    ),
  }));

/** Keys and items, as they are found one by one. */
const listOf = (entries: Entries): unknown[] =>
  Array.from({ length: entries.count }, (_, i) => [entries.keyAt(i), contentOf(entries.itemAt(i))]);

describe('a page', () => {
  it('decodes to what was encoded, whole or in pieces', () => {
    fc.assert(
      fc.property(page, ({ head, entries }) => {
        const packed = encodePage(head, entries);
        expect(listOf(packed)).toEqual(listOf(entries));
        const pieces = cutIntoPieces(packed.bytes);
        expect(pieceCount(pieces[0] ?? new Uint8Array())).toBe(pieces.length);
        const decoded = decodePage(joinPieces(pieces));
        if (!decoded.ok) throw new Error(decoded.reason);
        const { entries: read, ...rest } = decoded.page;
        expect(rest).toEqual(head);
        expect(listOf(read)).toEqual(listOf(entries));
      }),
    );
  });

  it('is searched where its keys lie as a list of them is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 40 }), fc.array(key), (some, others) => {
        const keys = some.sort((a, b) => (a < b ? -1 : 1));
        const items = keys.map((each) => storedItem(textRow(each), 1, { stamp: 1, origin: 0 }));
        const head = { tree: 3 as TreeId, low: '' as KeyBytes, high: undefined, lsn: 1 as Lsn };
        const packed = encodePage(head, entriesOf(keys, items));
        const near = keys.flatMap((each) => [each, `${each}\0`, each.slice(0, -1)] as KeyBytes[]);
        for (const wanted of [...near, ...others]) {
          const at = keys.filter((each) => each < wanted).length;
          expect(packed.lowerBound(wanted)).toBe(at);
          expect(packed.isKeyAt(at, wanted)).toBe(keys[at] === wanted);
        }
      }),
    );
  });

  it('is found damaged by any flipped bit and any cut, and never throws', () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.nat(7), ({ head, entries }, at, bit) => {
        const { bytes } = encodePage(head, entries);
        const flipped = bytes.slice();
        const index = at % bytes.length;
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        expect(decodePage(flipped).ok).toBe(false);
        expect(decodePage(bytes.subarray(0, at % bytes.length)).ok).toBe(false);
      }),
    );
  });
});
