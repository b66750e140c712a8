import { expect, it } from 'vitest';
import { ValueFault } from '../../item/value-fault.ts';
import type { AttributeMap } from '../../wire/attribute-value.ts';
import { compileCondition } from '../../expression/condition/condition.ts';
import type { ExpressionKind } from '../../expression/expression-fault.ts';
import { compileKeyCondition } from '../../expression/key-condition/key-condition.ts';
import { Placeholders } from '../../expression/binding/placeholders.ts';
import { compileProjection } from '../../expression/projection/projection.ts';
import { compileUpdate } from '../../expression/update/update.ts';

const NAMES = { '#a': 'a', '#b': 'b', '#data': 'data' };
const VALUES: AttributeMap = {
  ':s': { S: 'x' },
  ':n': { N: '1' },
  ':n5': { N: '5' },
  ':b': { B: 'AA==' },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['x'] },
  ':l': { L: [] },
  ':m': { M: {} },
};

function compile(kind: Exclude<ExpressionKind, 'Statement'>, text: string): void {
  const placeholders = new Placeholders(NAMES, VALUES);
  if (kind === 'UpdateExpression') compileUpdate(text, placeholders);
  else if (kind === 'ProjectionExpression') compileProjection(text, placeholders);
  else if (kind === 'KeyConditionExpression') compileKeyCondition(text, placeholders);
  else compileCondition(kind, text, placeholders);
}

function refusal(kind: Exclude<ExpressionKind, 'Statement'>, text: string): string {
  try {
    compile(kind, text);
  } catch (error) {
    expect(error).toBeInstanceOf(ValueFault);
    return (error as ValueFault).message;
  }
  return 'accepted';
}

const CONDITIONS: readonly (readonly [string, string])[] = [
  ['', 'The expression can not be empty;'],
  ['a = = b', 'Syntax error; token: "=", near: "= = b"'],
  ['attribute_not_exists(', 'Syntax error; token: "<EOF>", near: "("'],
  ['  ', 'Syntax error; token: "<EOF>", near: ""'],
  ['a', 'Syntax error; token: "<EOF>", near: "a"'],
  ['a AND b = :s', 'Syntax error; token: "AND", near: "a AND b"'],
  ['1a = :s', 'Syntax error; token: "1", near: "1a"'],
  ['a-b = :s', 'Syntax error; token: "-", near: "a-b"'],
  ['a = :s)', 'Syntax error; token: ")", near: ":s)"'],
  ['a[01] = :s', 'Syntax error; token: "1", near: "01]"'],
  ['# = :s', 'Syntax error; token: "#", near: "# ="'],
  ['((a = :s))', 'The expression has redundant parentheses;'],
  ['((a)) = :s', 'The expression has redundant parentheses;'],
  ['((a = :s) AND ((a = :n)))', 'The expression has redundant parentheses;'],
  ['((foo(name)))', 'The expression has redundant parentheses;'],
  ['foo(a)', 'Invalid function name; function: foo'],
  ['name = :s AND Begins_With(a, :s)', 'Invalid function name; function: Begins_With'],
  [
    'list_append(a, b) = :l',
    'The function is not allowed in a condition expression; function: list_append',
  ],
  ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
  [
    'attribute_exists(name) = :s',
    'The function is not allowed to be used this way in an expression; function: attribute_exists',
  ],
  ['Name = :s', 'Attribute name is a reserved keyword; reserved keyword: Name'],
  ['a.status = :nope', 'Attribute name is a reserved keyword; reserved keyword: status'],
  [
    '#x = :y',
    'An expression attribute name used in the document path is not defined; attribute name: #x',
  ],
  [
    'a = :y AND contains(a)',
    'An expression attribute value used in expression is not defined; attribute value: :y',
  ],
  [
    'begins_with(a) AND a = :y',
    'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
  ],
  [
    'size(a, b) > :n',
    'Incorrect number of operands for operator or function; operator or function: size, number of operands: 2',
  ],
  [
    'contains(#data, data1) AND contains(#data, #data)',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [data]',
  ],
  [
    'a[1].b = a[1].#b',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a, [1], b]',
  ],
  [
    'a < :bool',
    'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
  ],
  [
    'a BETWEEN :l AND :s',
    'Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: L',
  ],
  [
    'begins_with(a, :n)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'size(:n) = :n',
    'Incorrect operand type for operator or function; operator or function: size, operand type: N',
  ],
  [
    'attribute_exists(:s)',
    'Operator or function requires a document path; operator or function: attribute_exists',
  ],
  [
    'attribute_type(a, :n)',
    'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N',
  ],
  [
    'attribute_type(a, :s)',
    'Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  [
    'a BETWEEN :n5 AND :n',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}',
  ],
  [
    'a BETWEEN :s AND :n',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:x}, upper bound operand: AttributeValue: {N:1}',
  ],
  [
    `a IN (${Array(101).fill(':n').join(',')})`,
    'The IN operator is provided with too many operands; number of operands: 101',
  ],
  [
    Array(151).fill('a=:n').join(' OR '),
    'The expression contains too many operators; operator count: 301',
  ],
  [
    `attribute_exists(a${'.b'.repeat(32)})`,
    'The document path has too many nesting levels; nesting levels: 33',
  ],
  ['a[2147483648] = :n', 'List index is not within the allowable range; index: [2147483648]'],
];

