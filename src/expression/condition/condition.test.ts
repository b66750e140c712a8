import { expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import type { AttributeMap, Item } from '../../wire/attribute-value.ts';
import {
  compileCondition,
  conditionAttributes,
  conditionNestedAttributes,
  evaluateCondition,
} from './condition.ts';
import { Placeholders } from '../binding/placeholders.ts';

const VALUES: AttributeMap = {
  ':s': { S: 'ell' },
  ':h': { S: 'he' },
  ':one': { N: '1' },
  ':two': { N: '2' },
  ':five': { N: '5' },
  ':b': { B: 'AQ==' },
  ':L': { S: 'L' },
};

const ITEM: Item = JSON.parse(`{
  "s": {"S": "hello"}, "n": {"N": "2"}, "b": {"B": "AAEC"}, "t": {"BOOL": true},
  "tags": {"SS": ["ell", "x"]}, "ns": {"NS": ["1", "2"]}, "emoji": {"S": "😀"},
  "l": {"L": [{"N": "1"}, {"M": {"x": {"N": "5"}}}]}, "m": {"M": {"x": {"M": {}}}},
  "__proto__": {"N": "1"}
}`) as Item;

function holds(text: string, item: Item = ITEM): boolean {
  const condition = compileCondition(
    'ConditionExpression',
    text,
    new Placeholders({ '#proto': '__proto__' }, VALUES),
  );
  return evaluateCondition(condition, attributesOf(item));
}

it.each([
  's = :s OR n = :two',
  'NOT s = :s AND n < :five',
  'begins_with(s, :h)',
  'contains(s, :s)',
  'contains(tags, :s)',
  'contains(ns, :two)',
  'contains(b, :b)',
  'contains(l, :one)',
  'NOT contains(tags, :h)',
  'size(s) = :five',
  'size(emoji) = :two',
  'size(l) = :two',
  'size(m) = :one',
  'n BETWEEN :one AND :five',
  'n IN (:one, gone, :two)',
  'l[1].x = :five',
  'attribute_exists(l[0])',
  'attribute_not_exists(l[2])',
  'attribute_not_exists(s.x)',
  'attribute_type(l, :L)',
  '#proto = :one',
  'gone <> :one',
  'NOT gone = :one',
  'n <> :s',
  'a = :s OR b1 = :s AND n = :five OR n = :two',
])('%s holds', (text) => {
  expect(holds(text)).toBe(true);
});

it.each([
  'gone = :one',
  'gone < :one',
  'gone >= :one',
  'gone BETWEEN :one AND :two',
  'gone IN (:one)',
  'begins_with(gone, :h)',
  'contains(gone, :h)',
  'size(gone) = :one',
  'size(n) < :five',
  'n < :s',
  'n = :s',
  't > n',
  'toString = :one',
  'attribute_exists(valueOf)',
  'attribute_exists(m.y)',
])('%s does not hold', (text) => {
  expect(holds(text)).toBe(false);
});

it('a missing item is the empty item', () => {
  expect(holds('attribute_not_exists(pk)', {})).toBe(true);
  expect(holds('s <> :s OR u < :one', {})).toBe(true);
  expect(holds('attribute_exists(pk) AND s = :s', {})).toBe(false);
});

it('the attributes a condition reads are known by their top-level names', () => {
  const condition = compileCondition(
    'FilterExpression',
    'a.b = :s AND NOT size(c) < d[1] OR contains(e, f)',
    new Placeholders({ '#proto': '__proto__' }, VALUES),
  );
  expect([...conditionAttributes(condition)]).toEqual(['a', 'c', 'd', 'e', 'f']);
  expect([...conditionNestedAttributes(condition)]).toEqual(['a', 'd']);
});
