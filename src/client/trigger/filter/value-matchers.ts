import { isInAddressRange, parseIpRange } from './ip-address.ts';
import { isComparable, parseNumericRange } from './numeric-range.ts';
import { patternFault } from './pattern-fault.ts';
import type { Scalar, ValueTest } from './pattern-nodes.ts';
import { matchesWildcard, parseWildcard } from './wildcard.ts';

type Fault = (text: string) => Error;
type TextTest = (text: string) => boolean;

/** The matcher that an operator makes of its operand. `exists` is not among them: a field may be absent, a value not. */
const OPERATORS: Readonly<Record<string, (operand: unknown, fault: Fault) => ValueTest>> = {
  exactly: (operand, fault) => onText(equals(textOf(operand, fault))),
  prefix: (operand, fault) => onText(affix(operand, beginsWith, fault)),
  suffix: (operand, fault) => onText(affix(operand, endsWith, fault)),
  'equals-ignore-case': (operand, fault) => onText(equalsIgnoringCase(textOf(operand, fault))),
  wildcard: (operand, fault) => onText(wildcard(textOf(operand, fault), fault)),
  numeric: (operand, fault) => {
    const isInside = parseNumericRange(operand, fault);
    return (value) => typeof value === 'number' && isComparable(value) && isInside(value);
  },
  cidr: (operand, fault) => {
    const range = parseIpRange(textOf(operand, fault));
    if (range === undefined)
      throw fault('cidr must be an IPv4 or IPv6 address, a slash and a number of bits');
    return onText((text) => isInAddressRange(range, text));
  },
  'anything-but': anythingBut,
};

/** An operand of `anything-but`, one text or several. */
const EXCLUSIONS: Readonly<Record<string, (text: string, fault: Fault) => TextTest>> = {
  prefix: (text, fault) => beginsWith(nonEmpty(text, fault)),
  suffix: (text, fault) => endsWith(nonEmpty(text, fault)),
  'equals-ignore-case': equalsIgnoringCase,
  wildcard,
};

/** The test of one element of a pattern's list that is an operator, such as `{ "prefix": "a" }`. */
export function parseOperator(name: string, operand: unknown, path: readonly string[]): ValueTest {
  const parse = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (parse === undefined) throw patternFault(path, `unrecognized match type ${name}`);
  return parse(operand, (text) => patternFault([...path, name], text));
}

/** The test of an element that is a value: texts and numbers are different things. */
export function equalsValue(expected: Scalar): ValueTest {
  return (value) => value === expected;
}

function onText(test: TextTest): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

const equals =
  (expected: string): TextTest =>
  (text) =>
    text === expected;

const beginsWith =
  (beginning: string): TextTest =>
  (text) =>
    text.startsWith(beginning);

const endsWith =
  (ending: string): TextTest =>
  (text) =>
    text.endsWith(ending);

function equalsIgnoringCase(expected: string): TextTest {
  const folded = expected.toLowerCase();
  return (text) => text.toLowerCase() === folded;
}

function wildcard(pattern: string, fault: Fault): TextTest {
  const parsed = parseWildcard(pattern);
  if ('fault' in parsed) throw fault(parsed.fault);
  return (text) => matchesWildcard(parsed.pieces, text);
}

/** A prefix or suffix: a text, or `{ "equals-ignore-case": text }`. */
function affix(operand: unknown, make: (text: string) => TextTest, fault: Fault): TextTest {
  if (typeof operand === 'string') return make(operand);
  const [name, text] = onlyMember(operand, fault);
  if (name !== 'equals-ignore-case') throw fault(`unsupported pattern ${name}`);
  const test = make(textOf(text, fault).toLowerCase());
  return (value) => test(value.toLowerCase());
}

/** Everything that is there, except for what is named: texts, numbers, or texts of one operator. */
function anythingBut(operand: unknown, fault: Fault): ValueTest {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [name, excluded] = onlyMember(operand, fault);
    const parse = Object.hasOwn(EXCLUSIONS, name) ? EXCLUSIONS[name] : undefined;
    if (parse === undefined) throw fault(`unsupported anything-but pattern ${name}`);
    const tests = listOf(excluded, fault).map((text) => parse(textOf(text, fault), fault));
    return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
  }
  const excluded = listOf(operand, fault);
  const kind = typeof excluded[0];
  const isUniform = excluded.every((value) => typeof value === kind);
  if (!isUniform || (kind !== 'string' && kind !== 'number')) {
    throw fault('must be a text or a number, or a list of one of these');
  }
  if (!excluded.every((value) => typeof value !== 'number' || isComparable(value))) {
    throw fault('numbers must be between -5e9 and 5e9, with up to 6 decimal places');
  }
  return (value) => !excluded.includes(value);
}

function listOf(operand: unknown, fault: Fault): readonly unknown[] {
  const list = (Array.isArray(operand) ? operand : [operand]) as readonly unknown[];
  if (list.length === 0) throw fault('an empty list is not allowed');
  return list;
}

/** The name and value of an object of one member. */
function onlyMember(operand: unknown, fault: Fault): readonly [string, unknown] {
  const members =
    typeof operand === 'object' && operand !== null ? Object.entries(operand) : undefined;
  const [only] = members ?? [];
  if (only === undefined || members?.length !== 1)
    throw fault('must be a text, or an object of one member');
  return only;
}

function textOf(operand: unknown, fault: Fault): string {
  if (typeof operand !== 'string') throw fault('must be a text');
  return operand;
}

function nonEmpty(text: string, fault: Fault): string {
  if (text === '') throw fault('an empty prefix or suffix is not allowed');
  return text;
}
