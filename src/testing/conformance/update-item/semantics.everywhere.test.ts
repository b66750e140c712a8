/** What updates do, path by path: semantics.md section 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

let count = 0;

interface Update {
  readonly from?: Attributes;
  readonly expression: string;
  readonly values?: Attributes;
  readonly names?: Record<string, string>;
}

async function prepared({ from, expression, values, names }: Update) {
  const Key = { pk: { S: `k${String(++count)}` } };
  if (from !== undefined) await fill(TableName, [{ ...Key, ...from }]);
  return {
    TableName,
    Key,
    UpdateExpression: expression,
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  };
}

/** What stands beside the key after the update. */
async function after(update: Update): Promise<Attributes> {
  const request = await prepared(update);
  await ask('UpdateItem', request);
  const { pk, ...rest } = (await stored(TableName, request.Key)) ?? {};
  expect(pk).toEqual(request.Key.pk);
  return rest;
}

async function refusalOf(update: Update): Promise<string> {
  return refused('UpdateItem', await prepared(update));
}

const v = { ':v': { S: 'new' } };
const S = (text: string): Attributes[string] => ({ S: text });
const N = (text: string): Attributes[string] => ({ N: text });
const list = (...members: string[]): Attributes[string] => ({ L: members.map(S) });
const INVALID_PATH = `${VALIDATION}The document path provided in the update expression is invalid for update`;
const WRONG_OPERAND = `${VALIDATION}An operand in the update expression has an incorrect data type`;
const NO_ATTRIBUTE = `${VALIDATION}The provided expression refers to an attribute that does not exist in the item`;

describe('an update', () => {
  it('of a missing item makes it [suite]', async () => {
    expect(await after({ expression: 'SET a = :v', values: v })).toEqual({ a: S('new') });
  });

  it('of nothing but the key makes an item of the key [suite]', async () => {
    const Key = { pk: { S: 'bare' } };
    expect(await ask('UpdateItem', { TableName, Key })).toEqual({});
    expect(await stored(TableName, Key)).toEqual(Key);
  });

  it('of nothing but the key leaves an item as it was', async () => {
    const Key = { pk: { S: 'bare, there' } };
    await fill(TableName, [{ ...Key, a: S('x') }]);
    await ask('UpdateItem', { TableName, Key });
    expect(await stored(TableName, Key)).toEqual({ ...Key, a: S('x') });
  });

  it('that only removes makes an item of the key (unconfirmed)', async () => {
    expect(await after({ expression: 'REMOVE a' })).toEqual({});
  });

  it('leaves other attributes alone', async () => {
    const from = { a: S('old'), b: S('kept') };
    expect(await after({ from, expression: 'SET a = :v', values: v })).toEqual({
      a: S('new'),
      b: S('kept'),
    });
  });

  it('reads the item as it was before, on every right-hand side [suite]', async () => {
    const from = { a: S('old') };
    expect(await after({ from, expression: 'SET a = :v, b = a', values: v })).toEqual({
      a: S('new'),
      b: S('old'),
    });
  });

  it('may swap two attributes', async () => {
    const from = { a: S('1'), b: S('2') };
    expect(await after({ from, expression: 'SET a = b, b = a' })).toEqual({ a: S('2'), b: S('1') });
  });

  it('may set what it removes elsewhere', async () => {
    const from = { a: S('moved') };
    expect(await after({ from, expression: 'REMOVE a SET b = a' })).toEqual({ b: S('moved') });
  });

  it('takes its sections in any order', async () => {
    const from = { r: S('x'), s: { SS: ['a', 'b'] }, n: N('1') };
    const values = { ...v, ':s': { SS: ['a'] }, ':n': N('2') };
    const expression = 'DELETE s :s REMOVE r ADD n :n SET a = :v';
    expect(await after({ from, expression, values })).toEqual({
      a: S('new'),
      s: { SS: ['b'] },
      n: N('3'),
    });
  });
});

