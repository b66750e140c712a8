import { sizeOfItem, sizeOfValue, utf8Length } from '../../item/item-size.ts';
import { mayBeListedFirst } from '../../item/listing-order.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { RowParts } from '../../item/row/row-parts.ts';
import { sizeOfRowValue } from '../../item/row/row-value-size.ts';
import type { RowView } from '../../item/row/row-view.ts';
import type { RowWriter } from '../../item/row/row-writer.ts';
import type { Slice } from '../../kernel/slice.ts';
import { projectItem } from './projection.ts';
import type { Column, Projection } from './projection.ts';
import { prune } from './prune.ts';

/** So many attributes are looked for one by one; for more the row is read once. */
const SOUGHT_MAX = 32;

/**
 * The row of what {@link projectItem} leaves of the item: the same attributes, in the same order. Whole attributes are copied as they
 * are; of the others, only the parts that are projected are written. Throws `RowFault`.
 */
export function projectRow(projection: Projection, view: RowView, writer: RowWriter): Slice {
  const { paths, columns } = projection;
  if (columns === undefined) {
    const { names } = paths.root;
    if (names === undefined || (names.size <= SOUGHT_MAX && standAsPut(names.keys())))
      return copyParts(projection, view, writer);
  } else {
    const names = new Set(columns.map(({ name }) => name));
    if (names.size === columns.length && names.size <= SOUGHT_MAX && standAsPut(names))
      return copyColumns(columns, view, writer);
  }
  return readAndProject(projection, view, writer);
}

/** Whether an object lists these names in the order in which they were put there. */
function standAsPut(names: Iterable<string>): boolean {
  for (const name of names) if (mayBeListedFirst(name)) return false;
  return true;
}

function copyParts({ paths }: Projection, view: RowView, writer: RowWriter): Slice {
  const { row, names } = view;
  const parts = new RowParts(row);
  let sizeBytes = 0;
  for (const [name, node] of paths.root.names ?? []) {
    const place = view.place(name);
    if (place === undefined) continue;
    if (node.path !== undefined) {
      parts.keep(place);
      sizeBytes += utf8Length(name);
      sizeBytes += sizeOfRowValue(row.bytes, place.valueFrom, place.valueTo, names);
      continue;
    }
    const value = view.find(name);
    const part = value && prune(node, value);
    if (part === undefined) continue;
    parts.add(name, part);
    sizeBytes += utf8Length(name) + sizeOfValue(part);
  }
  return writer.compose(parts, sizeBytes, names);
}

function copyColumns(columns: readonly Column[], view: RowView, writer: RowWriter): Slice {
  const { row, names } = view;
  const parts = new RowParts(row);
  let sizeBytes = 0;
  for (const { name, path } of columns) {
    const value = view.slice(path);
    if (value === undefined) continue;
    parts.copy(name, value);
    sizeBytes += utf8Length(name) + sizeOfRowValue(value.bytes, value.from, value.to, names);
  }
  return writer.compose(parts, sizeBytes, names);
}

function readAndProject(projection: Projection, view: RowView, writer: RowWriter): Slice {
  const { row, names } = view;
  const item = projectItem(projection, decodeRow(row, names));
  return writer.write(item, sizeOfItem(item), names);
}
