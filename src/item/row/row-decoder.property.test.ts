import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../kernel/byte-writer.ts';
import type { Slice } from '../../kernel/slice.ts';
import { utf8Text } from '../../kernel/utf8-codec.ts';
import { expectSafe, harms } from '../../testing/documents/damaged-rows.ts';
import { dictionaries, FEW } from '../../testing/documents/rows.ts';
import { canonicalItems } from '../../testing/documents/wire-items.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { decodeRow } from './row-decoder.ts';
import { writeRowJson } from './row-json.ts';
import { sizeOfRow } from './row-size.ts';
import { RowWriter } from './row-writer.ts';

const entriesOf = (item: Item): unknown => Object.entries(item);
const bytesOf = ({ bytes, from, to }: Slice): Uint8Array => bytes.slice(from, to);

describe('rows', () => {
  it('hold every item, in the order of its attributes, and its size', () => {
    const writer = new RowWriter();
    fc.assert(
      fc.property(canonicalItems, dictionaries, ({ item, sizeBytes }, names) => {
        const row = writer.write(item, sizeBytes, names);
        expect(entriesOf(decodeRow(row, names))).toEqual(entriesOf(item));
        expect(sizeOfRow(row)).toBe(sizeBytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it('read as the JSON text of the item', () => {
    const writer = new RowWriter();
    fc.assert(
      fc.property(canonicalItems, dictionaries, ({ item, sizeBytes }, names) => {
        const json = new ByteWriter();
        writeRowJson(writer.write(item, sizeBytes, names), names, json);
        expect(utf8Text(json.written())).toBe(JSON.stringify(item));
      }),
      { numRuns: 2_000 },
    );
  });

  it('stay as they are while others are written', () => {
    const writer = new RowWriter();
    fc.assert(
      fc.property(fc.array(canonicalItems, { maxLength: 60 }), (items) => {
        const rows = items.map(({ item, sizeBytes }) => writer.write(item, sizeBytes, FEW));
        rows.forEach((row, i) => {
          expect(entriesOf(decodeRow(row, FEW))).toEqual(entriesOf(items[i]?.item ?? {}));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('are equal bytes for equal items', () => {
    fc.assert(
      fc.property(canonicalItems, dictionaries, ({ item, sizeBytes }, names) => {
        const [a, b] = [new RowWriter(), new RowWriter()];
        b.write({ other: { S: 'x' } }, 6, names);
        expect(bytesOf(a.write(item, sizeBytes, names))).toEqual(
          bytesOf(b.write(item, sizeBytes, names)),
        );
      }),
    );
  });

  it('that are changed or cut are told, or read as some item; nothing outside of them is read', () => {
    fc.assert(
      fc.property(canonicalItems, dictionaries, harms, ({ item, sizeBytes }, names, harm) => {
        expectSafe(new RowWriter().write(item, sizeBytes, names), harm, [
          (row) => entriesOf(decodeRow(row, names)),
          (row) => {
            const json = new ByteWriter();
            writeRowJson(row, names, json);
            return [...json.written()];
          },
        ]);
      }),
      { numRuns: 5_000 },
    );
  });
});
