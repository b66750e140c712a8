import { attributeNameBytes } from '../../item/attribute-name.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { findAttribute } from '../../wire/attribute-value.ts';
import type { AttributeMap, AttributeValue } from '../../wire/attribute-value.ts';
import { isIdentifierPart } from '../syntax/scanner.ts';

/** Longest placeholder, its `#` or `:` included. Source: reference validation.md section 6. */
const PLACEHOLDER_LENGTH_MAX = 255;

/** Placeholders and what stands behind them, each kind and both together. Source: reference validation.md section 6. */
export const PLACEHOLDERS_BYTES_MAX = 2 * 1_048_576;

/** Three expressions of 4,096 bytes name fewer than 4,100: `#a,` and again. */
export const PLACEHOLDERS_MAX = 5_000;

type Member = 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

/**
 * The ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions used.
 *
 * Values are canonical already, `valuesBytes` their size. The constructor throws `ValueFault` (bare) for empty maps and bad keys, names first.
 * Source: reference validation.md section 6.
 */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>> | undefined;
  readonly #values: AttributeMap | undefined;
  readonly #used = new Set<string>();
  /** What the values weigh without their names. */
  readonly valuesBytes: number;

  constructor(
    names: Readonly<Record<string, string>> | undefined,
    values: AttributeMap | undefined,
    valuesBytes = 0,
  ) {
    const namesSize = names === undefined ? 0 : checkNames(names);
    if (values !== undefined) {
      const keysSize = checkKeys('ExpressionAttributeValues', ':', values);
      checkSizes(namesSize, keysSize + valuesBytes);
    }
    this.valuesBytes = valuesBytes;
    this.#names = names;
    this.#values = values;
  }

  /** The attribute name behind `#name`, counted as used; undefined if the request does not define it. */
  findName(placeholder: string): string | undefined {
    const names = this.#names;
    if (names === undefined || !Object.hasOwn(names, placeholder)) return undefined;
    this.#used.add(placeholder);
    return names[placeholder];
  }

  /** The value behind `:value`, counted as used; undefined if the request does not define it. */
  findValue(placeholder: string): AttributeValue | undefined {
    const values = this.#values;
    if (values === undefined) return undefined;
    const value = findAttribute(values, placeholder);
    if (value !== undefined) this.#used.add(placeholder);
    return value;
  }

  /** Throws `ValueFault` (bare) for what no expression used, names first. Call after the last compile. */
  assertAllUsed(): void {
    this.#assertUsed('ExpressionAttributeNames', this.#names);
    this.#assertUsed('ExpressionAttributeValues', this.#values);
  }

  #assertUsed(member: Member, map: Readonly<Record<string, unknown>> | undefined): void {
    if (map === undefined) return;
    let unused: string[] | undefined;
    for (const key of Object.keys(map)) {
      if (!this.#used.has(key)) (unused ??= []).push(key);
    }
    if (unused === undefined) return;
    const keys = unused.join(', ');
    throw new ValueFault(`Value provided in ${member} unused in expressions: keys: {${keys}}`);
  }
}

/** Answers their size in bytes. */
function checkNames(names: Readonly<Record<string, string>>): number {
  let sizeBytes = checkKeys('ExpressionAttributeNames', '#', names);
  for (const key of Object.keys(names)) sizeBytes += attributeNameBytes(names[key] ?? '');
  if (sizeBytes > PLACEHOLDERS_BYTES_MAX) throw tooLarge('ExpressionAttributeNames');
  return sizeBytes;
}

function checkSizes(namesBytes: number, valuesBytes: number): void {
  if (valuesBytes > PLACEHOLDERS_BYTES_MAX) throw tooLarge('ExpressionAttributeValues');
  if (namesBytes + valuesBytes <= PLACEHOLDERS_BYTES_MAX) return;
  throw tooLarge('Combined size of ExpressionAttributeNames and ExpressionAttributeValues');
}

/** DynamoDB Local's text. */
function tooLarge(what: string): ValueFault {
  return new ValueFault(`${what} exceeds max size`);
}

/** Throws `ValueFault` (bare) for a map without a placeholder, or of more than expressions have room for. */
export function checkCount(member: Member, map: Readonly<Record<string, unknown>>): void {
  const count = Object.keys(map).length;
  if (count === 0) throw new ValueFault(`${member} must not be empty`);
  if (count > PLACEHOLDERS_MAX) throw tooLarge(member);
}

/** Answers the size of all keys, which are ASCII, in bytes. */
function checkKeys(
  member: Member,
  sigil: '#' | ':',
  map: Readonly<Record<string, unknown>>,
): number {
  checkCount(member, map);
  let sizeBytes = 0;
  for (const key of Object.keys(map)) {
    if (key === '') {
      const text = 'The expression attribute map contains an empty key;';
      throw new ValueFault(`${member} contains invalid key: ${text}`);
    }
    if (!isPlaceholder(sigil, key)) {
      throw new ValueFault(`${member} contains invalid key: Syntax error; key: "${key}"`);
    }
    if (key.length > PLACEHOLDER_LENGTH_MAX) {
      const text = 'The expression attribute map contains a key that is too long; size of key';
      throw new ValueFault(`${member} contains invalid key: ${text}: ${key.length}`);
    }
    sizeBytes += key.length;
  }
  return sizeBytes;
}

function isPlaceholder(sigil: '#' | ':', key: string): boolean {
  if (key.length < 2 || key[0] !== sigil) return false;
  for (let at = 1; at < key.length; at++) {
    if (!isIdentifierPart(key.charCodeAt(at))) return false;
  }
  return true;
}
