/**
 * What accesses to a table cost. Source: capacity.md sections 1 to 3.
 */
import type { Charge, IndexUnits } from '../capacity/consumed-capacity.ts';
import type { ReadConsistency } from '../capacity/units.ts';
import { readUnits, transactionWriteUnits, writeUnits } from '../capacity/units.ts';
import type { SecondaryIndex } from '../placement/secondary-index.ts';
import { entryOf, isSameEntry } from './index-entry.ts';
import type { IndexEntry } from './index-entry.ts';
import type { ItemPlace } from './item-place.ts';
import type { StoredImage } from './image/stored-image.ts';
import type { WriteAction } from './item-write.ts';

/** Of one read by key. */
export function readCharge(sizeBytes: number, consistency: ReadConsistency): Charge {
  const units = readUnits(sizeBytes, consistency);
  return consistency === 'transactional' ? { units, axis: 'ReadCapacityUnits' } : { units };
}

/** Of a write that was made: the table's arm, and one of each index whose entry of the item changes. */
export function writeCharge(
  place: ItemPlace,
  before: StoredImage | undefined,
  after: StoredImage | undefined,
): Charge {
  const units = writeUnits(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
  if (place.table.indexes.all.length === 0) return { units };
  return { units, indexes: indexWriteUnits(place, before, after) };
}

/** Of an action of a transaction that was made; a check leaves what it reads. */
export function transactedCharge(
  place: ItemPlace,
  action: WriteAction,
  before: StoredImage | undefined,
  after: StoredImage | undefined,
): Charge {
  const axis = 'WriteCapacityUnits';
  const bytes = before?.sizeBytes ?? 0;
  if (action.kind === 'check') return { units: transactionWriteUnits(bytes, bytes), axis };
  const { indexes } = writeCharge(place, before, after);
  const units = transactionWriteUnits(bytes, after?.sizeBytes ?? 0);
  return { units, axis, ...(indexes && { indexes }) };
}

/** Of a write that was refused: what it met, and what it carried along. */
export function refusedCharge(action: WriteAction, before: StoredImage | undefined): Charge {
  const carriedBytes = action.kind === 'put' ? action.image.sizeBytes : 0;
  return { units: writeUnits(before?.sizeBytes ?? 0, carriedBytes) };
}

/** Units of an action of a transaction that is asked for again: a read of what was read and left. */
export function repeatedUnits(
  before: StoredImage | undefined,
  after: StoredImage | undefined,
): number {
  return readUnits(Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0), 'transactional');
}

/** Write units of each index whose entry of the item changes. */
function indexWriteUnits(
  { key, table: { indexes } }: ItemPlace,
  before: StoredImage | undefined,
  after: StoredImage | undefined,
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
function entryUnits(before: IndexEntry | undefined, after: IndexEntry | undefined): number {
  const [from, to] = [before?.image.sizeBytes ?? 0, after?.image.sizeBytes ?? 0];
  if (before === undefined && after === undefined) return 0;
  if (before === undefined || after === undefined) {
    return writeUnits(from, to);
  }
  if (isSameEntry(before, after)) return 0;
  if (before.key === after.key) return writeUnits(from, to);
  return writeUnits(from, 0) + writeUnits(0, to);
}
