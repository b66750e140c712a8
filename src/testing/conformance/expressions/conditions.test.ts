/** What conditions are true of: semantics.md section 2, validation.md section 6. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { CONDITION_FAILED } from '../messages.ts';
import { freshTable } from '../region.ts';

const bytes = (...given: number[]): Uint8Array => new Uint8Array(given);

const Key = { pk: { S: 'a' } };
const item: Attributes = {
  ...Key,
  s: { S: 'hello' },
  wide: { S: 'a\u{1f600}ß' },
  n: { N: '10' },
  b: { B: bytes(1, 128, 255) },
  yes: { BOOL: true },
  nothing: { NULL: true },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2', '3'] },
  bs: { BS: [bytes(1), bytes(2, 3)] },
  l: { L: [{ S: 'x' }, { N: '5' }, { L: [{ S: 'deep' }] }] },
  m: { M: { x: { N: '1' }, y: { M: { z: { S: 'leaf' } } } } },
};

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
  await fill(TableName, [item]);
});

/** What the placeholders of all conditions stand for; a request gets those it names. */
const VALUES: Attributes = {
  ':hello': { S: 'hello' },
  ':he': { S: 'he' },
  ':llo': { S: 'llo' },
  ':world': { S: 'world' },
  ':a': { S: 'a' },
  ':b': { S: 'b' },
  ':z': { S: 'z' },
  ':x': { S: 'x' },
  ':leaf': { S: 'leaf' },
  ':none': { S: '' },
  ':1': { N: '1' },
  ':2': { N: '2' },
  ':3': { N: '3' },
  ':4': { N: '4' },
  ':5': { N: '5' },
  ':9': { N: '9' },
  ':10': { N: '10.0' },
  ':11': { N: '11' },
  ':true': { BOOL: true },
  ':false': { BOOL: false },
  ':null': { NULL: true },
  ':b1': { B: bytes(1) },
  ':b1h': { B: bytes(1, 128) },
  ':b127': { B: bytes(1, 127) },
  ':b23': { B: bytes(2, 3) },
  ':bh': { B: bytes(128) },
  ':ab': { SS: ['b', 'a'] },
  ':ac': { SS: ['a', 'c'] },
  ':123': { NS: ['3.0', '2', '1'] },
  ':l': { L: [{ S: 'x' }, { N: '5' }, { L: [{ S: 'deep' }] }] },
  ':lr': { L: [{ N: '5' }, { S: 'x' }, { L: [{ S: 'deep' }] }] },
  ':ld': { L: [{ S: 'deep' }] },
  ':m': { M: { y: { M: { z: { S: 'leaf' } } }, x: { N: '1' } } },
  ':mm': { M: { x: { N: '1' } } },
  ':S': { S: 'S' },
  ':SS': { S: 'SS' },
  ':N': { S: 'N' },
  ':NS': { S: 'NS' },
  ':B': { S: 'B' },
  ':BS': { S: 'BS' },
  ':BOOL': { S: 'BOOL' },
  ':NULL': { S: 'NULL' },
  ':L': { S: 'L' },
  ':M': { S: 'M' },
};

function conditioned(ConditionExpression: string, key: Attributes = Key): object {
  const named = new Set(ConditionExpression.match(/:\w+/gu));
  const values = Object.fromEntries(Object.entries(VALUES).filter(([name]) => named.has(name)));
  return {
    TableName,
    Key: key,
    ConditionExpression,
    ...(named.size > 0 && { ExpressionAttributeValues: values }),
  };
}

/** Whether the update of nothing that the condition stands before goes through. */
async function holds(expression: string, key?: Attributes): Promise<boolean> {
  const request = conditioned(expression, key);
  try {
    await ask('UpdateItem', request as never);
    return true;
  } catch {
    expect(await refused('UpdateItem', request)).toBe(CONDITION_FAILED);
    return false;
  }
}

function rows(...table: readonly (readonly [string, boolean])[]): typeof table {
  return table;
}

