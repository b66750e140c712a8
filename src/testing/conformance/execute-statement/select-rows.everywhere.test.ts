import { beforeAll, describe, expect, it } from 'vitest';
import { freshTable } from '../region.ts';
import { execute, invalid, itemsOf, put } from '../statements.ts';

let table: string;
const item = {
  pk: { S: 'a' },
  sk: { S: '1' },
  n: { N: '1' },
  data: { S: 'd' },
  m: { M: { x: { S: 'X' }, n: { M: { x: { S: 'deep' } } }, l: { L: [{ S: 'l0' }] } } },
  l: { L: [{ S: 'p' }, { S: 'q' }, { M: { x: { N: '7' } } }] },
};
const where = "WHERE pk = 'a' AND sk = '1'";

beforeAll(async () => {
  table = await freshTable({ range: 'sk' });
  await put(table, item);
});

const row = async (columns: string): Promise<unknown> =>
  (await itemsOf(`SELECT ${columns} FROM "${table}" ${where}`))?.[0];

describe('rows of a SELECT (semantics.md section 7, Result rows)', () => {
  it('* is the whole item', async () => {
    expect(await row('*')).toEqual(item);
  });

  it('named columns are those alone [suite]', async () => {
    expect(await row('n, pk')).toEqual({ n: { N: '1' }, pk: { S: 'a' } });
  });

  it('an absent attribute is left out, its key not added [suite]', async () => {
    expect(await row('n, absent')).toEqual({ n: { N: '1' } });
  });

  it('a row without any of its columns is empty', async () => {
    expect(await row('absent')).toEqual({});
  });

  it('a path is one attribute named by its last step [suite]', async () => {
    expect(await row('m.x')).toEqual({ x: { S: 'X' } });
  });

  it('so is a longer one [suite]', async () => {
    expect(await row('m.n.x')).toEqual({ x: { S: 'deep' } });
  });

  it('an element is named by its list and index [emul]', async () => {
    expect(await row('l[0]')).toEqual({ 'l[0]': { S: 'p' } });
  });

  it('an element of a nested list likewise [emul]', async () => {
    expect(await row('m.l[0]')).toEqual({ 'l[0]': { S: 'l0' } });
  });

  it('a name behind an index stands alone', async () => {
    expect(await row('l[2].x')).toEqual({ x: { N: '7' } });
  });

  it('several paths stand side by side', async () => {
    expect(await row('m.x, l[1]')).toEqual({ x: { S: 'X' }, 'l[1]': { S: 'q' } });
  });

  it('quoted names are names', async () => {
    expect(await row('"m"."x"')).toEqual({ x: { S: 'X' } });
  });

  it('reserved words of expressions stand bare [suite]', async () => {
    expect(await row('data')).toEqual({ data: { S: 'd' } });
  });

  it('names are told apart by case', async () => {
    expect(await row('N')).toEqual({});
  });

  it('no item leaves Items empty, and there [suite]', async () => {
    const { Items, NextToken, LastEvaluatedKey } = await execute(
      `SELECT * FROM "${table}" WHERE pk = 'a' AND sk = 'none'`,
    );
    expect({ Items, NextToken, LastEvaluatedKey }).toEqual({ Items: [] });
  });

  it('so does a false condition [suite]', async () => {
    expect(await itemsOf(`SELECT * FROM "${table}" ${where} AND n = 2`)).toEqual([]);
  });

  it('keywords are read in any case', async () => {
    expect(await itemsOf(`select n from "${table}" where pk = 'a' and sk = '1'`)).toEqual([
      { n: { N: '1' } },
    ]);
  });
});

describe('columns that are refused (validation.md section 11)', () => {
  it.each([
    ['COUNT(*)', 'Unexpected path component at 1:8:5'],
    ['size(l)', 'Unexpected path component at 1:8:4'],
    ['n + 1', 'Unexpected path component at 1:10:1'],
    ["'x'", 'Unexpected path component at 1:8:3'],
    ['attribute_exists(n)', 'Unexpected path component at 1:8:16'],
    ['n AS x', 'Aliasing is not supported'],
    ['n x', 'Aliasing is not supported'],
    ['n, n', 'Duplicate identifiers in select clause: n'],
    ['n, m.n', 'Duplicate identifiers in select clause: n'],
    ['l[-1]', 'List index is not within the allowable range; index: [-1] at 1:11:1'],
    [
      'l[2147483648]',
      'List index is not within the allowable range; index: [2147483648] at 1:10:10',
    ],
    ['m.*', "Changing item's hierarchy while reading isn't supported"],
    ['DISTINCT n', 'Unsupported token in expression: DISTINCT'],
    ['VALUE n', "Select projection doesn't support value or pivot keywords"],
    ['""', 'Path component cannot be an empty string'],
    [
      'pk.x',
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
  ])('%s', async (columns, message) => {
    expect(await invalid(`SELECT ${columns} FROM "${table}"`)).toBe(message);
  });
});
