/** What is wrong with functions and operands: validation.md section 6. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { ONE_ERROR } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const VALUES: Attributes = {
  ':s': { S: 'x' },
  ':t': { S: 'y' },
  ':n': { N: '5' },
  ':m': { N: '1' },
  ':b': { B: new Uint8Array([1]) },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['a'] },
  ':ns': { NS: ['1'] },
  ':bs': { BS: [new Uint8Array([1])] },
  ':l': { L: [] },
  ':map': { M: {} },
};

function valuesOf(text: string): object {
  const named = new Set(text.match(/:\w+/gu));
  const values = Object.entries(VALUES).filter(([name]) => named.has(name));
  return values.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(values) } : {};
}

async function condition(text: string, ExpressionAttributeNames?: object): Promise<string> {
  const request = { TableName, Key: { pk: { S: 'a' } }, ConditionExpression: text };
  return refused('DeleteItem', { ...request, ...valuesOf(text), ExpressionAttributeNames });
}

async function update(text: string, ExpressionAttributeNames?: object): Promise<string> {
  const request = { TableName, Key: { pk: { S: 'a' } }, UpdateExpression: text };
  return refused('UpdateItem', { ...request, ...valuesOf(text), ExpressionAttributeNames });
}

const IN_CONDITION = `${ONE_ERROR}Invalid ConditionExpression: `;
const IN_UPDATE = `${ONE_ERROR}Invalid UpdateExpression: `;
const wrongType = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
const wrongCount = (operator: string, count: number): string =>
  `Incorrect number of operands for operator or function; operator or function: ${operator}, number of operands: ${String(count)}`;
const needsPath = (operator: string): string =>
  `Operator or function requires a document path; operator or function: ${operator}`;
const misused = (name: string): string =>
  `The function is not allowed to be used this way in an expression; function: ${name}`;
const notDistinct = (operator: string, path: string): string =>
  'The first operand must be distinct from the remaining operands for this operator or function; ' +
  `operator: ${operator}, first operand: ${path}`;
const bounds = (rule: string, lower: string, upper: string): string =>
  `The BETWEEN operator ${rule}; lower bound operand: AttributeValue: ${lower}, ` +
  `upper bound operand: AttributeValue: ${upper}`;

describe('in a condition', () => {
  it.each([
    // Functions.
    ['foo(a)', 'Invalid function name; function: foo'],
    ['ATTRIBUTE_EXISTS(a)', 'Invalid function name; function: ATTRIBUTE_EXISTS'],
    [
      'a = list_append(a, :l)',
      'The function is not allowed in a condition expression; function: list_append',
    ],
    [
      'if_not_exists(a, :s) = :s',
      'The function is not allowed in a condition expression; function: if_not_exists',
    ],
    ['size(a)', misused('size')],
    ['attribute_exists(a) = :bool', misused('attribute_exists')],
    ['a = begins_with(a, :s)', misused('begins_with')],
    // How many operands.
    ['attribute_exists(a, b)', wrongCount('attribute_exists', 2)],
    ['attribute_not_exists(a, b)', wrongCount('attribute_not_exists', 2)],
    ['attribute_type(a)', wrongCount('attribute_type', 1)],
    ['begins_with(a)', wrongCount('begins_with', 1)],
    ['begins_with(a, :s, :t)', wrongCount('begins_with', 3)],
    ['contains(a)', wrongCount('contains', 1)],
    ['size(a, b) = :n', wrongCount('size', 2)],
    // Paths where paths are due.
    ['attribute_exists(:s)', needsPath('attribute_exists')],
    ['attribute_not_exists(:s)', needsPath('attribute_not_exists')],
    ['attribute_exists(size(a))', needsPath('attribute_exists')],
    // Types.
    ['a < :bool', wrongType('<', 'BOOL')],
    ['a <= :null', wrongType('<=', 'NULL')],
    ['a > :l', wrongType('>', 'L')],
    ['a >= :map', wrongType('>=', 'M')],
    ['a < :ss', wrongType('<', 'SS')],
    ['a < :ns', wrongType('<', 'NS')],
    ['a < :bs', wrongType('<', 'BS')],
    [':bool < a', wrongType('<', 'BOOL')],
    ['a BETWEEN :bool AND :n', wrongType('BETWEEN', 'BOOL')],
    ['a BETWEEN :n AND :ss', wrongType('BETWEEN', 'SS')],
    ['begins_with(a, :n)', wrongType('begins_with', 'N')],
    ['begins_with(:n, a)', wrongType('begins_with', 'N')],
    ['size(:n) = :m', wrongType('size', 'N')],
    ['size(:bool) = :m', wrongType('size', 'BOOL')],
    ['attribute_type(a, :n)', wrongType('attribute_type', 'N')],
    ['attribute_type(a, size(b))', wrongType('attribute_type', 'N')],
    ['attribute_type(a, b)', wrongType('attribute_type', '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}')],
    [
      'attribute_type(a, :s)',
      'Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    // Operands that are the same.
    ['a = a', notDistinct('=', '[a]')],
    ['a.b[1] < a.b[1]', notDistinct('<', '[a, b, [1]]')],
    ['contains(a, a)', notDistinct('contains', '[a]')],
    ['a IN (:s, a)', notDistinct('IN', '[a]')],
    ['a BETWEEN :n AND a', notDistinct('BETWEEN', '[a]')],
    ['begins_with(a, a)', notDistinct('begins_with', '[a]')],
    // Bounds.
    [
      'a BETWEEN :n AND :m',
      bounds('requires upper bound to be greater than or equal to lower bound', '{N:5}', '{N:1}'),
    ],
    [
      'a BETWEEN :t AND :s',
      bounds('requires upper bound to be greater than or equal to lower bound', '{S:y}', '{S:x}'),
    ],
    [
      'a BETWEEN :n AND :s',
      bounds('requires same data type for lower and upper bounds', '{N:5}', '{S:x}'),
    ],
    // What is not defined.
    [
      '#a = :s',
      'An expression attribute name used in the document path is not defined; attribute name: #a',
    ],
    [
      'a = :nope',
      'An expression attribute value used in expression is not defined; attribute value: :nope',
    ],
    [
      'a.#b = :s',
      'An expression attribute name used in the document path is not defined; attribute name: #b',
    ],
  ])('%s', async (text, message) => {
    expect(await condition(text)).toBe(IN_CONDITION + message);
  });

  it('names are resolved in messages', async () => {
    expect(await condition('#a = #b', { '#a': 'x.y', '#b': 'x.y' })).toBe(
      IN_CONDITION + notDistinct('=', '[x.y]'),
    );
  });
});

describe('in an update', () => {
  const overlap = (one: string, two: string): string =>
    'Two document paths overlap with each other; must remove or rewrite one of these paths; ' +
    `path one: ${one}, path two: ${two}`;
  const conflict = (one: string, two: string): string =>
    'Two document paths conflict with each other; must remove or rewrite one of these paths; ' +
    `path one: ${one}, path two: ${two}`;
  const wrongTarget = (operator: string, type: string): string =>
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}`;
  const twice = (section: string): string =>
    `The "${section}" section can only be used once in an update expression;`;

  it.each([
    ['SET a = foo(a)', 'Invalid function name; function: foo'],
    [
      'SET a = begins_with(a, :s)',
      'The function is not allowed in an update expression; function: begins_with',
    ],
    ['SET a = size(a)', 'The function is not allowed in an update expression; function: size'],
    ['SET a = if_not_exists(a)', wrongCount('if_not_exists', 1)],
    ['SET a = list_append(a, :l, :l)', wrongCount('list_append', 3)],
    ['SET a = if_not_exists(:s, :t)', needsPath('if_not_exists')],
    ['SET a = list_append(list_append(a, :l), :l)', misused('list_append')],
    ['SET a = if_not_exists(a, list_append(b, :l))', misused('list_append')],
    ['SET a = :n + list_append(a, :l)', misused('list_append')],
    ['SET a = list_append(a, :l) - :n', misused('list_append')],
    ['SET a = list_append(a, :s)', wrongType('list_append', 'S')],
    ['SET a = list_append(:ss, a)', wrongType('list_append', 'SS')],
    ['SET a = a + :s', wrongType('+', 'S')],
    ['SET a = :l - a', wrongType('-', 'L')],
    ['ADD a :s', wrongTarget('ADD', 'STRING')],
    ['ADD a :b', wrongTarget('ADD', 'BINARY')],
    ['ADD a :bool', wrongTarget('ADD', 'BOOLEAN')],
    ['ADD a :null', wrongTarget('ADD', 'NULL')],
    ['ADD a :l', wrongTarget('ADD', 'LIST')],
    ['ADD a :map', wrongTarget('ADD', 'MAP')],
    ['DELETE a :n', wrongTarget('DELETE', 'NUMBER')],
    ['DELETE a :s', wrongTarget('DELETE', 'STRING')],
    ['DELETE a :l', wrongTarget('DELETE', 'LIST')],
    ['SET a = :s SET b = :s', twice('SET')],
    ['REMOVE a REMOVE b', twice('REMOVE')],
    ['ADD a :n ADD b :n', twice('ADD')],
    ['DELETE a :ss DELETE b :ss', twice('DELETE')],
    ['SET a = :s, a = :t', overlap('[a]', '[a]')],
    ['SET a = :s REMOVE a', overlap('[a]', '[a]')],
    ['SET a = :s, a.b = :t', overlap('[a]', '[a, b]')],
    ['SET a.b.c = :s REMOVE a.b', overlap('[a, b, c]', '[a, b]')],
    ['SET a[1] = :s, a[1].b = :t', overlap('[a, [1]]', '[a, [1], b]')],
    ['SET a.b = :s, a[0] = :t', conflict('[a, b]', '[a, [0]]')],
    [
      'SET #a = :s',
      'An expression attribute name used in the document path is not defined; attribute name: #a',
    ],
    [
      'SET a = :nope',
      'An expression attribute value used in expression is not defined; attribute value: :nope',
    ],
  ])('%s', async (text, message) => {
    expect(await update(text)).toBe(IN_UPDATE + message);
  });

  it('paths overlap by the names behind aliases', async () => {
    expect(await update('SET #a = :s, b = :t', { '#a': 'b' })).toBe(
      IN_UPDATE + overlap('[b]', '[b]'),
    );
  });
});

describe('of two faults in one condition the first by this order is reported [emul]', () => {
  it.each([
    ['syntax, parentheses', 'a = :s AND ((b = :s)) c', 'Syntax error; token: "c", near: ") c"'],
    [
      'parentheses, an unknown function',
      'foo(a) OR ((b = :s))',
      'The expression has redundant parentheses;',
    ],
    [
      'an unknown function, a misused one',
      'size(a) OR foo(b)',
      'Invalid function name; function: foo',
    ],
    ['a misused function, a reserved word', 'name = :s OR size(a)', misused('size')],
    [
      'a reserved word, a name that is not defined',
      '#a = :s OR name = :s',
      'Attribute name is a reserved keyword; reserved keyword: name',
    ],
    ['conditions in written order', 'a < :bool AND #x = :s', wrongType('<', 'BOOL')],
    [
      'a value that is not defined, the number of operands',
      'begins_with(:nope)',
      'An expression attribute value used in expression is not defined; attribute value: :nope',
    ],
    [
      'the same operand twice, its type',
      'contains(a, a) AND a < :bool',
      notDistinct('contains', '[a]'),
    ],
  ])('%s', async (_order, text, message) => {
    expect(await condition(text)).toBe(IN_CONDITION + message);
  });
});

describe('of two faults in one update the first by this order is reported [emul]', () => {
  it.each([
    [
      'a reserved word, an unknown function',
      'SET a = foo(a), name = :s',
      'Attribute name is a reserved keyword; reserved keyword: name',
    ],
    [
      'an unknown function, a section twice',
      'SET a = :s SET b = foo(b)',
      'Invalid function name; function: foo',
    ],
    [
      'a section twice, a name that is not defined',
      'SET #a = :s SET b = :s',
      'The "SET" section can only be used once in an update expression;',
    ],
    [
      'a name that is not defined, a value that is not',
      'SET a = :nope, #b = :s',
      'An expression attribute name used in the document path is not defined; attribute name: #b',
    ],
    [
      'a value that is not defined, an overlap',
      'SET a = :s, a = :nope',
      'An expression attribute value used in expression is not defined; attribute value: :nope',
    ],
    [
      'an overlap, an operand type',
      'SET a = :s, b = b + :s, a = :s',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; ' +
        'path one: [a], path two: [a]',
    ],
  ])('%s', async (_order, text, message) => {
    expect(await update(text)).toBe(IN_UPDATE + message);
  });
});
