/**
 * What values weigh, seen in write units: an item of 1,024 bytes takes one, of 1,025 two. semantics.md section 1.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

let count = 0;

/** Write units of a fresh item with `attributes` that the rest of it fills up to `bytes`, were their size `size`. */
async function unitsFilledTo(bytes: number, attributes: Attributes, size: number): Promise<number> {
  const pk = `k${String(count++).padStart(5, '0')}`;
  const own = 'pk'.length + pk.length + 'pad'.length;
  const Item = { pk: { S: pk }, pad: { S: '-'.repeat(bytes - own - size) }, ...attributes };
  const answer = await ask('PutItem', { TableName, Item, ReturnConsumedCapacity: 'TOTAL' });
  return answer.ConsumedCapacity?.CapacityUnits ?? 0;
}

async function expectSize(attributes: Attributes, size: number): Promise<void> {
  const units = [
    await unitsFilledTo(1024, attributes, size),
    await unitsFilledTo(1025, attributes, size),
  ];
  expect(units).toEqual([1, 2]);
}

describe('a number weighs ([suite], the table of literals)', () => {
  it.each([
    ['0', 1],
    ['-0', 1],
    ['1', 2],
    ['12', 2],
    ['15', 2],
    ['123', 3],
    ['1234', 3],
    ['123456', 4],
    ['12345678901234567890123456789012345678', 20],
    ['-42', 3],
    ['0042', 2],
    ['100', 2],
    ['1010', 3],
    ['0.0000001', 2],
    ['1E125', 2],
    ['1E-100', 2],
    ['1.2', 3],
    ['1.200', 3],
    ['1.5', 3],
    ['1.234', 4],
    ['3.14159', 5],
    ['100.5', 4],
    ['0.15', 2],
  ])('%s: %i bytes', async (N, bytes) => {
    await expectSize({ n: { N } }, 1 + bytes);
  });
});

const bytes = (length: number): Uint8Array => new Uint8Array(length);

describe('a value weighs', () => {
  it.each<[string, Attributes, number]>([
    ['a string its bytes of UTF-8 [suite]', { v: { S: 'aß\u{1f600}' } }, 1 + 7],
    ['an empty string nothing [suite]', { v: { S: '' } }, 1],
    ['a binary its bytes [suite]', { v: { B: bytes(10) } }, 1 + 10],
    ['an empty binary nothing [suite]', { v: { B: bytes(0) } }, 1],
    ['true one byte [local]', { v: { BOOL: true } }, 1 + 1],
    ['null one byte [local]', { v: { NULL: true } }, 1 + 1],
    ['a string set the sum of its members [local]', { v: { SS: ['ab', 'ß', ''] } }, 1 + 4],
    ['a number set the sum by the rule of numbers [local]', { v: { NS: ['0', '123'] } }, 1 + 4],
    ['a binary set the sum of its members [local]', { v: { BS: [bytes(3), bytes(4)] } }, 1 + 7],
    ['an empty list three bytes [local]', { v: { L: [] } }, 1 + 3],
    ['an empty map three bytes [local]', { v: { M: {} } }, 1 + 3],
    [
      'a list one byte more for every element [suite]',
      { v: { L: [{ S: 'abc' }, { N: '1' }] } },
      1 + 3 + 1 + 3 + 1 + 2,
    ],
    [
      'a map one byte and the name more for every entry [suite]',
      { v: { M: { xy: { S: 'abc' }, z: { N: '1' } } } },
      1 + 3 + 1 + 2 + 3 + 1 + 1 + 2,
    ],
    [
      'a document the documents inside of it [suite]',
      { v: { L: [{ M: { a: { L: [{ S: 'x' }] } } }] } },
      1 + 3 + 1 + (3 + 1 + 1 + (3 + 1 + 1)),
    ],
  ])('%s', async (_rule, attributes, size) => {
    await expectSize(attributes, size);
  });

  it('its name in bytes of UTF-8 as well', async () => {
    await expectSize({ ßß: { S: '' } }, 4);
  });
});
