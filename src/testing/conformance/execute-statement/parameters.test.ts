import { beforeAll, describe, expect, it } from 'vitest';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { stored } from '../ask.ts';
import { freshTable, raw } from '../region.ts';
import { execute, invalid, itemsOf, put } from '../statements.ts';

let table: string;
const item = { pk: { S: 'a' }, n: { N: '1' }, m: { M: { x: { S: 'X' } } } };

beforeAll(async () => {
  table = await freshTable();
  await put(table, item);
});

describe('parameters (semantics.md section 7)', () => {
  it.each<[string, AttributeValue[]]>([
    ['pk = ?', [{ S: 'a' }]],
    ['? = pk', [{ S: 'a' }]],
    ['pk = ? AND n = ?', [{ S: 'a' }, { N: '1' }]],
    ['pk = ? AND n IN [?, 2]', [{ S: 'a' }, { N: '1' }]],
    ['pk = ? AND n IN (?, ?)', [{ S: 'a' }, { N: '1' }, { N: '2' }]],
    ['pk = ? AND n BETWEEN ? AND ?', [{ S: 'a' }, { N: '0' }, { N: '9' }]],
    ['pk = ? AND m = ?', [{ S: 'a' }, item.m]],
    ["pk = ? AND m = {'x': ?}", [{ S: 'a' }, { S: 'X' }]],
    ['begins_with(pk, ?)', [{ S: 'a' }]],
    ['attribute_type(n, ?)', [{ S: 'N' }]],
    ['pk = ? AND n = ?', [{ S: 'a' }, { N: '1.0' }]],
    ['? IS STRING', [{ S: 'a' }]],
  ])('%s', async (where, Parameters) => {
    expect(await itemsOf(`SELECT * FROM "${table}" WHERE ${where}`, { Parameters })).toEqual([
      item,
    ]);
  });

  it('stand for the values of an INSERT', async () => {
    const Parameters = [{ S: 'i' }, { L: [{ N: '1' }] }];
    await execute(`INSERT INTO "${table}" VALUE {'pk': ?, 'v': ?}`, { Parameters });
    expect(await stored(table, { pk: { S: 'i' } })).toEqual({
      pk: { S: 'i' },
      v: { L: [{ N: '1' }] },
    });
  });

  it('stand inside lists, maps and sets', async () => {
    const Parameters = [{ S: 'x' }, { N: '1' }, { S: 'q' }];
    await execute(
      `INSERT INTO "${table}" VALUE {'pk': 'nested', 'l': [?], 'm': {'k': ?}, 's': <<'p', ?>>}`,
      { Parameters },
    );
    expect(await stored(table, { pk: { S: 'nested' } })).toEqual({
      pk: { S: 'nested' },
      l: { L: [{ S: 'x' }] },
      m: { M: { k: { N: '1' } } },
      s: { SS: ['p', 'q'] },
    });
  });

  it('stand for what SET assigns, adds and takes away', async () => {
    await put(table, { pk: { S: 'u' }, n: { N: '1' }, ss: { SS: ['a'] } });
    await execute(`UPDATE "${table}" SET n = n + ? SET ss = set_add(ss, ?) WHERE pk = ?`, {
      Parameters: [{ N: '2' }, { SS: ['b'] }, { S: 'u' }],
    });
    expect(await stored(table, { pk: { S: 'u' } })).toEqual({
      pk: { S: 'u' },
      n: { N: '3' },
      ss: { SS: ['a', 'b'] },
    });
  });

  it('may hold binary keys of other types than literals can', async () => {
    const binary = await freshTable({ hash: 'pk:B' });
    const pk = { B: new Uint8Array([1, 2]) };
    await put(binary, { pk });
    expect(await itemsOf(`SELECT * FROM "${binary}" WHERE pk = ?`, { Parameters: [pk] })).toEqual([
      { pk },
    ]);
  });
});

