import { attributeNameBytes } from '../item/attribute-name.ts';
import { ValueFault } from '../item/value-fault.ts';
import { findAttribute } from '../wire/attribute-value.ts';
import type { AttributeMap, AttributeValue } from '../wire/attribute-value.ts';
import { isIdentifierPart } from './syntax/scanner.ts';

/** Longest placeholder, its `#` or `:` included. Source: reference validation.md section 6. */
const PLACEHOLDER_LENGTH_MAX = 255;

type Member = 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

/**
 * The ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions used.
 *
 * Values are canonical already. The constructor throws `ValueFault` (bare) for empty maps and bad keys, names first.
 * Source: reference validation.md section 6.
 */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>> | undefined;
  readonly #values: AttributeMap | undefined;
  readonly #used = new Set<string>();

  constructor(
    names: Readonly<Record<string, string>> | undefined,
    values: AttributeMap | undefined,
  ) {
    if (names !== undefined) checkNames(names);
    if (values !== undefined) checkKeys('ExpressionAttributeValues', ':', values);
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

function checkNames(names: Readonly<Record<string, string>>): void {
  checkKeys('ExpressionAttributeNames', '#', names);
  for (const key of Object.keys(names)) attributeNameBytes(names[key] ?? '');
}

function checkKeys(member: Member, sigil: '#' | ':', map: Readonly<Record<string, unknown>>): void {
  const keys = Object.keys(map);
  if (keys.length === 0) throw new ValueFault(`${member} must not be empty`);
  for (const key of keys) {
    if (!isPlaceholder(sigil, key)) {
      throw new ValueFault(`${member} contains invalid key: Syntax error; key: "${key}"`);
    }
    if (key.length > PLACEHOLDER_LENGTH_MAX) {
      const text = 'The expression attribute map contains a key that is too long; size of key';
      throw new ValueFault(`${member} contains invalid key: ${text}: ${key.length}`);
    }
  }
}

function isPlaceholder(sigil: '#' | ':', key: string): boolean {
  if (key.length < 2 || key[0] !== sigil) return false;
  for (let at = 1; at < key.length; at++) {
    if (!isIdentifierPart(key.charCodeAt(at))) return false;
  }
  return true;
}
