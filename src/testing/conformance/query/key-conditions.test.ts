/** Which items a key condition finds, and which key conditions there are: validation.md section 6, semantics.md section 2. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { INVALID, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let numbers: string;
let strings: string;
let binaries: string;
let hashOnly: string;

const bytes = (...given: number[]): Uint8Array => new Uint8Array(given);

beforeAll(async () => {
  numbers = await freshTable({ range: 'sk:N' });
  strings = await freshTable({ range: 'sk' });
  binaries = await freshTable({ range: 'sk:B' });
  hashOnly = await freshTable();
  const under = (pk: string, sks: readonly Attributes[string][]): Attributes[] =>
    sks.map((sk) => ({ pk: { S: pk }, sk }));
  const N = ['-5', '1', '2', '3', '10'].map((N) => ({ N }));
  await fill(numbers, [...under('p', N), ...under('q', [{ N: '2' }])]);
  const S = ['a', 'ab', 'abc', 'b', 'B', 'ä'].map((S) => ({ S }));
  await fill(strings, under('p', S));
  const B = [bytes(0), bytes(1), bytes(1, 255), bytes(2), bytes(128)].map((B) => ({ B }));
  await fill(binaries, under('p', B));
  await fill(hashOnly, [{ pk: { S: 'p' } }, { pk: { S: 'q' } }]);
});

async function found(
  TableName: string,
  KeyConditionExpression: string,
  values: Attributes = {},
): Promise<readonly unknown[]> {
  const { Items = [] } = await ask('Query', {
    TableName,
    KeyConditionExpression,
    ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
  });
  return Items.map(({ sk }) => Object.values(sk ?? {})[0] as unknown);
}

describe('a condition on a sort key of numbers finds', () => {
  it.each<[string, Attributes, readonly string[]]>([
    ['pk = :p', {}, ['-5', '1', '2', '3', '10']],
    ['pk = :p AND sk = :a', { ':a': { N: '2.0' } }, ['2']],
    ['pk = :p AND sk = :a', { ':a': { N: '4' } }, []],
    ['pk = :p AND sk < :a', { ':a': { N: '2' } }, ['-5', '1']],
    ['pk = :p AND sk <= :a', { ':a': { N: '2' } }, ['-5', '1', '2']],
    ['pk = :p AND sk > :a', { ':a': { N: '2' } }, ['3', '10']],
    ['pk = :p AND sk >= :a', { ':a': { N: '2' } }, ['2', '3', '10']],
    ['pk = :p AND sk BETWEEN :a AND :b', { ':a': { N: '1' }, ':b': { N: '3' } }, ['1', '2', '3']],
    ['pk = :p AND sk BETWEEN :a AND :b', { ':a': { N: '4' }, ':b': { N: '9' } }, []],
    // The value on the left [suite].
    ['pk = :p AND :a <= sk', { ':a': { N: '3' } }, ['3', '10']],
    ['pk = :p AND :a < sk', { ':a': { N: '3' } }, ['10']],
    ['pk = :p AND :a > sk', { ':a': { N: '1' } }, ['-5']],
    ['pk = :p AND :a >= sk', { ':a': { N: '1' } }, ['-5', '1']],
    [':p = pk AND :a = sk', { ':a': { N: '1' } }, ['1']],
    // Written otherwise.
    ['sk > :a AND pk = :p', { ':a': { N: '2' } }, ['3', '10']],
    ['(pk = :p) AND (sk > :a)', { ':a': { N: '2' } }, ['3', '10']],
    ['(pk = :p AND sk > :a)', { ':a': { N: '2' } }, ['3', '10']],
  ])('%s with %o', async (expression, values, expected) => {
    expect(await found(numbers, expression, values)).toEqual(expected);
  });
});

describe('a condition on a sort key of strings finds', () => {
  it.each<[string, Attributes, readonly string[]]>([
    ['pk = :p AND begins_with(sk, :a)', { ':a': { S: 'ab' } }, ['ab', 'abc']],
    ['pk = :p AND begins_with(sk, :a)', { ':a': { S: 'x' } }, []],
    ['pk = :p AND sk < :a', { ':a': { S: 'a' } }, ['B']],
    ['pk = :p AND sk > :a', { ':a': { S: 'abc' } }, ['b', 'ä']],
    [
      'pk = :p AND sk BETWEEN :a AND :b',
      { ':a': { S: 'ab' }, ':b': { S: 'b' } },
      ['ab', 'abc', 'b'],
    ],
  ])('%s with %o', async (expression, values, expected) => {
    expect(await found(strings, expression, values)).toEqual(expected);
  });

  it('a key behind an alias', async () => {
    const { Items } = await ask('Query', {
      TableName: strings,
      KeyConditionExpression: '#p = :p AND #s = :s',
      ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':s': { S: 'b' } },
    });
    expect(Items).toEqual([{ pk: { S: 'p' }, sk: { S: 'b' } }]);
  });
});

describe('a condition on a sort key of binaries finds, by unsigned bytes [suite]', () => {
  it.each<[string, Attributes, readonly Uint8Array[]]>([
    ['pk = :p AND begins_with(sk, :a)', { ':a': { B: bytes(1) } }, [bytes(1), bytes(1, 255)]],
    ['pk = :p AND sk > :a', { ':a': { B: bytes(1, 255) } }, [bytes(2), bytes(128)]],
    [
      'pk = :p AND sk BETWEEN :a AND :b',
      { ':a': { B: bytes(0) }, ':b': { B: bytes(1) } },
      [bytes(0), bytes(1)],
    ],
  ])('%s with %o', async (expression, values, expected) => {
    expect(await found(binaries, expression, values)).toEqual(expected);
  });
});

describe('a key condition is refused', () => {
  const values: Attributes = {
    ':p': { S: 'p' },
    ':n': { N: '1' },
    ':m': { N: '9' },
    ':bool': { BOOL: true },
    ':s': { S: 's' },
  };

  const refusal = async (TableName: string, text: string): Promise<string> => {
    const named = new Set(text.match(/:\w+/gu));
    const given = Object.entries(values).filter(([name]) => named.has(name));
    return refused('Query', {
      TableName,
      KeyConditionExpression: text,
      ...(given.length > 0 && { ExpressionAttributeValues: Object.fromEntries(given) }),
    });
  };

  const IN = 'Invalid KeyConditionExpression: ';
  const MISSED = 'Query condition missed key schema element: pk';
  const operator = (name: string): string =>
    `${IN}Invalid operator used in KeyConditionExpression: ${name}`;
  const condition = (fault: string): string =>
    `${IN}Invalid condition in KeyConditionExpression: ${fault}`;
  const NESTED = `${IN}KeyConditionExpressions cannot have conditions on nested attributes`;
  const TYPE = `${INVALID}Condition parameter type does not match schema type`;
  const ONCE = `${IN}KeyConditionExpressions must only contain one condition per key`;

  it.each([
    ['sk = :n', MISSED],
    ['x = :p', MISSED],
    ['pk = :p OR sk = :n', operator('OR')],
    ['NOT pk = :p', operator('NOT')],
    ['pk <> :p', operator('<>')],
    ['pk IN (:p)', operator('IN')],
    ['pk = :p AND sk IN (:n)', operator('IN')],
    ['pk = :p AND attribute_exists(sk)', operator('attribute_exists')],
    ['pk = :p AND attribute_not_exists(sk)', operator('attribute_not_exists')],
    ['pk = :p AND contains(sk, :s)', operator('contains')],
    [
      'pk = :p AND attribute_type(sk, :n)',
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N',
    ],
    ['NOT NOT pk = :p', operator('NOT')],
    [
      ':n BETWEEN sk AND pk',
      condition('BETWEEN operator must have the key attribute as its first operand'),
    ],
    [
      'pk = :p AND begins_with(:s, sk)',
      condition('begins_with operator must have the key attribute as its first operand'),
    ],
    ['pk = :p AND sk = x', condition('Multiple attribute names used in one condition')],
    [':p = :s', condition('No key attribute specified')],
    ['pk > :n', TYPE],
    ['pk = :n AND x = :n', TYPE],
    ['pk = :p AND begins_with(sk, :s)', TYPE],
    ['pk = :p AND sk = :bool', TYPE],
    [
      'pk = :p AND :bool >= sk',
      `${IN}Incorrect operand type for operator or function; operator or function: >=, operand type: BOOL`,
    ],
    ['pk > :p', 'Query key condition not supported'],
    ['begins_with(pk, :p)', 'Query key condition not supported'],
    ['pk BETWEEN :p AND :s', 'Query key condition not supported'],
    ['pk = :p AND pk = :s', ONCE],
    ['pk = :p AND sk > :n AND sk < :m', ONCE],
    ['pk.x = :p', NESTED],
    ['pk = :p AND sk[0] = :n', NESTED],
    ['pk = :p AND size(sk) = :n', `${IN}KeyConditionExpressions cannot contain nested operations`],
    ['pk = :n', TYPE],
    ['pk = :p AND sk = :s', TYPE],
    ['pk = :p AND sk BETWEEN :p AND :s', TYPE],
    [
      'pk = :p AND sk = :n AND x = :s',
      'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
    ],
    ['pk = :p AND x = :n', 'Query condition missed key schema element: sk'],
    [
      'pk = :p AND sk < :bool',
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; ' +
        'operator or function: <, operand type: BOOL',
    ],
    [
      'pk = :p AND sk BETWEEN :m AND :n',
      'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than ' +
        'or equal to lower bound; lower bound operand: AttributeValue: {N:9}, ' +
        'upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'pk = :nope',
      'Invalid KeyConditionExpression: An expression attribute value used in expression is not ' +
        'defined; attribute value: :nope',
    ],
    [
      '#nope = :p',
      'Invalid KeyConditionExpression: An expression attribute name used in the document path is ' +
        'not defined; attribute name: #nope',
    ],
    ['pk = :p AND', 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "AND"'],
    [
      'pk = :p AND ((sk = :n))',
      'Invalid KeyConditionExpression: The expression has redundant parentheses;',
    ],
    [
      'begins_with(sk, :n) AND pk = :p',
      'Invalid KeyConditionExpression: Incorrect operand type for operator or function; ' +
        'operator or function: begins_with, operand type: N',
    ],
  ])('%s', async (text, message) => {
    expect(await refusal(numbers, text)).toBe(VALIDATION + message);
  });

  it('on a sort key that the table does not have', async () => {
    expect(await refusal(hashOnly, 'pk = :p AND sk = :n')).toBe(
      `${VALIDATION}The number of query conditions (2) exceeds the number of key attributes defined in the schema (1)`,
    );
  });

  it('where there is none (section 6 [suite])', async () => {
    expect(await refused('Query', { TableName: numbers })).toBe(
      `${VALIDATION}Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.`,
    );
  });

  it('in written order: the first problem wins (section 2 [suite])', async () => {
    expect(await refusal(numbers, 'sk < :bool AND pk = :nope')).toBe(
      `${VALIDATION}Invalid KeyConditionExpression: Incorrect operand type for operator or function; ` +
        'operator or function: <, operand type: BOOL',
    );
    expect(await refusal(numbers, 'pk = :nope AND sk < :bool')).toBe(
      `${VALIDATION}Invalid KeyConditionExpression: An expression attribute value used in expression ` +
        'is not defined; attribute value: :nope',
    );
  });

  it('with its operand types before the table is looked for (section 2 [suite])', async () => {
    expect(await refusal('nowhere', 'pk = :p AND sk < :bool')).toBe(
      `${VALIDATION}Invalid KeyConditionExpression: Incorrect operand type for operator or function; ` +
        'operator or function: <, operand type: BOOL',
    );
  });
});

describe('a filter of Query on its key is refused (section 6)', () => {
  it.each([
    ['pk = :p', 'pk'],
    ['sk > :n', 'sk'],
    ['x = :n OR attribute_exists(sk)', 'sk'],
  ])('%s', async (FilterExpression, key) => {
    const all: Attributes = { ':p': { S: 'p' }, ':n': { N: '1' } };
    const text = `pk = :p ${FilterExpression}`;
    const given = Object.entries(all).filter(([name]) => text.includes(name));
    const request = {
      TableName: numbers,
      KeyConditionExpression: 'pk = :p',
      FilterExpression,
      ExpressionAttributeValues: Object.fromEntries(given),
    };
    expect(await refused('Query', request)).toBe(
      `${VALIDATION}Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  });
});