describe('equality [suite]', () => {
  it.each(
    rows(
      ['s = :hello', true],
      ['s = :world', false],
      ['n = :10', true],
      ['n = :9', false],
      ['s = :10', false],
      ['b = :b1h', false],
      ['yes = :true', true],
      ['yes = :false', false],
      ['nothing = :null', true],
      ['ss = :ab', true],
      ['ss = :ac', false],
      ['ns = :123', true],
      ['l = :l', true],
      ['l = :lr', false],
      ['m = :m', true],
      ['m = :mm', false],
      ['m.y.z = :leaf', true],
      ['l[1] = :5', true],
      ['l[2][0] = :leaf', false],
      [':hello = s', true],
      ['s <> :world', true],
      ['s <> :hello', false],
      ['n <> :10', false],
      ['n <> :hello', true],
      ['ss <> :ab', false],
    ),
  )('%s: %s', async (expression, expected) => {
    expect(await holds(expression)).toBe(expected);
  });
});

describe('order [suite]', () => {
  it.each(
    rows(
      ['n < :11', true],
      ['n < :10', false],
      ['n <= :10', true],
      ['n > :9', true],
      ['n > :10', false],
      ['n >= :10', true],
      ['n >= :11', false],
      ['s < :world', true],
      ['s > :hello', false],
      ['b > :b127', true],
      ['b < :bh', true],
      ['n < :hello', false],
      ['n > :hello', false],
      ['yes < :11', false],
      ['ss > :a', false],
      ['n BETWEEN :9 AND :11', true],
      ['n BETWEEN :10 AND :10', true],
      ['n BETWEEN :11 AND :11', false],
      ['s BETWEEN :a AND :world', true],
      ['b BETWEEN :b127 AND :b23', true],
      ['s BETWEEN :9 AND :11', false],
      [':5 BETWEEN m.x AND n', true],
      [':11 BETWEEN m.x AND n', false],
      ['n IN (:1, :10)', true],
      ['n IN (:1, :2)', false],
      ['s IN (:10, :hello)', true],
      ['l IN (:l)', true],
      [':5 IN (n, l[1])', true],
    ),
  )('%s: %s', async (expression, expected) => {
    expect(await holds(expression)).toBe(expected);
  });
});

describe('functions', () => {
  it.each(
    rows(
      ['attribute_exists(s)', true],
      ['attribute_exists(nothing)', true],
      ['attribute_exists(gone)', false],
      ['attribute_exists(m.y.z)', true],
      ['attribute_exists(m.q)', false],
      ['attribute_exists(l[2])', true],
      ['attribute_exists(l[3])', false],
      ['attribute_exists(s.x)', false],
      ['attribute_not_exists(gone)', true],
      ['attribute_not_exists(s)', false],
      ['attribute_not_exists(m.q)', true],
      ['attribute_type(s, :S)', true],
      ['attribute_type(s, :N)', false],
      ['attribute_type(n, :N)', true],
      ['attribute_type(b, :B)', true],
      ['attribute_type(yes, :BOOL)', true],
      ['attribute_type(nothing, :NULL)', true],
      ['attribute_type(ss, :SS)', true],
      ['attribute_type(ns, :NS)', true],
      ['attribute_type(bs, :BS)', true],
      ['attribute_type(l, :L)', true],
      ['attribute_type(m, :M)', true],
      ['attribute_type(gone, :S)', false],
      // validation.md section 16: the first operand may be a value or a size.
      ['attribute_type(:hello, :S)', true],
      ['attribute_type(:hello, :N)', false],
      ['attribute_type(:ab, :SS)', true],
      ['attribute_type(size(s), :N)', true],
      ['attribute_type(size(n), :N)', false],
      ['attribute_type(size(gone), :N)', false],
      ['begins_with(s, :he)', true],
      ['begins_with(s, :hello)', true],
      ['begins_with(s, :none)', true],
      ['begins_with(s, :llo)', false],
      ['begins_with(b, :b1h)', true],
      ['begins_with(b, :bh)', false],
      ['begins_with(s, :b1)', false],
      ['begins_with(n, :he)', false],
      ['begins_with(m.y.z, :leaf)', true],
      ['contains(s, :llo)', true],
      ['contains(s, :world)', false],
      ['contains(b, :bh)', true],
      ['contains(b, :b23)', false],
      ['contains(ss, :a)', true],
      ['contains(ss, :z)', false],
      ['contains(ns, :2)', true],
      ['contains(ns, :4)', false],
      ['contains(ns, :a)', false],
      ['contains(bs, :b23)', true],
      ['contains(bs, :bh)', false],
      ['contains(l, :x)', true],
      ['contains(l, :5)', true],
      ['contains(l, :ld)', true],
      ['contains(l, :leaf)', false],
      ['contains(n, :1)', false],
      ['contains(gone, :a)', false],
      ['contains(:hello, s)', true],
      // No type of the first operand is refused [local].
      ['contains(:5, s)', false],
      ['contains(:true, s)', false],
      ['contains(:m, s)', false],
      ['contains(size(s), n)', false],
    ),
  )('%s: %s', async (expression, expected) => {
    expect(await holds(expression)).toBe(expected);
  });
});

