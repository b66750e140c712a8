import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slice } from '../../kernel/slice.ts';
import { expectSafe, harms } from '../../testing/documents/damaged-rows.ts';
import { pathAlong, STRANGE, trails } from '../../testing/documents/item-paths.ts';
import { dictionaries, growths, viewOf } from '../../testing/documents/rows.ts';
import { canonicalItems, names as itemNames } from '../../testing/documents/wire-items.ts';
import type { AttributeValue, Item } from '../../wire/attribute-value.ts';
import { emptyAttributes, findAttribute } from '../../wire/attribute-value.ts';
import { findAtPath } from '../document-path.ts';
import { sizeOfItem, sizeOfValue } from '../item-size.ts';
import { valuesEqual } from '../order.ts';
import { decodeRow, decodeValue } from './row-decoder.ts';
import { rowsEqual } from './row-equality.ts';
import { selectFromRow } from './row-selection.ts';
import { sizeOfRow } from './row-size.ts';
import { sizeOfRowValue } from './row-value-size.ts';
import { RowView } from './row-view.ts';
import { RowWriter } from './row-writer.ts';

const bytesOf = ({ bytes, from, to }: Slice): readonly number[] => [...bytes.slice(from, to)];

function selected(item: Item, kept: ReadonlySet<string>): Item {
  const some = emptyAttributes();
  for (const [name, value] of Object.entries(item)) if (kept.has(name)) some[name] = value;
  return some;
}

/** The same attributes in another order, all the way down, as far as names allow any other. */
function turned(value: AttributeValue): AttributeValue {
  if ('L' in value) return { L: value.L.map(turned) };
  return 'M' in value ? { M: turnedItem(value.M) } : value;
}

function turnedItem(item: Item): Item {
  const attributes = emptyAttributes();
  for (const [name, value] of Object.entries(item).reverse()) attributes[name] = turned(value);
  return attributes;
}

describe('a view of a row', () => {
  it('finds at every path what the item has there', () => {
    fc.assert(
      fc.property(canonicalItems, growths, fc.array(trails), ({ item, sizeBytes }, growth, all) => {
        const view = viewOf(item, growth);
        expect(view.sizeBytes).toBe(sizeBytes);
        for (const path of all.map((trail) => pathAlong(item, trail))) {
          const value = findAtPath(item, path);
          expect(view.at(path)).toEqual(value);
          expect(view.has(path)).toBe(value !== undefined);
          const slice = view.slice(path);
          expect(slice && decodeValue(slice, growth.now)).toEqual(value);
        }
        // An encoder would make \ufffd of what is no text.
        for (const name of [...Object.keys(item), ...STRANGE, '\ud800']) {
          expect(view.find(name)).toEqual(findAttribute(item, name));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells the size of every value', () => {
    fc.assert(
      fc.property(canonicalItems, growths, ({ item }, growth) => {
        const view = viewOf(item, growth);
        for (const [name, value] of Object.entries(item)) {
          const { bytes, from, to } = view.slice([name]) as Slice;
          expect(sizeOfRowValue(bytes, from, to, growth.now)).toBe(sizeOfValue(value));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('answers bytes that are damaged with some value or a fault, and reads nothing outside of them', () => {
    fc.assert(
      fc.property(
        canonicalItems,
        dictionaries,
        harms,
        fc.array(trails, { minLength: 3 }),
        ({ item, sizeBytes }, names, harm, all) => {
          const good = new RowWriter().write(item, sizeBytes, names);
          const paths = all.map((trail) => pathAlong(item, trail));
          const kept = new Set(paths.map((path) => String(path[0])));
          expectSafe(good, harm, [
            ...paths.map((path) => (row: Slice) => new RowView(row, names).at(path)),
            (row) => rowsEqual(row, good, names),
            (row) => rowsEqual(good, row, names),
            (row) => bytesOf(selectFromRow(new RowView(row, names), kept, new RowWriter())),
            (row) => sizeOfRowValue(row.bytes, row.from, row.to, names),
          ]);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

it('some attributes of a row are a row, in the same order, with their size', () => {
  const writer = new RowWriter();
  fc.assert(
    fc.property(canonicalItems, growths, fc.uniqueArray(itemNames), ({ item }, growth, names) => {
      const kept = new Set([...names, ...Object.keys(item).filter((_, i) => i % 3 > 0)]);
      const row = selectFromRow(viewOf(item, growth), kept, writer);
      const some = selected(item, kept);
      expect(Object.entries(decodeRow(row, growth.now))).toEqual(Object.entries(some));
      expect(sizeOfRow(row)).toBe(sizeOfItem(some));
      const naive = viewOf(some, { then: growth.then, now: growth.then });
      expect(bytesOf(row)).toEqual(bytesOf(naive.row));
    }),
    { numRuns: 1_000 },
  );
});

describe('two rows are equal', () => {
  it('where their items are, whatever the order, by number or in full', () => {
    fc.assert(
      fc.property(canonicalItems, growths, ({ item }, { then, now }) => {
        const a = viewOf(item, { then, now });
        for (const same of [item, turnedItem(item)]) {
          const b = viewOf(same, { then: now, now });
          expect(rowsEqual(a.row, b.row, now)).toBe(true);
          expect(rowsEqual(b.row, a.row, now)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('nowhere else', () => {
    fc.assert(
      fc.property(canonicalItems, canonicalItems, growths, fc.nat(), (one, two, growth, at) => {
        const [name = 'pk'] = Object.keys(one.item).slice(at % 8);
        const [value = { S: '' }] = Object.values(two.item);
        const mixed = { ...turnedItem(one.item), [name]: turned(value) };
        for (const other of [two.item, mixed]) {
          const a = viewOf(one.item, growth);
          const b = viewOf(other, { then: growth.now, now: growth.now });
          const areEqual = valuesEqual({ M: one.item }, { M: other });
          expect(rowsEqual(a.row, b.row, growth.now)).toBe(areEqual);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
