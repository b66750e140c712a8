import type { Slice } from '../../kernel/slice.ts';
import { RowParts } from './row-parts.ts';
import { sizeOfRowName, sizeOfRowValue } from './row-value-size.ts';
import type { RowView } from './row-view.ts';
import type { RowWriter } from './row-writer.ts';

/**
 * The row of those top-level attributes whose names are among `kept`, in the order of the row, copied as they are; its own bytes
 * where it has no others. Throws `RowFault`.
 */
export function selectFromRow(view: RowView, kept: ReadonlySet<string>, writer: RowWriter): Slice {
  const { row, names } = view;
  const parts = new RowParts(row);
  const entries = view.entries();
  let sizeBytes = 0;
  while (entries.next()) {
    if (!kept.has(entries.nameOf(names))) continue;
    parts.keep(entries);
    sizeBytes += sizeOfRowName(entries, names);
    sizeBytes += sizeOfRowValue(row.bytes, entries.valueFrom, entries.valueTo, names);
  }
  return parts.count === entries.count ? row : writer.compose(parts, sizeBytes, names);
}
