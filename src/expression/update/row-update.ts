import { sizeOfItem, sizeOfValue, utf8Length } from '../../item/item-size.ts';
import { mayBeListedFirst } from '../../item/listing-order.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { RowFault } from '../../item/row/row-fault.ts';
import { RowParts } from '../../item/row/row-parts.ts';
import { sizeOfRowValue } from '../../item/row/row-value-size.ts';
import { RowView } from '../../item/row/row-view.ts';
import type { RowWriter } from '../../item/row/row-writer.ts';
import { updateItem, writtenAttributes } from './update-application.ts';
import type { WrittenAttribute } from './update-application.ts';
import type { UpdateNode } from './update-nodes.ts';
import { RowUpdate } from './update-result.ts';

/** So many attributes are looked for one by one; where more are touched the row is read once. */
const SOUGHT_MAX = 32;

/** Writes the row anew with what becomes of the attributes that the update touches; all others are copied. */
export function updateRow(update: UpdateNode, view: RowView, writer: RowWriter): RowUpdate {
  const touched = update.targets.root.names?.size ?? 0;
  const written = touched > SOUGHT_MAX ? undefined : writtenAttributes(update, view);
  const after = written && composeUpdated(written, view, writer);
  return new RowUpdate(update, view, after ?? readAndUpdate(update, view, writer));
}

/** An attribute that stands in the row already, by the place of its entry there. */
interface StandingAttribute extends WrittenAttribute {
  readonly at: number;
}

/** Undefined where a new attribute may not belong behind all others. */
function composeUpdated(
  written: readonly WrittenAttribute[],
  view: RowView,
  writer: RowWriter,
): RowView | undefined {
  const { row, names } = view;
  let { sizeBytes } = view;
  const standing: StandingAttribute[] = [];
  const parts = new RowParts(row);
  for (const { name, value } of written) {
    const place = view.place(name);
    if (place === undefined && value === undefined) continue;
    const nameBytes = utf8Length(name);
    if (value !== undefined) sizeBytes += nameBytes + sizeOfValue(value);
    if (place !== undefined) {
      const { entryFrom: at, valueFrom, valueTo } = place;
      sizeBytes -= nameBytes + sizeOfRowValue(row.bytes, valueFrom, valueTo, names);
      standing.push({ name, value, at });
    } else if (mayBeListedFirst(name)) return undefined;
  }
  if (sizeBytes < 0) throw new RowFault('it is smaller than its attributes');
  addStanding(parts, view, standing);
  for (const { name, value } of written) {
    const isNew = !standing.some((attribute) => attribute.name === name);
    if (isNew && value !== undefined) parts.add(name, value);
  }
  return new RowView(writer.compose(parts, sizeBytes, names), names);
}

/** All attributes that were there, and are not removed. */
function addStanding(parts: RowParts, view: RowView, touched: StandingAttribute[]): void {
  touched.sort((a, b) => a.at - b.at);
  let next = 0;
  const entries = view.entries();
  while (entries.next()) {
    const attribute = touched[next];
    if (attribute?.at !== entries.entryFrom) {
      parts.keep(entries);
      continue;
    }
    next++;
    if (attribute.value !== undefined) parts.add(attribute.name, attribute.value);
  }
}

function readAndUpdate(update: UpdateNode, view: RowView, writer: RowWriter): RowView {
  const { row, names } = view;
  const { item } = updateItem(update, decodeRow(row, names));
  return new RowView(writer.write(item, sizeOfItem(item), names), names);
}
