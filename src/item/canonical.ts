import {
  emptyAttributes,
  type AttributeMap,
  type AttributeType,
  type AttributeValue,
  type Item,
} from '../wire/attribute-value.ts';
import { attributeNameBytes, EMPTY_NAME } from './attribute-name.ts';
import { byteLengthOfBase64, isCanonicalBase64 } from './binary.ts';
import {
  canonicalBinarySet,
  canonicalNumberSet,
  canonicalStringSet,
  checkWellFormed,
} from './canonical-set.ts';
import type { ValueLayer } from './decimal.ts';
import {
  checkItemShape,
  isObject,
  readFlag,
  wrongBase64,
  wrongList,
  wrongMap,
  wrongScalar,
  wrongStructure,
} from './json-shape.ts';
import { MAX_LEVELS, NESTED_TOO_DEEP } from './nesting.ts';
import { normalNumberSize } from './normal-number.ts';
import { numberSize, parseNumber } from './number.ts';
import {
  DOCUMENT_OVERHEAD_BYTES,
  FLAG_BYTES,
  MEMBER_OVERHEAD_BYTES,
  utf8Length,
} from './item-size.ts';
import { invalidValue, ValueFault } from './value-fault.ts';

/**
 * From JSON as it came off the wire to canonical form (see `wire/attribute-value.ts`). This runs on every value of every
 * request, so it is one walk which checks, measures and copies nothing that was canonical already.
 *
 * 1. What is canonical comes back as the very same object; a part that changes makes new the objects above it, which have
 *    no prototype where names come from outside, and leaves its siblings shared. The caller's JSON is never altered.
 * 2. Only own members are read, so every name is an attribute like any other. Members that are null do not exist.
 * 3. The walk never goes deeper than DynamoDB's limit, whatever the JSON does.
 * 4. A wrong JSON type anywhere wins over every other fault, as in AWS.
 *
 * Source: validation.md sections 2, 3 and 4; sizes: semantics.md section 1.
 */

const NO_TYPE =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
export const SEVERAL_TYPES =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';

export interface CanonicalItem {
  readonly item: Item;
  /** As DynamoDB counts it: names and values, see `size.ts`. */
  readonly sizeBytes: number;
}

/**
 * The canonical form of an item, a key or any other map of attribute values.
 *
 * Throws a `SerializationException` for wrong JSON types and invalid base64, and a {@link ValueFault} for everything
 * else, worded as `layer` words it. Does not look at the size limit: it differs between operations.
 */
export function canonicalItem(wire: unknown, layer: ValueLayer): CanonicalItem {
  const walk: Walk = { layer, root: wire, sizeBytes: 0 };
  try {
    const item = canonicalMap(wire, walk, 1);
    return { item, sizeBytes: walk.sizeBytes };
  } catch (fault) {
    if (fault instanceof ValueFault) checkItemShape(wire);
    throw fault;
  }
}

/** Adds up sizes as DynamoDB counts them. */
export interface Meter {
  sizeBytes: number;
}

/** The canonical form of one value, its size added to `meter`. Throws as {@link canonicalItem} does. */
export function canonicalValue(wire: unknown, layer: ValueLayer, meter?: Meter): AttributeValue {
  const root = { value: wire };
  const walk: Walk = { layer, root, sizeBytes: 0 };
  try {
    const value = canonicalAt(wire, walk, 1);
    if (meter !== undefined) meter.sizeBytes += walk.sizeBytes;
    return value;
  } catch (fault) {
    if (fault instanceof ValueFault) checkItemShape(root);
    throw fault;
  }
}

interface Walk {
  readonly layer: ValueLayer;
  /** The map the walk began at. */
  readonly root: unknown;
  sizeBytes: number;
}

const TYPES: ReadonlySet<string> = new Set<AttributeType>([
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'SS',
  'NS',
  'BS',
  'L',
  'M',
]);

/** Attributes whose values are at `level`. Counts names and values, not the map itself. */
function canonicalMap(given: unknown, walk: Walk, level: number): AttributeMap {
  if (!isObject(given)) throw wrongMap(given);
  const overhead = level === 1 ? 0 : MEMBER_OVERHEAD_BYTES;
  let copy: Record<string, AttributeValue> | undefined;
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value === null) {
      copy ??= copyOf(given as AttributeMap);
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a private copy without prototype
      delete copy[name];
      continue;
    }
    if (name === '') throw emptyName(walk, level);
    walk.sizeBytes += overhead + attributeNameBytes(name);
    const canonical = canonicalAt(value, walk, level);
    if (canonical !== value) {
      copy ??= copyOf(given as AttributeMap);
      copy[name] = canonical;
    }
  }
  return copy ?? (given as AttributeMap);
}

function copyOf(map: AttributeMap): Record<string, AttributeValue> {
  return Object.assign(emptyAttributes(), map);
}

