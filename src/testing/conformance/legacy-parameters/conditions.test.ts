/** What Expected, QueryFilter and ScanFilter are true of: validation.md section 7, semantics.md section 2. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonOperator } from '@aws-sdk/client-dynamodb';
import { ask, fill, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { CONDITION_FAILED } from '../messages.ts';
import { freshTable } from '../region.ts';

const bytes = (...given: number[]): Uint8Array => new Uint8Array(given);
const S = (text: string): Attributes[string] => ({ S: text });
const N = (text: string): Attributes[string] => ({ N: text });

const Key = { pk: S('a') };
const item: Attributes = {
  ...Key,
  s: S('hello'),
  n: N('10'),
  b: { B: bytes(1, 128) },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  l: { L: [S('x'), N('5')] },
  yes: { BOOL: true },
  m: { M: { x: N('1') } },
};

let TableName: string;
let scanned: string;
let queried: string;
beforeAll(async () => {
  TableName = await freshTable();
  await fill(TableName, [item]);
  scanned = await freshTable();
  await fill(scanned, [item]);
  queried = await freshTable({ range: 'sk' });
  await fill(queried, [{ ...item, sk: S('1') }]);
});

type Row = readonly [
  attribute: string,
  operator: ComparisonOperator,
  values: readonly Attributes[string][],
  met: boolean,
];

const ROWS: readonly Row[] = [
  ['s', 'EQ', [S('hello')], true],
  ['s', 'EQ', [S('other')], false],
  ['s', 'EQ', [N('1')], false],
  ['n', 'EQ', [N('10.0')], true],
  ['ss', 'EQ', [{ SS: ['b', 'a'] }], true],
  ['l', 'EQ', [{ L: [S('x'), N('5')] }], true],
  ['m', 'EQ', [{ M: { x: N('1.0') } }], true],
  ['nope', 'EQ', [S('x')], false],
  ['s', 'NE', [S('other')], true],
  ['s', 'NE', [S('hello')], false],
  ['n', 'LE', [N('10')], true],
  ['n', 'LE', [N('9')], false],
  ['n', 'LT', [N('11')], true],
  ['n', 'LT', [N('10')], false],
  ['n', 'GE', [N('10')], true],
  ['n', 'GE', [N('11')], false],
  ['n', 'GT', [N('9')], true],
  ['n', 'GT', [N('10')], false],
  ['s', 'GT', [N('1')], false],
  ['b', 'GT', [{ B: bytes(1, 127) }], true],
  ['s', 'NOT_NULL', [], true],
  ['nope', 'NOT_NULL', [], false],
  ['s', 'NULL', [], false],
  ['nope', 'NULL', [], true],
  ['s', 'CONTAINS', [S('ell')], true],
  ['s', 'CONTAINS', [S('elo')], false],
  ['ss', 'CONTAINS', [S('a')], true],
  ['ss', 'CONTAINS', [S('c')], false],
  ['ns', 'CONTAINS', [N('2')], true],
  ['l', 'CONTAINS', [N('5')], true],
  ['b', 'CONTAINS', [{ B: bytes(128) }], true],
  ['s', 'NOT_CONTAINS', [S('elo')], true],
  ['s', 'NOT_CONTAINS', [S('ell')], false],
  ['ss', 'NOT_CONTAINS', [S('c')], true],
  ['n', 'NOT_CONTAINS', [S('c')], true],
  // Unlike NE, of a missing attribute it is false [local].
  ['nope', 'NOT_CONTAINS', [S('c')], false],
  ['nope', 'NE', [S('c')], true],
  ['s', 'BEGINS_WITH', [S('he')], true],
  ['s', 'BEGINS_WITH', [S('lo')], false],
  ['b', 'BEGINS_WITH', [{ B: bytes(1) }], true],
  ['n', 'IN', [N('1'), N('10')], true],
  ['n', 'IN', [N('1'), N('2')], false],
  ['n', 'BETWEEN', [N('9'), N('11')], true],
  ['n', 'BETWEEN', [N('10'), N('10')], true],
  ['n', 'BETWEEN', [N('1'), N('9')], false],
];

describe('Expected', () => {
  it.each(ROWS)('%s %s %o: %s', async (attribute, operator, values, met) => {
    const request = {
      TableName,
      Item: item,
      Expected: {
        [attribute]: { ComparisonOperator: operator, AttributeValueList: [...values] },
      },
    };
    if (met) expect(await ask('PutItem', request)).toEqual({});
    else expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
  });

  it.each<[string, object, boolean]>([
    ['a Value that is there', { s: { Value: S('hello') } }, true],
    ['a Value that is not', { s: { Value: S('x') } }, false],
    ['Exists true and the Value that is there', { s: { Value: S('hello'), Exists: true } }, true],
    ['Exists false of a missing attribute', { nope: { Exists: false } }, true],
    ['Exists false of an attribute that is there', { s: { Exists: false } }, false],
    ['a Value beside a comparison', { n: { ComparisonOperator: 'GT', Value: N('9') } }, true],
    ['two members, both met', { s: { Value: S('hello') }, n: { Value: N('10') } }, true],
    ['two members, one met', { s: { Value: S('hello') }, n: { Value: N('11') } }, false],
  ])('%s', async (_title, Expected, met) => {
    const request = { TableName, Item: item, Expected } as never;
    if (met) expect(await ask('PutItem', request)).toEqual({});
    else expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
  });

  it.each([
    ['OR', { s: { Value: S('hello') }, n: { Value: N('11') } }, true],
    ['OR', { s: { Value: S('x') }, n: { Value: N('11') } }, false],
    ['AND', { s: { Value: S('hello') }, n: { Value: N('11') } }, false],
    ['AND', { s: { Value: S('hello') }, n: { Value: N('10') } }, true],
  ] as const)('joined by %s: %o is %s', async (ConditionalOperator, Expected, met) => {
    const request = { TableName, Item: item, Expected, ConditionalOperator };
    if (met) expect(await ask('PutItem', request)).toEqual({});
    else expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
  });

  it('guards updates', async () => {
    const request = {
      TableName,
      Key,
      AttributeUpdates: { s: { Value: S('never') } },
      Expected: { n: { Value: N('0') } },
    };
    expect(await refused('UpdateItem', request)).toBe(CONDITION_FAILED);
    expect(await stored(TableName, Key)).toEqual(item);
  });

  it('guards deletes', async () => {
    const request = { TableName, Key, Expected: { n: { Value: N('0') } } };
    expect(await refused('DeleteItem', request)).toBe(CONDITION_FAILED);
    expect(await stored(TableName, Key)).toEqual(item);
  });
});

describe('ScanFilter', () => {
  it.each(ROWS)('%s %s %o: %s', async (attribute, operator, values, met) => {
    const { Count } = await ask('Scan', {
      TableName: scanned,
      ScanFilter: {
        [attribute]: { ComparisonOperator: operator, AttributeValueList: [...values] },
      },
    });
    expect(Count).toBe(met ? 1 : 0);
  });

  it('IN takes 100 values', async () => {
    const AttributeValueList = Array.from({ length: 100 }, (_, i) => N(String(i)));
    const ScanFilter = { n: { ComparisonOperator: 'IN' as const, AttributeValueList } };
    expect((await ask('Scan', { TableName: scanned, ScanFilter })).Count).toBe(1);
  });

  it('may name the key', async () => {
    const { Count } = await ask('Scan', {
      TableName: scanned,
      ScanFilter: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('a')] } },
    });
    expect(Count).toBe(1);
  });

  it.each([
    ['AND', 0],
    ['OR', 1],
  ] as const)('joined by %s', async (ConditionalOperator, count) => {
    const { Count, ScannedCount } = await ask('Scan', {
      TableName: scanned,
      ScanFilter: {
        s: { ComparisonOperator: 'EQ', AttributeValueList: [S('hello')] },
        n: { ComparisonOperator: 'EQ', AttributeValueList: [N('0')] },
      },
      ConditionalOperator,
    });
    expect([Count, ScannedCount]).toEqual([count, 1]);
  });

  it('without members keeps everything', async () => {
    expect((await ask('Scan', { TableName: scanned, ScanFilter: {} })).Count).toBe(1);
  });
});

describe('QueryFilter', () => {
  const KeyConditions = {
    pk: { ComparisonOperator: 'EQ' as const, AttributeValueList: [S('a')] },
  };

  it.each([
    [N('10'), 1],
    [N('0'), 0],
  ])('n EQ %o: %i', async (value, count) => {
    const { Count, ScannedCount } = await ask('Query', {
      TableName: queried,
      KeyConditions,
      QueryFilter: { n: { ComparisonOperator: 'EQ', AttributeValueList: [value] } },
    });
    expect([Count, ScannedCount]).toEqual([count, 1]);
  });

  it.each([
    ['AND', 0],
    ['OR', 1],
  ] as const)('joined by %s', async (ConditionalOperator, count) => {
    const { Count } = await ask('Query', {
      TableName: queried,
      KeyConditions,
      QueryFilter: {
        s: { ComparisonOperator: 'NOT_NULL' },
        n: { ComparisonOperator: 'EQ', AttributeValueList: [N('0')] },
      },
      ConditionalOperator,
    });
    expect(Count).toBe(count);
  });
});
