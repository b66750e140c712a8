import {
  DOCUMENT_OVERHEAD_BYTES,
  FLAG_BYTES,
  MEMBER_OVERHEAD_BYTES,
  utf8Length,
} from '../item-size.ts';
import { MAX_LEVELS } from '../nesting.ts';
import { normalNumberSize } from '../normal-number.ts';
import { RowBytes } from './row-bytes.ts';
import { RowEntries, RowMembers } from './row-entries.ts';
import { RowFault } from './row-fault.ts';
import {
  ASCII,
  BINARY,
  BINARY_SET,
  DECIMAL,
  FALSE,
  INTEGER,
  LEAST_SMALL,
  LIST,
  MAP,
  NULL,
  NUMBER_SET,
  SMALL,
  STRING_SET,
  TRUE,
  UTF8,
} from './row-format.ts';
import type { RowNames } from './row-names.ts';

/** What the value in `[from, to)` of a row weighs without its name, in bytes: `sizeOfValue` of it. Throws {@link RowFault}. */
export function sizeOfRowValue(
  bytes: Uint8Array,
  from: number,
  to: number,
  names: RowNames,
): number {
  return sizeAt(bytes, from, to, names, 0);
}

/** What the name of an attribute weighs, in bytes. */
export function sizeOfRowName(entries: RowEntries, names: RowNames): number {
  const { code } = entries;
  return (code & 1) === 0 ? utf8Length(entries.nameOf(names)) : code >>> 1;
}

function sizeAt(
  bytes: Uint8Array,
  from: number,
  to: number,
  names: RowNames,
  level: number,
): number {
  if (from >= to) throw new RowFault('a value has no type');
  const tag = bytes[from] as number;
  const inside = from + 1;
  switch (tag) {
    case ASCII:
    case UTF8:
    case BINARY:
      return to - inside;
    case TRUE:
    case FALSE:
    case NULL:
      return FLAG_BYTES;
    case MAP:
      return sizeOfMap(new RowEntries(bytes, inside, to), names, level + 1);
    case LIST:
      return sizeOfList(new RowMembers(bytes, inside, to), names, level + 1);
    case STRING_SET:
    case NUMBER_SET:
    case BINARY_SET:
      return sizeOfSet(new RowMembers(bytes, inside, to), tag, names);
    default:
      return sizeOfNumber(bytes, from, to);
  }
}

function sizeOfMap(entries: RowEntries, names: RowNames, level: number): number {
  mustBeShallow(level);
  let size = DOCUMENT_OVERHEAD_BYTES;
  while (entries.next()) {
    const { bytes, valueFrom, valueTo } = entries;
    size += MEMBER_OVERHEAD_BYTES + sizeOfRowName(entries, names);
    size += sizeAt(bytes, valueFrom, valueTo, names, level);
  }
  return size;
}

function sizeOfList(members: RowMembers, names: RowNames, level: number): number {
  mustBeShallow(level);
  let size = DOCUMENT_OVERHEAD_BYTES;
  while (members.next()) {
    const { bytes, valueFrom, valueTo } = members;
    size += MEMBER_OVERHEAD_BYTES + sizeAt(bytes, valueFrom, valueTo, names, level);
  }
  return size;
}

function sizeOfSet(members: RowMembers, tag: number, names: RowNames): number {
  let size = 0;
  while (members.next()) {
    const { bytes, valueFrom, valueTo } = members;
    if (tag === BINARY_SET) size += valueTo - valueFrom;
    else size += sizeAt(bytes, valueFrom, valueTo, names, MAX_LEVELS);
  }
  return size;
}

function sizeOfNumber(bytes: Uint8Array, from: number, to: number): number {
  const reader = new RowBytes(bytes, from, to);
  const tag = reader.u8();
  if (tag >= SMALL) return sizeOfInteger(tag - SMALL + LEAST_SMALL);
  if (tag === INTEGER) return sizeOfInteger(reader.integer(to));
  const size = tag === DECIMAL ? normalNumberSize(reader.utf8(to)) : 0;
  if (size === 0) throw new RowFault('a type is unknown, or a number is none');
  return size;
}

/** A byte, and one for two digits without the zeros at the end; one more for a sign. */
function sizeOfInteger(value: number): number {
  if (value === 0) return 1;
  let digits = 0;
  let rest = Math.abs(value);
  while (rest % 10 === 0) rest /= 10;
  for (; rest >= 1; rest = Math.floor(rest / 10)) digits++;
  return 1 + ((digits + 1) >> 1) + (value < 0 ? 1 : 0);
}

function mustBeShallow(level: number): void {
  if (level > MAX_LEVELS + 1) throw new RowFault('it nests too deep');
}