function canonicalList(given: unknown, walk: Walk, level: number): readonly AttributeValue[] {
  if (!Array.isArray(given)) throw wrongList(given);
  const elements = given as readonly unknown[];
  let copy: AttributeValue[] | undefined;
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i];
    if (element === null) throw new ValueFault(NO_TYPE);
    walk.sizeBytes += MEMBER_OVERHEAD_BYTES;
    const canonical = canonicalAt(element, walk, level);
    if (canonical !== element) {
      copy ??= [...(elements as readonly AttributeValue[])];
      copy[i] = canonical;
    }
  }
  return copy ?? (elements as readonly AttributeValue[]);
}

function canonicalAt(given: unknown, walk: Walk, level: number): AttributeValue {
  if (!isObject(given)) throw wrongStructure(given);
  if (level > MAX_LEVELS) throw tooDeep(walk);
  let type = '';
  let members = 0;
  for (const member in given) {
    type = member;
    members += 1;
  }
  if (members !== 1 || given[type] === null) return canonicalAt(onlyMember(given), walk, level);
  const payload = given[type];
  const canonical = canonicalPayload(type, payload, walk, level);
  if (canonical === payload) return given as unknown as AttributeValue;
  return { [type]: canonical } as unknown as AttributeValue;
}

/** The value without members that are null or unknown. */
function onlyMember(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = Object.entries(given).filter(([type, payload]) => {
    return payload !== null && TYPES.has(type);
  });
  if (known.length === 0) throw new ValueFault(NO_TYPE);
  if (known.length > 1) throw new ValueFault(SEVERAL_TYPES);
  return Object.fromEntries(known);
}

/** What stands behind the type: the very same if it was canonical. */
function canonicalPayload(type: string, payload: unknown, walk: Walk, level: number): unknown {
  switch (type) {
    case 'S':
      if (typeof payload !== 'string') throw wrongScalar(payload, 'String');
      walk.sizeBytes += checkWellFormed(payload);
      return payload;
    case 'N':
      return canonicalNumber(payload, walk);
    case 'M':
      walk.sizeBytes += DOCUMENT_OVERHEAD_BYTES;
      return canonicalMap(payload, walk, level + 1);
    case 'L':
      walk.sizeBytes += DOCUMENT_OVERHEAD_BYTES;
      return canonicalList(payload, walk, level + 1);
    case 'BOOL':
      walk.sizeBytes += FLAG_BYTES;
      return readFlag(payload);
    case 'NULL':
      walk.sizeBytes += FLAG_BYTES;
      if (readFlag(payload)) return true;
      throw invalidValue('Null attribute value types must have the value of true');
    case 'B':
      return canonicalBinary(payload, walk);
    case 'SS':
      return measured(canonicalStringSet(payload, walk.layer), utf8Length, walk);
    case 'NS':
      return measured(canonicalNumberSet(payload, walk.layer), numberSize, walk);
    case 'BS':
      return measured(canonicalBinarySet(payload, walk.layer), byteLengthOfBase64, walk);
    default:
      throw new ValueFault(NO_TYPE);
  }
}

function canonicalNumber(payload: unknown, walk: Walk): string {
  if (typeof payload !== 'string') throw wrongScalar(payload, 'String');
  const size = normalNumberSize(payload);
  if (size > 0) {
    walk.sizeBytes += size;
    return payload;
  }
  const number = parseNumber(payload, walk.layer);
  walk.sizeBytes += numberSize(number);
  return number;
}

function canonicalBinary(payload: unknown, walk: Walk): string {
  if (typeof payload !== 'string') throw wrongScalar(payload, 'Blob');
  if (!isCanonicalBase64(payload)) throw wrongBase64(payload);
  walk.sizeBytes += byteLengthOfBase64(payload);
  return payload;
}

function measured(
  members: readonly string[],
  sizeOf: (member: string) => number,
  walk: Walk,
): readonly string[] {
  for (const member of members) walk.sizeBytes += sizeOf(member);
  return members;
}

/** An empty name of the item itself is reported before nesting. */
function tooDeep(walk: Walk): ValueFault {
  const emptyAtTop = isObject(walk.root) && Object.hasOwn(walk.root, '');
  return new ValueFault(emptyAtTop ? EMPTY_NAME : NESTED_TOO_DEEP);
}

/** Nesting is reported before an empty name inside a map. */
function emptyName(walk: Walk, level: number): ValueFault {
  return new ValueFault(level > 1 && isTooDeep(walk.root, 0) ? NESTED_TOO_DEEP : EMPTY_NAME);
}

/** Whether some value below `map`, itself at `level`, lies deeper than allowed. */
function isTooDeep(map: unknown, level: number): boolean {
  if (level > MAX_LEVELS) return true;
  if (typeof map !== 'object' || map === null) return false;
  return Object.values(map).some((value) => {
    if (!isObject(value)) return false;
    if (level === MAX_LEVELS) return true;
    return isTooDeep(value['M'], level + 1) || isTooDeep(value['L'], level + 1);
  });
}
