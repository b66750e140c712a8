import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../ask.ts';
import { freshTable } from '../region.ts';
import { execute, invalid, itemsOf, NOT_WELL_FORMED, put } from '../statements.ts';

let table: string;
const Key = { pk: { S: 'a' } };
const item = {
  ...Key,
  n: { N: '5' },
  l: { L: [{ S: 'p' }, { S: 'q' }, { S: 'r' }] },
  m: { M: { x: { S: 'X' }, y: { S: 'Y' } } },
};

beforeAll(async () => {
  table = await freshTable();
});

beforeEach(async () => {
  await put(table, item);
});

const returned = (clauses: string, returning: string): Promise<unknown> =>
  itemsOf(`UPDATE "${table}" ${clauses} WHERE pk = 'a' RETURNING ${returning} *`);

describe('RETURNING of an UPDATE (semantics.md section 7)', () => {
  it.each([
    ['SET n = 6', 'ALL OLD', [item]],
    ['SET n = 6', 'ALL NEW', [{ ...item, n: { N: '6' } }]],
    ['SET n = 6', 'MODIFIED OLD', [{ n: { N: '5' } }]],
    ['SET n = 6', 'MODIFIED NEW', [{ n: { N: '6' } }]],
    ['SET m.x = 1', 'MODIFIED NEW', [{ m: { M: { x: { N: '1' } } } }]],
    ['SET m.x = 1', 'MODIFIED OLD', [{ m: { M: { x: { S: 'X' } } } }]],
    ['SET fresh = 1', 'MODIFIED OLD', []],
    ['SET fresh = 1', 'MODIFIED NEW', [{ fresh: { N: '1' } }]],
    ['REMOVE n', 'MODIFIED NEW', []],
    ['REMOVE n', 'MODIFIED OLD', [{ n: { N: '5' } }]],
    ["SET l[3] = 's'", 'MODIFIED NEW', [{ l: { L: [{ S: 's' }] } }]],
    ["SET l[3] = 's'", 'MODIFIED OLD', []],
    ["SET l[9] = 's'", 'MODIFIED NEW', []],
    ["SET l[9] = 's'", 'MODIFIED OLD', []],
    ['REMOVE l[0]', 'MODIFIED NEW', [{ l: { L: [{ S: 'q' }] } }]],
    ['REMOVE l[0]', 'MODIFIED OLD', [{ l: { L: [{ S: 'p' }] } }]],
    ['REMOVE l[2]', 'MODIFIED NEW', []],
    ["SET l[2] = 'c', l[0] = 'a'", 'MODIFIED NEW', [{ l: { L: [{ S: 'a' }, { S: 'c' }] } }]],
    ['SET n = n + 1 REMOVE m', 'MODIFIED OLD', [{ n: item.n, m: item.m }]],
  ])('%s RETURNING %s * [suite]', async (clauses, returning, items) => {
    expect(await returned(clauses, returning)).toEqual(items);
  });

  it('goes with FROM in front too', async () => {
    expect(
      await itemsOf(`FROM "${table}" WHERE pk = 'a' SET n = 6 RETURNING MODIFIED NEW *`),
    ).toEqual([{ n: { N: '6' } }]);
  });
});

describe('DELETE (semantics.md section 7)', () => {
  it('answers empty Items [suite]', async () => {
    expect(await itemsOf(`DELETE FROM "${table}" WHERE pk = 'a'`)).toEqual([]);
    expect(await stored(table, Key)).toBeUndefined();
  });

  it('RETURNING ALL OLD * is the item', async () => {
    expect(await itemsOf(`DELETE FROM "${table}" WHERE pk = 'a' RETURNING ALL OLD *`)).toEqual([
      item,
    ]);
  });

  it('of nothing succeeds silently [suite]', async () => {
    expect(await itemsOf(`DELETE FROM "${table}" WHERE pk = 'none' RETURNING ALL OLD *`)).toEqual(
      [],
    );
  });

  it('of nothing by a further condition too [suite]', async () => {
    expect(await itemsOf(`DELETE FROM "${table}" WHERE pk = 'none' AND n = 1`)).toEqual([]);
  });

  it('by a condition that is not met keeps the item [suite]', async () => {
    await expect(execute(`DELETE FROM "${table}" WHERE pk = 'a' AND n = 6`)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
    });
    expect(await stored(table, Key)).toEqual(item);
  });

  it('by a condition that is met', async () => {
    await execute(`DELETE FROM "${table}" WHERE pk = 'a' AND attribute_not_exists(nope)`);
    expect(await stored(table, Key)).toBeUndefined();
  });

  it.each(['MODIFIED OLD', 'ALL NEW', 'MODIFIED NEW'])('never returns %s', async (returning) => {
    expect(await invalid(`DELETE FROM "${table}" WHERE pk = 'a' RETURNING ${returning} *`)).toBe(
      `Invalid returning clause: RETURNING ${returning} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
    );
  });

  it('needs the key', async () => {
    expect(await invalid(`DELETE FROM "${table}" WHERE n = 5`)).toBe(
      'Where clause does not contain a mandatory equality on all key attributes',
    );
  });

  it('is of no index [suite]', async () => {
    expect(await invalid(`DELETE FROM "${table}"."i" WHERE pk = 'a'`)).toBe(
      'This operation is not supported on an index',
    );
  });
});

describe('RETURNING clauses that are refused (validation.md section 11 [local])', () => {
  it.each([
    ['*', `${NOT_WELL_FORMED}Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.`],
    [
      'ALL *',
      `${NOT_WELL_FORMED}Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.`,
    ],
    ['ALL NEW n', "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause"],
    ['ALL NEW *, ALL OLD *', 'Invalid syntax with multiple returning elements in RETURNING clause'],
  ])('%s', async (returning, message) => {
    expect(await invalid(`UPDATE "${table}" SET n = 1 WHERE pk = 'a' RETURNING ${returning}`)).toBe(
      message,
    );
  });
});
