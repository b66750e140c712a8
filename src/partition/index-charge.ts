import { writeUnits } from '../capacity/units.ts';
import type { IndexUnits } from '../capacity/consumed-capacity.ts';
import { entryOf, isSameEntry } from './index-entry.ts';
import type { IndexEntry, ItemImage } from './index-entry.ts';
import type { ItemPlace } from './item-changes.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';

/** Write units of each index whose entry of the item changes. Source: capacity.md section 2. */
export function indexWriteUnits(
  { key, table: { indexes } }: ItemPlace,
  before: ItemImage | undefined,
  after: ItemImage | undefined,
): IndexUnits {
  const unitsOf = (list: readonly SecondaryIndex[]): Readonly<Record<string, number>> =>
    Object.fromEntries(
      list.flatMap((index) => {
        const units = entryUnits(entryOf(index, before, key), entryOf(index, after, key));
        return units === 0 ? [] : [[index.name, units]];
      }),
    );
  return { local: unitsOf(indexes.local), global: unitsOf(indexes.global) };
}

/** Units of one index: an entry under another key is deleted and inserted. */
export function entryUnits(before: IndexEntry | undefined, after: IndexEntry | undefined): number {
  if (before === undefined && after === undefined) return 0;
  if (before === undefined || after === undefined) {
    return writeUnits(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
  }
  if (isSameEntry(before, after)) return 0;
  if (before.key === after.key) return writeUnits(before.sizeBytes, after.sizeBytes);
  return writeUnits(before.sizeBytes, 0) + writeUnits(0, after.sizeBytes);
}