describe('SET', () => {
  it('l[9] beyond the end appends, without padding [suite]', async () => {
    const from = { l: list('a') };
    expect(await after({ from, expression: 'SET l[9] = :v', values: v })).toEqual({
      l: list('a', 'new'),
    });
  });

  it('l[0] of an empty list appends [suite]', async () => {
    const from = { l: { L: [] } };
    expect(await after({ from, expression: 'SET l[0] = :v', values: v })).toEqual({
      l: list('new'),
    });
  });

  it('l[1] within the list replaces', async () => {
    const from = { l: list('a', 'b', 'c') };
    expect(await after({ from, expression: 'SET l[1] = :v', values: v })).toEqual({
      l: list('a', 'new', 'c'),
    });
  });

  it('several indexes beyond the end append in the order of the indexes', async () => {
    const from = { l: list('a') };
    const values = { ':5': S('five'), ':9': S('nine') };
    expect(await after({ from, expression: 'SET l[9] = :9, l[5] = :5', values })).toEqual({
      l: list('a', 'five', 'nine'),
    });
  });

  it('m.x writes into a map, its siblings kept [suite]', async () => {
    const from = { m: { M: { y: S('kept') } } };
    expect(await after({ from, expression: 'SET m.x = :v', values: v })).toEqual({
      m: { M: { y: S('kept'), x: S('new') } },
    });
  });

  it('m.x replaces what was there [suite]', async () => {
    const from = { m: { M: { x: N('1') } } };
    expect(await after({ from, expression: 'SET m.x = :v', values: v })).toEqual({
      m: { M: { x: S('new') } },
    });
  });

  it('counts on nested paths [suite]', async () => {
    const from = { m: { M: { n: { L: [N('5')] } } } };
    const values = { ':n': N('3') };
    expect(await after({ from, expression: 'SET m.n[0] = m.n[0] - :n', values })).toEqual({
      m: { M: { n: { L: [N('2')] } } },
    });
  });

  it('takes a name with a point behind an alias as one name', async () => {
    const names = { '#n': 'a.b' };
    expect(await after({ expression: 'SET #n = :v', values: v, names })).toEqual({
      'a.b': S('new'),
    });
  });

  it('a.b.c without a is refused [suite]', async () => {
    expect(await refusalOf({ expression: 'SET a.b.c = :v', values: v })).toBe(INVALID_PATH);
  });

  it('a.b.c without a.b is refused [suite]', async () => {
    const from = { a: { M: {} } };
    expect(await refusalOf({ from, expression: 'SET a.b.c = :v', values: v })).toBe(INVALID_PATH);
  });

  it('a.b of what is no map is refused [suite]', async () => {
    const from = { a: S('text') };
    expect(await refusalOf({ from, expression: 'SET a.b = :v', values: v })).toBe(INVALID_PATH);
  });

  it('a[0] of what is no list is refused', async () => {
    const from = { a: { M: {} } };
    expect(await refusalOf({ from, expression: 'SET a[0] = :v', values: v })).toBe(INVALID_PATH);
  });

  it('a[0] of a missing attribute is refused', async () => {
    expect(await refusalOf({ expression: 'SET a[0] = :v', values: v })).toBe(INVALID_PATH);
  });

  it('from an attribute that is not there is refused', async () => {
    expect(await refusalOf({ expression: 'SET a = b' })).toBe(NO_ATTRIBUTE);
  });

  it('of a sum with a missing attribute is refused', async () => {
    const values = { ':n': N('1') };
    expect(await refusalOf({ expression: 'SET a = b + :n', values })).toBe(NO_ATTRIBUTE);
  });

  it('of a sum with a string is refused', async () => {
    const values = { ':n': N('1') };
    const from = { b: S('1') };
    expect(await refusalOf({ from, expression: 'SET a = b + :n', values })).toBe(WRONG_OPERAND);
  });
});

describe('REMOVE', () => {
  it('l[1] closes the gap [suite]', async () => {
    const from = { l: list('a', 'b', 'c') };
    expect(await after({ from, expression: 'REMOVE l[1]' })).toEqual({ l: list('a', 'c') });
  });

  it('of the last element takes it alone [suite]', async () => {
    const from = { l: list('a', 'b') };
    expect(await after({ from, expression: 'REMOVE l[1]' })).toEqual({ l: list('a') });
  });

  it('of several elements counts by the old list', async () => {
    const from = { l: list('a', 'b', 'c', 'd') };
    expect(await after({ from, expression: 'REMOVE l[0], l[2]' })).toEqual({ l: list('b', 'd') });
  });

  it('of the only element leaves an empty list', async () => {
    const from = { l: list('a') };
    expect(await after({ from, expression: 'REMOVE l[0]' })).toEqual({ l: { L: [] } });
  });

  it('m.x takes x alone [suite]', async () => {
    const from = { m: { M: { x: S('1'), y: S('2') } } };
    expect(await after({ from, expression: 'REMOVE m.x' })).toEqual({ m: { M: { y: S('2') } } });
  });

  it('m.x of a map without it does nothing [suite]', async () => {
    const from = { m: { M: { y: S('2') } } };
    expect(await after({ from, expression: 'REMOVE m.x' })).toEqual(from);
  });

  it('of a missing attribute does nothing [suite]', async () => {
    const from = { a: S('1') };
    expect(await after({ from, expression: 'REMOVE b' })).toEqual(from);
  });

  it('of an index past the end does nothing', async () => {
    const from = { l: list('a') };
    expect(await after({ from, expression: 'REMOVE l[1]' })).toEqual(from);
  });

  it('a.b without a is refused [emul] (unconfirmed)', async () => {
    expect(await refusalOf({ expression: 'REMOVE a.b' })).toBe(INVALID_PATH);
  });

  it('of several attributes takes them all', async () => {
    const from = { a: S('1'), b: S('2'), c: S('3') };
    expect(await after({ from, expression: 'REMOVE a, c' })).toEqual({ b: S('2') });
  });
});

