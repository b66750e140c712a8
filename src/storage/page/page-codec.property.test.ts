import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { PageImage } from './page-codec.ts';
import { cutIntoPieces, decodePage, encodePage, joinPieces, pieceCount } from './page-codec.ts';

const key = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => String.fromCharCode(...bytes) as KeyBytes);
const text = fc
  .oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 60 }))
  .map((value) => JSON.stringify({ s: { S: value } }));

const page: fc.Arbitrary<PageImage> = fc
  .record({
    tree: fc.nat().map((id) => id as TreeId),
    low: key,
    high: fc.option(key, { nil: undefined }),
    lsn: fc.nat().map((lsn) => lsn as Lsn),
    entries: fc.array(fc.tuple(key, text, fc.nat(), fc.nat(), fc.nat(255)), { maxLength: 60 }),
  })
  .map(({ tree, low, high, lsn, entries }) => ({
    tree,
    low,
    high,
    lsn,
    keys: entries.map(([k]) => k),
    items: entries.map(([, t, sizeBytes, stamp, origin]) => ({
      text: t,
      textBytes: Buffer.byteLength(t),
      sizeBytes,
      stamp,
      origin,
    })),
  }));

describe('a page', () => {
  it('decodes to what was encoded, whole or in pieces', () => {
    fc.assert(
      fc.property(page, (image) => {
        const pieces = cutIntoPieces(encodePage(image));
        expect(pieceCount(pieces[0] ?? new Uint8Array())).toBe(pieces.length);
        expect(decodePage(joinPieces(pieces))).toEqual({ ok: true, page: image });
      }),
    );
  });

  it('is found damaged by any flipped bit and any cut, and never throws', () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.nat(7), (image, at, bit) => {
        const bytes = encodePage(image);
        const flipped = bytes.slice();
        const index = at % bytes.length;
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        expect(decodePage(flipped).ok).toBe(false);
        expect(decodePage(bytes.subarray(0, at % bytes.length)).ok).toBe(false);
      }),
    );
  });
});