it.each(CONDITIONS)('a condition %j is refused: %s', (text, detail) => {
  expect(refusal('ConditionExpression', text)).toBe(`Invalid ConditionExpression: ${detail}`);
  expect(refusal('FilterExpression', text)).toBe(`Invalid FilterExpression: ${detail}`);
  expect(refusal('KeyConditionExpression', text)).toBe(`Invalid KeyConditionExpression: ${detail}`);
});

const UPDATES: readonly (readonly [string, string])[] = [
  ['', 'The expression can not be empty;'],
  ['INVALID SYNTAX HERE', 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
  ['SET a = b + c + d', 'Syntax error; token: "+", near: "c + d"'],
  ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
  ['ADD a b', 'Syntax error; token: "b", near: "a b"'],
  ['SET a = ((:n + :n5))', 'The expression has redundant parentheses;'],
  ['SET name = foo(a)', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['SET a = foo(b) SET c = :n', 'Invalid function name; function: foo'],
  [
    'SET a = begins_with(b, :s)',
    'The function is not allowed in an update expression; function: begins_with',
  ],
  [
    'set a = :n set b = :undefined',
    'The "SET" section can only be used once in an update expression;',
  ],
  [
    'SET a = :undefined REMOVE #x',
    'An expression attribute name used in the document path is not defined; attribute name: #x',
  ],
  [
    'SET a = :undefined REMOVE a',
    'An expression attribute value used in expression is not defined; attribute value: :undefined',
  ],
  [
    'SET a = :n, a.b = list_append(:n)',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
  ],
  [
    'SET a[1].x = :n REMOVE a[1]',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, [1], x], path two: [a, [1]]',
  ],
  [
    'SET a.b = :n REMOVE a[1]',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]',
  ],
  [
    'ADD a :s',
    'Incorrect operand type for operator or function; operator: ADD, operand type: STRING',
  ],
  [
    'DELETE a :n',
    'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER',
  ],
  [
    'SET a = if_not_exists(:n, :n)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  [
    'SET a = list_append(:n, :l)',
    'Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
  ],
  [
    'SET a = b + :s',
    'Incorrect operand type for operator or function; operator or function: +, operand type: S',
  ],
  [
    'SET a = if_not_exists(b)',
    'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
  ],
];

it.each(UPDATES)('an update %j is refused: %s', (text, detail) => {
  expect(refusal('UpdateExpression', text)).toBe(`Invalid UpdateExpression: ${detail}`);
});

it.each([
  ['!!!', 'Syntax error; token: "!", near: "!!"'],
  ['', 'The expression can not be empty;'],
  ['a,', 'Syntax error; token: "<EOF>", near: ","'],
  [
    'a[0], b, a',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a]',
  ],
])('a projection %j is refused: %s', (text, detail) => {
  expect(refusal('ProjectionExpression', text)).toBe(`Invalid ProjectionExpression: ${detail}`);
});

