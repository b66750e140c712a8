import type { AttributeValue, Item } from '../../wire/attribute-value.ts';

/*
 * Attribute values as the simplest thing that can hold them, with equality and order written straight from
 * semantics.md section 2: what the engine's own values are held against.
 */

export type Type = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';
export type Bytes = readonly number[];
export type Members = ReadonlyMap<string, Value>;
export type Path = readonly (string | number)[];

/** Numbers are tenths. Members of a set stand in any order, none of them twice. */
export type Value =
  | { readonly type: 'S'; readonly text: string }
  | { readonly type: 'N'; readonly tenths: bigint }
  | { readonly type: 'B'; readonly bytes: Bytes }
  | { readonly type: 'BOOL'; readonly flag: boolean }
  | { readonly type: 'NULL' }
  | SetValue
  | { readonly type: 'L'; readonly elements: readonly Value[] }
  | { readonly type: 'M'; readonly members: Members };

export type SetValue =
  | { readonly type: 'SS'; readonly texts: readonly string[] }
  | { readonly type: 'NS'; readonly tenths: readonly bigint[] }
  | { readonly type: 'BS'; readonly bytes: readonly Bytes[] };

export function decimalOf(tenths: bigint): string {
  const digits = String(tenths < 0n ? -tenths : tenths).padStart(2, '0');
  return `${tenths < 0n ? '-' : ''}${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

/** The value as a request would have it, not yet in canonical form. */
export function wireOf(value: Value): AttributeValue {
  switch (value.type) {
    case 'S':
      return { S: value.text };
    case 'N':
      return { N: decimalOf(value.tenths) };
    case 'B':
      return { B: base64Of(value.bytes) };
    case 'BOOL':
      return { BOOL: value.flag };
    case 'NULL':
      return { NULL: true };
    case 'SS':
      return { SS: value.texts };
    case 'NS':
      return { NS: value.tenths.map(decimalOf) };
    case 'BS':
      return { BS: value.bytes.map(base64Of) };
    case 'L':
      return { L: value.elements.map(wireOf) };
    case 'M':
      return { M: wireItem(value.members) };
  }
}

export function wireItem(members: Members): Item {
  return Object.fromEntries([...members].map(([name, value]) => [name, wireOf(value)]));
}

function base64Of(bytes: Bytes): string {
  return Buffer.from(bytes).toString('base64');
}

export function valueAt(members: Members, path: Path): Value | undefined {
  let value: Value | undefined = { type: 'M', members };
  for (const step of path) {
    if (typeof step === 'string') {
      value = value?.type === 'M' ? value.members.get(step) : undefined;
    } else {
      value = value?.type === 'L' ? value.elements[step] : undefined;
    }
  }
  return value;
}

export function isSame(a: Value, b: Value): boolean {
  if (a.type === 'NULL' || b.type === 'NULL') return a.type === b.type;
  if (a.type === 'BOOL' || b.type === 'BOOL') {
    return a.type === 'BOOL' && b.type === 'BOOL' && a.flag === b.flag;
  }
  if (a.type === 'L' && b.type === 'L') {
    const others = b.elements;
    return a.elements.length === others.length && a.elements.every((x, i) => isAlso(x, others[i]));
  }
  if (a.type === 'M' && b.type === 'M') {
    const others = b.members;
    if (a.members.size !== others.size) return false;
    return [...a.members].every(([name, value]) => isAlso(value, others.get(name)));
  }
  const [ours, theirs] = [membersOf(a), membersOf(b)];
  if (ours !== undefined && theirs !== undefined && a.type === b.type) {
    return ours.length === theirs.length && ours.every((x) => theirs.some((y) => isSame(x, y)));
  }
  return orderOf(a, b) === 0;
}

function isAlso(a: Value, b: Value | undefined): boolean {
  return b !== undefined && isSame(a, b);
}

/** The members of a set as values of their own; undefined for what is no set. */
export function membersOf(value: Value): readonly Value[] | undefined {
  if (value.type === 'SS') return value.texts.map((text) => ({ type: 'S', text }));
  if (value.type === 'NS') return value.tenths.map((tenths) => ({ type: 'N', tenths }));
  if (value.type === 'BS') return value.bytes.map((bytes) => ({ type: 'B', bytes }));
  return undefined;
}

/** The order of two strings, two numbers or two binary values; undefined for anything else. */
export function orderOf(a: Value, b: Value): number | undefined {
  if (a.type === 'N' && b.type === 'N') {
    return a.tenths < b.tenths ? -1 : a.tenths > b.tenths ? 1 : 0;
  }
  if ((a.type === 'S' && b.type === 'S') || (a.type === 'B' && b.type === 'B')) {
    return Buffer.compare(Buffer.from(bytesOf(a)), Buffer.from(bytesOf(b)));
  }
  return undefined;
}

/** The bytes behind a string or a binary value. */
export function bytesOf(value: Value): Bytes {
  if (value.type === 'B') return value.bytes;
  return value.type === 'S' ? [...Buffer.from(value.text, 'utf8')] : [];
}

/** Whether the bytes of `part` stand in `whole` at `at`. */
export function standsAt(whole: Bytes, part: Bytes, at: number): boolean {
  return at + part.length <= whole.length && part.every((byte, i) => whole[at + i] === byte);
}
