/** How a sort key orders items: semantics.md section 2 [suite]. */
import { describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';

const pk = { S: 'a' };

async function inOrder(
  type: 'S' | 'N' | 'B',
  keys: readonly Attributes[string][],
): Promise<readonly unknown[]> {
  const TableName = await freshTable({ range: `sk:${type}` });
  await fill(
    TableName,
    keys.map((sk) => ({ pk, sk })),
  );
  const { Items = [] } = await ask('Query', {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
  });
  return Items.map(({ sk }) => Object.values(sk ?? {})[0] as unknown);
}

const bytes = (...given: number[]): Uint8Array => new Uint8Array(given);

describe('items of one partition key stand in the order of their sort keys', () => {
  it('numbers by value, whatever their length', async () => {
    const numbers = ['10', '9', '-1', '0', '-10.5', '1e-5', '1e20', '-1e-5', '9.5'];
    expect(
      await inOrder(
        'N',
        numbers.map((N) => ({ N })),
      ),
    ).toEqual([
      '-10.5',
      '-1',
      '-0.00001',
      '0',
      '0.00001',
      '9',
      '9.5',
      '10',
      '100000000000000000000',
    ]);
  });

  it('numbers that differ in their last digit alone', async () => {
    const head = '1'.repeat(37);
    const numbers = [`${head}3`, `${head}1`, `${head}2`];
    expect(
      await inOrder(
        'N',
        numbers.map((N) => ({ N })),
      ),
    ).toEqual([`${head}1`, `${head}2`, `${head}3`]);
  });

  it('strings by bytes, capitals first, prefixes before what they begin', async () => {
    const strings = ['b', 'aa', 'a', 'B', 'a ', 'ä', '1'];
    expect(
      await inOrder(
        'S',
        strings.map((S) => ({ S })),
      ),
    ).toEqual(['1', 'B', 'a', 'a ', 'aa', 'b', 'ä']);
  });

  it('strings by UTF-8, not by UTF-16', async () => {
    const strings = ['\u{10000}', '\uffff', '\ud7ff'];
    expect(
      await inOrder(
        'S',
        strings.map((S) => ({ S })),
      ),
    ).toEqual(['\ud7ff', '\uffff', '\u{10000}']);
  });

  it('strings with null characters', async () => {
    const strings = ['a\u0001', 'a\u0000b', 'a', 'a\u0000'];
    expect(
      await inOrder(
        'S',
        strings.map((S) => ({ S })),
      ),
    ).toEqual(['a', 'a\u0000', 'a\u0000b', 'a\u0001']);
  });

  it('binaries by unsigned bytes', async () => {
    const binaries = [bytes(255), bytes(127), bytes(128), bytes(0), bytes(0, 0), bytes(127, 255)];
    expect(
      await inOrder(
        'B',
        binaries.map((B) => ({ B })),
      ),
    ).toEqual([bytes(0), bytes(0, 0), bytes(127), bytes(127, 255), bytes(128), bytes(255)]);
  });
});