describe('ADD', () => {
  const values = { ':n': N('5') };

  it('to no number makes it [suite]', async () => {
    expect(await after({ expression: 'ADD n :n', values })).toEqual({ n: N('5') });
  });

  it('to a number adds [suite]', async () => {
    expect(await after({ from: { n: N('-2.5') }, expression: 'ADD n :n', values })).toEqual({
      n: N('2.5'),
    });
  });

  it('to no set makes it [suite]', async () => {
    const set = { ':s': { SS: ['b', 'a'] } };
    expect(await after({ expression: 'ADD s :s', values: set })).toEqual({ s: { SS: ['a', 'b'] } });
  });

  it.each<[string, Attributes[string], Attributes[string], Attributes[string]]>([
    ['strings', { SS: ['a', 'c'] }, { SS: ['b', 'c'] }, { SS: ['a', 'b', 'c'] }],
    ['numbers', { NS: ['1', '10'] }, { NS: ['2', '1.0'] }, { NS: ['1', '2', '10'] }],
    [
      'binaries',
      { BS: [new Uint8Array([2])] },
      { BS: [new Uint8Array([1])] },
      { BS: [new Uint8Array([1]), new Uint8Array([2])] },
    ],
  ])('to a set of %s unites [suite]', async (_type, s, added, united) => {
    const set = { ':s': added };
    expect(await after({ from: { s }, expression: 'ADD s :s', values: set })).toEqual({
      s: united,
    });
  });

  it('to a nested number adds', async () => {
    const from = { m: { M: { n: N('1') } } };
    expect(await after({ from, expression: 'ADD m.n :n', values })).toEqual({
      m: { M: { n: N('6') } },
    });
  });

  it('of a number to a set is refused', async () => {
    const from = { n: { NS: ['1'] } };
    expect(await refusalOf({ from, expression: 'ADD n :n', values })).toBe(WRONG_OPERAND);
  });

  it('of a set to a set of another type is refused', async () => {
    const from = { n: { NS: ['1'] } };
    const set = { ':s': { SS: ['1'] } };
    expect(await refusalOf({ from, expression: 'ADD n :s', values: set })).toBe(WRONG_OPERAND);
  });
});

describe('DELETE', () => {
  const values = { ':s': { SS: ['a', 'x'] } };

  it('takes members that are there [suite]', async () => {
    const from = { s: { SS: ['a', 'b'] } };
    expect(await after({ from, expression: 'DELETE s :s', values })).toEqual({ s: { SS: ['b'] } });
  });

  it('of the last member takes the attribute [suite]', async () => {
    const from = { s: { SS: ['a'] }, b: S('kept') };
    expect(await after({ from, expression: 'DELETE s :s', values })).toEqual({ b: S('kept') });
  });

  it('from a missing attribute does nothing [suite]', async () => {
    const from = { b: S('kept') };
    expect(await after({ from, expression: 'DELETE s :s', values })).toEqual(from);
  });

  it('of the last member of a nested set takes it out of its map', async () => {
    const from = { m: { M: { s: { SS: ['a'] }, t: S('kept') } } };
    expect(await after({ from, expression: 'DELETE m.s :s', values })).toEqual({
      m: { M: { t: S('kept') } },
    });
  });

  it('from what is no such set is refused', async () => {
    const from = { s: { NS: ['1'] } };
    expect(await refusalOf({ from, expression: 'DELETE s :s', values })).toBe(WRONG_OPERAND);
  });

  it('of numbers goes by value', async () => {
    const from = { s: { NS: ['1', '2'] } };
    const numbers = { ':s': { NS: ['1.0'] } };
    expect(await after({ from, expression: 'DELETE s :s', values: numbers })).toEqual({
      s: { NS: ['2'] },
    });
  });
});