describe('parameters that are refused', () => {
  it('too few (validation.md section 11 [local])', async () => {
    expect(await invalid(`SELECT * FROM "${table}" WHERE pk = ?`)).toBe(
      "Number of parameters in request and statement don't match.",
    );
  });

  it('a question mark in a string is none', async () => {
    expect(await itemsOf(`SELECT * FROM "${table}" WHERE pk = '?'`)).toEqual([]);
  });

  it.each(['attribute_exists(?)', 'attribute_not_exists(?)'])(
    'where a path must be: %s [suite]',
    async (condition) => {
      const name = condition.slice(0, condition.indexOf('('));
      expect(
        await invalid(`SELECT * FROM "${table}" WHERE ${condition}`, {
          Parameters: [{ S: 'n' }],
        }),
      ).toBe(`Operator or function requires a document path; operator or function: ${name}`);
    },
  );

  it('an empty list (api-surface.md, ExecuteStatement)', async () => {
    const { body } = await raw('ExecuteStatement', {
      Statement: 'SELECT * FROM t',
      Parameters: [],
    });
    expect(body['message']).toBe(
      "1 validation error detected: Value '[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('a list for IN', async () => {
    expect(
      await invalid(`SELECT * FROM "${table}" WHERE n IN ?`, {
        Parameters: [{ L: [{ N: '1' }] }],
      }),
    ).toBe(
      'IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member',
    );
  });

  it('no set for set_add', async () => {
    const statement = 'UPDATE tables SET ss = set_add(ss, ?) WHERE pk = 1';
    expect(await invalid(statement, { Parameters: [{ S: 'x' }] })).toBe(
      'The second argument to SET_ADD must be a value with type SET at 1:32:2',
    );
  });
});

describe('numbers as parameters (validation.md section 4 [suite])', () => {
  const NOT_A_NUMBER = 'The parameter cannot be converted to a numeric value';
  const UNDERFLOW =
    'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  it.each([
    ['1e99999999999', `${NOT_A_NUMBER}: 1e99999999999`],
    ['-1e99999999999', `${NOT_A_NUMBER}: -1e99999999999`],
    ['1e2147483648', `${NOT_A_NUMBER}: 1e2147483648`],
    ['abc', `${NOT_A_NUMBER}: abc`],
    ['', NOT_A_NUMBER],
    ['1e2147483647', UNDERFLOW],
    ['1e-131', UNDERFLOW],
    [
      '1e126',
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
  ])('%s', async (N, message) => {
    const statement = `SELECT * FROM "${table}" WHERE pk = 'a' AND n = ?`;
    expect(await invalid(statement, { Parameters: [{ N }] })).toBe(message);
  });

  it('inside a list', async () => {
    expect(
      await invalid(`SELECT * FROM "${table}" WHERE n = ?`, {
        Parameters: [{ L: [{ N: '1' }, { N: 'x' }] }],
      }),
    ).toBe(`${NOT_A_NUMBER}: x`);
  });

  const deep = (levels: number, leaf: AttributeValue = { S: 'leaf' }): AttributeValue =>
    levels === 0 ? leaf : { M: { n: deep(levels - 1, leaf) } };
  const TOO_DEEP =
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

  it('the first problem in document order counts: depth', async () => {
    expect(
      await invalid(`SELECT * FROM "${table}" WHERE x = ? AND y = ?`, {
        Parameters: [deep(40), { N: 'abc' }],
      }),
    ).toBe(TOO_DEEP);
  });

  it('the first problem in document order counts: a number', async () => {
    expect(
      await invalid(`SELECT * FROM "${table}" WHERE x = ? AND y = ?`, {
        Parameters: [{ N: 'abc' }, deep(40)],
      }),
    ).toBe(`${NOT_A_NUMBER}: abc`);
  });

  it('they are looked at before the statement is', async () => {
    expect(await invalid('SELECT WHERE', { Parameters: [{ SS: ['a', 'a'] }] })).toBe(
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    );
  });

  it('NULL is true', async () => {
    const { body } = await raw('ExecuteStatement', {
      Statement: 'SELECT * FROM t WHERE n = ?',
      Parameters: [{ NULL: false }],
    });
    expect(body['message']).toBe(
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    );
  });
});