it('the length of an expression is checked first, in bytes', () => {
  const long = `${'é'.repeat(2048)}(`;
  const text = 'Expression size has exceeded the maximum allowed size;';
  expect(refusal('ConditionExpression', long)).toBe(
    `Invalid ConditionExpression: ${text} expression size: 4097`,
  );
  expect(refusal('UpdateExpression', long)).toBe(`Invalid UpdateExpression: ${text}`);
  expect(refusal('ProjectionExpression', long)).toBe(`Invalid ProjectionExpression: ${text}`);
});

it('however deep a text nests, it is answered as a shallow one', () => {
  const open = '('.repeat(4090);
  const close = ')'.repeat(2040);
  const unclosed = 'Syntax error; token: "<EOF>", near: "("';
  const redundant = 'The expression has redundant parentheses;';
  const tooMany = 'The expression contains too many operators; operator count: 301';
  for (const [text, detail] of [
    [open, unclosed],
    [`${'('.repeat(2040)}a=:n${close}`, redundant],
    [`${'NOT '.repeat(1000)}a=:n`, tooMany],
    [`${'NOT ('.repeat(600)}a=:n${')'.repeat(600)}`, tooMany],
    [`${'a<b OR ('.repeat(454)}a<b${')'.repeat(454)}`, tooMany],
    ['size('.repeat(800), unclosed],
    [`${'size('.repeat(600)}a${')'.repeat(600)}=:n`, tooMany],
  ] as const) {
    expect(refusal('ConditionExpression', text)).toBe(`Invalid ConditionExpression: ${detail}`);
  }
  for (const [text, detail] of [
    [`SET a=${'('.repeat(4000)}`, unclosed],
    [`SET a=${'('.repeat(2000)}b${')'.repeat(2000)}`, redundant],
    [`SET a=${'if_not_exists(a,'.repeat(200)}b${')'.repeat(200)}`, undefined],
    [`SET a=${'if_not_exists(a,'.repeat(240)}b${')'.repeat(240)}`, undefined],
  ] as const) {
    expect(refusal('UpdateExpression', text)).toBe(
      detail === undefined ? 'accepted' : `Invalid UpdateExpression: ${detail}`,
    );
  }
});

it('one pair of parentheses is accepted around anything', () => {
  for (const text of [
    '(a = :n) AND (b = :n)',
    '(a = :n AND (b = :n))',
    '(a = :n) AND ((b = :n) OR (c = :n))',
    '(NOT (a = :n))',
    '(a) = (:n)',
    '(size(a)) > :n',
    'not a = :n And size (a) between :n and :n5',
  ]) {
    expect(refusal('ConditionExpression', text)).toBe('accepted');
  }
  expect(refusal('UpdateExpression', 'SET a = (b + :n), c = (d) - :n')).toBe('accepted');
});

it.each([
  ['a = :n OR b = :n', 'Invalid operator used in KeyConditionExpression: OR'],
  ['a <> :n', 'Invalid operator used in KeyConditionExpression: <>'],
  ['a IN (:n)', 'Invalid operator used in KeyConditionExpression: IN'],
  ['NOT a = :n', 'Invalid operator used in KeyConditionExpression: NOT'],
  ['attribute_exists(a)', 'Invalid operator used in KeyConditionExpression: attribute_exists'],
  ['a = :n AND a = :n5', 'KeyConditionExpressions must only contain one condition per key'],
  ['a.b = :n', 'KeyConditionExpressions cannot have conditions on nested attributes'],
  ['size(a) = :n', 'KeyConditionExpressions cannot contain nested operations'],
  [
    'a = b',
    'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
  ],
  [
    ':n BETWEEN a AND b',
    'Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand',
  ],
  ['NOT NOT a = :n', 'Invalid operator used in KeyConditionExpression: NOT'],
])('a key condition %j is refused: %s', (text, message) => {
  expect(refusal('KeyConditionExpression', text)).toBe(
    `Invalid KeyConditionExpression: ${message}`,
  );
});
