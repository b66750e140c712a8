import fc from 'fast-check';
import { sizeOfItem } from '../../item/item-size.ts';
import type { RowNames } from '../../item/row/row-names.ts';
import { NO_NAMES } from '../../item/row/row-names.ts';
import { RowView } from '../../item/row/row-view.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import type { Item } from '../../wire/attribute-value.ts';

/* Rows of items, and the dictionaries that they are written and read with. */

/** Knows these names, by their places. */
export function dictionary(names: readonly string[]): RowNames {
  return { idOf: (name) => names.indexOf(name), nameOf: (id) => names[id] };
}

const FEW_NAMES = ['sk', '__proto__', 'pk', 'constructor', '0', 'a', 'Size'];
const MANY_NAMES = [
  ...Array.from({ length: 200 }, (_, i) => `other ${String(i)}`),
  'sk',
  'pk',
  'b',
];
export const FEW = dictionary(FEW_NAMES);
/** Behind 200 others: numbers of two bytes. */
export const MANY = dictionary(MANY_NAMES);
export const dictionaries = fc.constantFrom(NO_NAMES, FEW, MANY);

/** A dictionary as it was when a row was written, and as it is when that is read. */
export interface Growth {
  readonly then: RowNames;
  readonly now: RowNames;
}

export const growths: fc.Arbitrary<Growth> = fc
  .tuple(fc.constantFrom(FEW_NAMES, MANY_NAMES), fc.constantFrom(0, 1, 3, 201, 300))
  .map(([names, known]) => ({ then: dictionary(names.slice(0, known)), now: dictionary(names) }));

const WRITER = new RowWriter();

export function viewOf(item: Item, { then, now }: Growth): RowView {
  return new RowView(WRITER.write(item, sizeOfItem(item), then), now);
}
