/**
 * DynamoDB's attribute values in their wire shape: an object with exactly one member, named by the type.
 *
 * After `item/canonical.ts` has accepted a value it is in **canonical form**, and that is the only form the engine
 * keeps, compares, stores and answers: numbers in DynamoDB's normal form, set members in DynamoDB's order without
 * duplicates, binary as padded base64 text without stray bits.
 */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: AttributeMap };

/**
 * Attributes by name. Names come from outside: read with {@link findAttribute}, never by plain property access,
 * and build with {@link emptyAttributes}, so that `__proto__` and `toString` are names like any other.
 */
export interface AttributeMap {
  readonly [name: string]: AttributeValue;
}

/** A whole item, or any other top-level map of attributes (a key, an ExpressionAttributeValues). */
export type Item = AttributeMap;

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** The types a key attribute may have. */
export type ScalarType = 'S' | 'N' | 'B';

/** The one member name of a value. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError('an attribute value without a type');
}

/** The attribute called `name`, or undefined. Sees own members only. */
export function findAttribute(map: AttributeMap, name: string): AttributeValue | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** A map to fill: without a prototype, so that assignment by any name makes an own member. */
export function emptyAttributes(): Record<string, AttributeValue> {
  return Object.create(null) as Record<string, AttributeValue>;
}