describe('size', () => {
  it.each(
    rows(
      ['size(s) = :5', true],
      ['size(wide) = :4', true],
      ['size(b) = :3', true],
      ['size(ss) = :2', true],
      ['size(ns) = :3', true],
      ['size(bs) = :2', true],
      ['size(l) = :3', true],
      ['size(m) = :2', true],
      ['size(s) > :4', true],
      ['size(s) < :4', false],
      ['size(s) <> :5', false],
      ['size(s) BETWEEN :4 AND :9', true],
      ['size(s) IN (:1, :5)', true],
      ['size(n) = :2', false],
      ['size(n) <> :2', true],
      ['NOT size(n) <> :2', false],
      [':2 <> size(gone)', true],
      ['size(yes) > :1', false],
      ['size(nothing) >= :1', false],
      ['size(gone) >= :1', false],
      [':5 = size(s)', true],
      ['size(s) > size(ss)', true],
    ),
  )('%s: %s', async (expression, expected) => {
    expect(await holds(expression)).toBe(expected);
  });
});

describe('a missing attribute (the table of semantics.md section 2)', () => {
  it.each(
    rows(
      ['gone = :a', false],
      ['gone < :a', false],
      ['gone <= :a', false],
      ['gone > :a', false],
      ['gone >= :a', false],
      ['gone BETWEEN :a AND :z', false],
      ['gone IN (:a)', false],
      ['begins_with(gone, :a)', false],
      ['size(gone) = :1', false],
      ['gone <> :a', true],
      ['gone <> absent', true],
      ['gone = absent', false],
      ['s = gone', false],
      ['NOT gone = :a', true],
      ['NOT gone < :a', true],
      ['NOT contains(ss, :z)', true],
      ['NOT attribute_exists(gone)', true],
    ),
  )('%s: %s', async (expression, expected) => {
    expect(await holds(expression)).toBe(expected);
  });
});

describe('a missing item has no attribute, not even its key [suite]', () => {
  it.each(
    rows(
      ['attribute_exists(pk)', false],
      ['pk = :a', false],
      ['s <> :a OR n < :1', true],
      ['attribute_exists(pk) AND s = :a', false],
      ['NOT attribute_exists(pk)', true],
      ['attribute_not_exists(pk)', true],
    ),
  )('%s: %s', async (expression, expected) => {
    const key = { pk: { S: `gone ${expression}` } };
    expect(await holds(expression, key)).toBe(expected);
  });
});

describe('logic', () => {
  it.each(
    rows(
      ['s = :hello AND n = :10', true],
      ['s = :hello AND n = :9', false],
      ['s = :world OR n = :10', true],
      ['s = :world OR n = :9', false],
      ['NOT s = :world', true],
      ['NOT s = :hello', false],
      ['NOT NOT s = :hello', true],
      // AND binds tighter than OR, NOT tighter than AND.
      ['s = :hello OR s = :hello AND n = :9', true],
      ['(s = :hello OR s = :hello) AND n = :9', false],
      ['NOT s = :world AND n = :9', false],
      ['NOT (s = :world AND n = :9)', true],
      ['s = :hello AND NOT n = :9 AND yes = :true', true],
      ['n BETWEEN :9 AND :11 AND s = :hello', true],
      ['s = :hello and n = :10', true],
      ['not s = :world Or n between :9 aNd :11', true],
      ['s\n=\t:hello\r\nAND n=:10', true],
      ['attribute_exists (s)', true],
    ),
  )('%s: %s', async (expression, expected) => {
    expect(await holds(expression)).toBe(expected);
  });

  it.each([
    '(s = :hello) AND (n = :10)',
    '(s = :hello AND n = :10)',
    '(s = :hello AND (n = :10))',
    '(s = :hello) AND ((n = :10) OR (yes = :true))',
    '(NOT (s = :world))',
    '(s) = (:hello)',
  ])('parentheses are accepted: %s [suite]', async (expression) => {
    expect(await holds(expression)).toBe(true);
  });
});
