import { patternFault } from './pattern-fault.ts';
import type { Alternatives, FieldNode, ObjectNode, Scalar, ValueTest } from './pattern-nodes.ts';
import { equalsValue, parseOperator } from './value-matchers.ts';

/** Lambda takes patterns of up to 4,096 characters. Source: API reference, Filter. */
const LONGEST_PATTERN = 4096;
const OR = '$or';
/** Deeper than any item nests, with the members around it. */
const DEEPEST_PATTERN = 100;
/** Source: EventBridge, "Or matching". */
const MOST_ALTERNATIVES = 1_000;
const NOTHING: ObjectNode = { fields: new Map(), objects: new Map() };

/** Names that no field may have inside `$or`. Source: Event Ruler, Constants.java. */
const RESERVED_IN_OR: ReadonlySet<string> = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr html = < <= > >= regex ' +
    'not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ' +
    'ip-address-in-range ip-address-not-in-range'
  ).split(' '),
);

/**
 * Reads an event pattern, an object or its JSON text, in EventBridge's syntax.
 * Throws a `TypeError` that tells the place of the fault.
 */
export function parsePattern(pattern: unknown): Alternatives {
  const text =
    typeof pattern === 'string' ? pattern : (JSON.stringify(pattern) as string | undefined);
  if (text === undefined) throw patternFault([], 'must be an object or a text');
  if (text.length > LONGEST_PATTERN) {
    throw patternFault([], `longer than ${LONGEST_PATTERN} characters`);
  }
  return parseObject(parseText(text), [], false);
}

/** Objects go through JSON too: what is matched is what Lambda would have been sent. */
function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw patternFault([], 'not JSON');
  }
}

function parseObject(value: unknown, path: readonly string[], isInOr: boolean): Alternatives {
  if (!isObject(value)) throw patternFault(path, 'must be an object');
  if (path.length > DEEPEST_PATTERN)
    throw patternFault([], `deeper than ${DEEPEST_PATTERN} levels`);
  const entries = Object.entries(value);
  if (entries.length === 0) throw patternFault(path, 'empty objects are not allowed');
  let alternatives: Alternatives = [NOTHING];
  for (const [name, member] of entries) {
    if (isInOr && RESERVED_IN_OR.has(name)) {
      throw patternFault(path, `${name} is reserved and cannot name a field inside ${OR}`);
    }
    const parsed = parseMember(name, member, path, isInOr);
    if (alternatives.length * parsed.length > MOST_ALTERNATIVES) {
      throw patternFault(path, `more than ${MOST_ALTERNATIVES} combinations of ${OR}`);
    }
    alternatives = alternatives.flatMap((one) => parsed.map((other) => bothOf(one, other, path)));
  }
  return alternatives;
}

function parseMember(
  name: string,
  value: unknown,
  parent: readonly string[],
  isInOr: boolean,
): Alternatives {
  if (name === OR) return parseOr(value, parent);
  const path = [...parent, name];
  if (Array.isArray(value)) {
    return [{ ...NOTHING, fields: new Map([[name, parseField(value, path)]]) }];
  }
  if (!isObject(value)) throw patternFault(path, 'must be an object or an array');
  return parseObject(value, path, isInOr).map((object) => ({
    ...NOTHING,
    objects: new Map([[name, object]]),
  }));
}

function parseOr(value: unknown, path: readonly string[]): Alternatives {
  const alternatives = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (alternatives.length < 2)
    throw patternFault(path, `${OR} must be an array of at least 2 objects`);
  return alternatives.flatMap((alternative) => parseObject(alternative, path, true));
}

/** What asks for both: objects of one name become one, so that in an array one element must have all of it. */
function bothOf(one: ObjectNode, other: ObjectNode, path: readonly string[]): ObjectNode {
  for (const name of other.fields.keys()) {
    if (one.fields.has(name))
      throw patternFault([...path, name], 'must not be given several times');
  }
  const objects = new Map(one.objects);
  for (const [name, object] of other.objects) {
    const same = objects.get(name);
    objects.set(name, same === undefined ? object : bothOf(same, object, [...path, name]));
  }
  return { fields: new Map([...one.fields, ...other.fields]), objects };
}

function parseField(elements: readonly unknown[], path: readonly string[]): FieldNode {
  if (elements.length === 0) throw patternFault(path, 'empty arrays are not allowed');
  const tests: ValueTest[] = [];
  let allowsAbsent = false;
  for (const element of elements) {
    const test = isObject(element) ? parseExpression(element, path) : parseValue(element, path);
    if (test === 'absent') allowsAbsent = true;
    else tests.push(test);
  }
  return { path, tests, allowsAbsent };
}

function parseValue(element: unknown, path: readonly string[]): ValueTest {
  if (typeof element === 'object' && element !== null) {
    throw patternFault(path, 'a value must be a text, a number, true, false, null, or an operator');
  }
  return equalsValue(element as Scalar);
}

function parseExpression(
  element: Readonly<Record<string, unknown>>,
  path: readonly string[],
): ValueTest | 'absent' {
  const [only, ...more] = Object.entries(element);
  if (only === undefined) throw patternFault(path, 'an operator is missing');
  if (more.length > 0) throw patternFault(path, 'only one operator is allowed in an element');
  const [name, operand] = only;
  if (name !== 'exists') return parseOperator(name, operand, path);
  if (typeof operand !== 'boolean') throw patternFault(path, 'exists must be true or false');
  return operand ? () => true : 'absent';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
