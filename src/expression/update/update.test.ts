import { expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { AttributeMap, AttributeValue, Item } from '../../wire/attribute-value.ts';
import { Placeholders } from '../binding/placeholders.ts';
import {
  applyUpdate,
  compileUpdate,
  createsItem,
  statementCharge,
  updateAttributes,
  updateNestedAttributes,
} from './update.ts';
import type { Update } from './update.ts';

const VALUES: AttributeMap = {
  ':v': { S: 'v' },
  ':w': { S: 'w' },
  ':n': { N: '3' },
  ':ss': { SS: ['b', 'x'] },
  ':ns': { NS: ['2', '10'] },
  ':l': { L: [{ S: 'z' }] },
};

const ITEM = JSON.parse(`{
  "pk": {"S": "k"}, "a": {"S": "old"}, "n": {"N": "4"}, "tags": {"SS": ["a", "b"]},
  "l": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}]}, "e": {"L": []},
  "m": {"M": {"x": {"N": "1"}, "y": {"M": {"z": {"S": "deep"}}}}}
}`) as Item;

function compile(text: string): Update {
  return compileUpdate(text, new Placeholders({ '#proto': '__proto__' }, VALUES));
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The item after the update, the attributes that stayed the same left out. */
function change(text: string, item: Item = ITEM): Record<string, unknown> {
  const after = applyUpdate(compile(text), item).item;
  const names = new Set([...Object.keys(item), ...Object.keys(after)]);
  const changed = [...names].filter((name) => item[name] !== after[name]);
  return Object.fromEntries(changed.map((name) => [name, plain(after[name])]));
}

it.each([
  ['SET a = :v, b = a', { a: { S: 'v' }, b: { S: 'old' } }],
  ['SET n = n + :n', { n: { N: '7' } }],
  ['SET m.x = m.x - :n', { m: { M: { x: { N: '-2' }, y: { M: { z: { S: 'deep' } } } } } }],
  ['SET b = if_not_exists(b, a)', { b: { S: 'old' } }],
  ['SET c = if_not_exists(c, n) + :n', { c: { N: '7' } }],
  ['SET e = list_append(:l, if_not_exists(f, :l))', { e: { L: [{ S: 'z' }, { S: 'z' }] } }],
  ['SET e[0] = :v', { e: { L: [{ S: 'v' }] } }],
  ['SET e[9] = :v, e[4] = :w', { e: { L: [{ S: 'w' }, { S: 'v' }] } }],
  ['SET l[2] = :v REMOVE l[0]', { l: { L: [{ S: '1' }, { S: 'v' }] } }],
  ['REMOVE l[0], l[2], l[7]', { l: { L: [{ S: '1' }] } }],
  ['REMOVE m.y.z, gone, m.nope', { m: { M: { x: { N: '1' }, y: { M: {} } } } }],
  ['REMOVE a', { a: undefined }],
  ['ADD n :n, fresh :n', { n: { N: '7' }, fresh: { N: '3' } }],
  ['ADD tags :ss, more :ns', { tags: { SS: ['a', 'b', 'x'] }, more: { NS: ['2', '10'] } }],
  ['DELETE tags :ss, gone :ss', { tags: { SS: ['a'] } }],
])('%s', (text, expected) => {
  expect(change(text)).toEqual(expected);
});

it('a set that loses its last member is removed', () => {
  expect(change('DELETE t :ss', { t: { SS: ['b'] } })).toEqual({ t: undefined });
});

it('the old item is not touched, and what is left alone is shared', () => {
  const frozen = JSON.stringify(ITEM);
  const after = applyUpdate(compile('SET m.x = :v REMOVE l[1]'), ITEM).item;
  expect(JSON.stringify(ITEM)).toBe(frozen);
  expect(after['tags']).toBe(ITEM['tags']);
  const before = ITEM['m'] as { M: AttributeMap };
  expect((after['m'] as { M: AttributeMap }).M['y']).toBe(before.M['y']);
});

it('names of Object.prototype are ordinary names', () => {
  const after = applyUpdate(compile('SET #proto = :v, toString = :w'), {}).item;
  expect(Object.keys(after)).toEqual(['__proto__', 'toString']);
});

const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const NO_ATTRIBUTE =
  'The provided expression refers to an attribute that does not exist in the item';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';

it.each([
  ['SET q.b = :v', INVALID_PATH],
  ['SET m.q.b = :v', INVALID_PATH],
  ['SET a.b = :v', INVALID_PATH],
  ['SET m[0] = :v', INVALID_PATH],
  ['SET l[7].x = :v', INVALID_PATH],
  ['REMOVE q.b', INVALID_PATH],
  ['SET b = q', NO_ATTRIBUTE],
  ['SET b = b + :n', NO_ATTRIBUTE],
  ['SET b = a + :n', WRONG_TYPE],
  ['SET b = list_append(a, :l)', WRONG_TYPE],
  ['ADD a :n', WRONG_TYPE],
  ['ADD tags :ns', WRONG_TYPE],
  ['DELETE n :ss', WRONG_TYPE],
])('%s fails on the item: %s', (text, message) => {
  expect(() => applyUpdate(compile(text), ITEM)).toThrow(new ValueFault(message));
});

it('a value is not written so deep inside a document that the two nest more than 32 levels', () => {
  const nested = (levels: number): AttributeValue =>
    levels === 1 ? { S: '' } : { M: { m: nested(levels - 1) } };
  const write = (levels: number) => () => {
    const placeholders = new Placeholders(undefined, { ':v': nested(levels) });
    return applyUpdate(compileUpdate('SET m.m[0].q = :v', placeholders), {
      m: { M: { m: { L: [{ M: {} }] } } },
    });
  };
  expect(write(29)).not.toThrow();
  expect(write(30)).toThrow('Nesting Levels have exceeded supported limits');
});

it('UPDATED_OLD and UPDATED_NEW hold the written paths only', () => {
  const result = applyUpdate(
    compile('SET m.x = :v, m.y.z = :w, b = :v, l[2] = :v, l[8] = :w REMOVE a, l[0] ADD tags :ss'),
    ITEM,
  );
  expect(plain(result.updatedOld)).toEqual({
    m: { M: { x: { N: '1' }, y: { M: { z: { S: 'deep' } } } } },
    l: { L: [{ S: '0' }, { S: '2' }] },
    a: { S: 'old' },
    tags: { SS: ['a', 'b'] },
  });
  expect(plain(result.updatedNew)).toEqual({
    m: { M: { x: { S: 'v' }, y: { M: { z: { S: 'w' } } } } },
    b: { S: 'v' },
    // What stands at l[0] and l[2] now: the element that moved in, and the one that was appended.
    l: { L: [{ S: '1' }, { S: 'w' }] },
    tags: { SS: ['a', 'b', 'x'] },
  });
});

it('nothing to return is undefined', () => {
  expect(applyUpdate(compile('REMOVE a'), ITEM).updatedNew).toBeUndefined();
  expect(applyUpdate(compile('SET m.fresh = :v'), ITEM).updatedOld).toBeUndefined();
});

it('the attributes an update writes and reaches into are known', () => {
  const update = compile('SET m.x = c.d, b = :v REMOVE l[1]');
  expect([...updateAttributes(update)]).toEqual(['m', 'b', 'l']);
  expect([...updateNestedAttributes(update)]).toEqual(['m', 'l', 'c']);
});

it.each([
  ['REMOVE a', false],
  ['REMOVE m.x DELETE tags :ss', false],
  ['REMOVE a ADD n :n', true],
  ['DELETE tags :ss SET b = :v', true],
])('%s makes an item where none was: %s', (text, isMade) => {
  expect(createsItem(compile(text))).toBe(isMade);
});

it.each([
  ['SET b = :v', 3 + 19 + 1 + 1],
  ['SET b = :v, cc = :v', 3 + 21 + 22],
  ['REMOVE r', 3 + 2],
  ['DELETE tags :ss', 3 + 1 + 4],
  ['SET m.leaf = :v', 3 + 19 + 1 + 4 + 4 + 1],
  ['SET l[12] = :v', 3 + 19 + 1 + 4 + 2 + 1],
  ['SET b = m.x', 3 + 20 + 1 + 15 + 15],
  ['SET b = n + :n', 3 + 20 + 34 + 16 + 2],
  ['SET b = n - :n', 3 + 20 + 37 + 16 + 2],
  ['SET b = if_not_exists(n, :n)', 3 + 20 + 39 + 16 + 2],
  ['SET b = list_append(l, :l)', 3 + 20 + 37 + 16 + 5],
  ['ADD n :n', 3 + 20 + 2],
  ['ADD tags :ss', 3 + 19 + 4 + 1],
])('the statement %s weighs %i bytes', (text, bytes) => {
  expect(statementCharge(compile(text), attributesOf(ITEM))).toBe(bytes);
});