describe('a function of SET', () => {
  it('list_append joins in the order of its operands [suite]', async () => {
    const from = { l: list('a') };
    const values = { ':l': list('b') };
    expect(await after({ from, expression: 'SET l = list_append(:l, l)', values })).toEqual({
      l: list('b', 'a'),
    });
  });

  it('list_append of a missing list is refused', async () => {
    const values = { ':l': list('b') };
    expect(await refusalOf({ expression: 'SET l = list_append(l, :l)', values })).toBe(
      NO_ATTRIBUTE,
    );
  });

  it('list_append of what is no list is refused', async () => {
    const from = { l: S('a') };
    const values = { ':l': list('b') };
    expect(await refusalOf({ from, expression: 'SET l = list_append(l, :l)', values })).toBe(
      WRONG_OPERAND,
    );
  });

  it('list_append may take if_not_exists', async () => {
    const values = { ':l': list('b'), ':none': { L: [] } };
    const expression = 'SET l = list_append(if_not_exists(l, :none), :l)';
    expect(await after({ expression, values })).toEqual({ l: list('b') });
  });

  it('if_not_exists takes its default where the attribute is missing', async () => {
    expect(await after({ expression: 'SET a = if_not_exists(a, :v)', values: v })).toEqual({
      a: S('new'),
    });
  });

  it('if_not_exists keeps what is there', async () => {
    const from = { a: S('old') };
    expect(await after({ from, expression: 'SET a = if_not_exists(a, :v)', values: v })).toEqual(
      from,
    );
  });

  it('if_not_exists may copy another attribute [suite]', async () => {
    const from = { a: S('x') };
    expect(await after({ from, expression: 'SET b = if_not_exists(b, a)' })).toEqual({
      a: S('x'),
      b: S('x'),
    });
  });

  it('if_not_exists reads its default even where it is not needed [local]', async () => {
    const from = { a: S('x') };
    expect(await refusalOf({ from, expression: 'SET b = if_not_exists(a, c)' })).toBe(NO_ATTRIBUTE);
  });

  it('if_not_exists looks at the old item', async () => {
    const expression = 'SET a = :v, b = if_not_exists(a, :d)';
    const values = { ...v, ':d': S('default') };
    expect(await after({ expression, values })).toEqual({ a: S('new'), b: S('default') });
  });

  it('if_not_exists may be counted with', async () => {
    const values = { ':0': N('0'), ':1': N('1') };
    expect(await after({ expression: 'SET n = if_not_exists(n, :0) + :1', values })).toEqual({
      n: N('1'),
    });
  });
});

describe('arithmetic is exact to 38 digits (section 2)', () => {
  it.each([
    ['0.1', '+', '0.2', '0.3'],
    ['1', '-', '1', '0'],
    ['9007199254740993', '+', '1', '9007199254740994'],
    ['1e37', '+', '1', `1${'0'.repeat(36)}1`],
    ['1e-10', '-', '2e-10', '-0.0000000001'],
    ['12345678901234567890.5', '-', '0.5', '12345678901234567890'],
  ])('%s %s %s = %s', async (a, sign, b, sum) => {
    const values = { ':b': N(b) };
    expect(await after({ from: { a: N(a) }, expression: `SET a = a ${sign} :b`, values })).toEqual({
      a: N(sum),
    });
  });

  it('and refused beyond them', async () => {
    const values = { ':b': N('1') };
    const from = { a: N('1e38') };
    expect(await refusalOf({ from, expression: 'SET a = a + :b', values })).toBe(
      `${VALIDATION}Attempting to store more than 38 significant digits in a Number`,
    );
  });

  it('and refused beyond the largest magnitude', async () => {
    const from = { a: N('9e125') };
    const values = { ':b': N('9e125') };
    expect(await refusalOf({ from, expression: 'ADD a :b', values })).toBe(
      `${VALIDATION}Number overflow. Attempting to store a number with magnitude larger than supported range`,
    );
  });
});

describe('a refused update', () => {
  it('leaves the item as it was', async () => {
    const request = await prepared({
      from: { a: S('old') },
      expression: 'SET a = :v, b.c = :v',
      values: v,
    });
    expect(await refused('UpdateItem', request)).toBe(INVALID_PATH);
    expect(await stored(TableName, request.Key)).toEqual({ ...request.Key, a: S('old') });
  });

  it('makes no item', async () => {
    const request = await prepared({ expression: 'SET b.c = :v', values: v });
    expect(await refused('UpdateItem', request)).toBe(INVALID_PATH);
    expect(await stored(TableName, request.Key)).toBeUndefined();
  });
});
