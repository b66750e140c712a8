import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../ask.ts';
import { freshTable } from '../region.ts';
import { execute, invalid, NOT_WELL_FORMED, put, refusedWith } from '../statements.ts';

let table: string;
let next = 0;

beforeAll(async () => {
  table = await freshTable();
});

/** The value that a literal is stored as. */
async function storedAs(literal: string): Promise<unknown> {
  const pk = `v${String(++next)}`;
  await execute(`INSERT INTO "${table}" VALUE {'pk': '${pk}', 'v': ${literal}}`);
  return (await stored(table, { pk: { S: pk } }))?.['v'];
}

describe('INSERT (semantics.md section 7)', () => {
  it('answers empty Items [suite]', async () => {
    const { Items, $metadata, ...rest } = await execute(
      `INSERT INTO "${table}" VALUE {'pk': 'new', 'data': 1}`,
    );
    expect({ Items, ...rest }).toEqual({ Items: [] });
    expect($metadata.httpStatusCode).toBe(200);
    expect(await stored(table, { pk: { S: 'new' } })).toEqual({
      pk: { S: 'new' },
      data: { N: '1' },
    });
  });

  it('does not replace an item [suite]', async () => {
    await put(table, { pk: { S: 'there' }, n: { N: '1' } });
    expect(await refusedWith(`INSERT INTO "${table}" VALUE {'pk': 'there', 'n': 2}`)).toBe(
      'DuplicateItemException: Duplicate primary key exists in table',
    );
    expect(await stored(table, { pk: { S: 'there' } })).toEqual({
      pk: { S: 'there' },
      n: { N: '1' },
    });
  });

  it('works again once the item is deleted [suite]', async () => {
    await execute(`INSERT INTO "${table}" VALUE {'pk': 'twice'}`);
    await execute(`DELETE FROM "${table}" WHERE pk = 'twice'`);
    await execute(`INSERT INTO "${table}" VALUE {'pk': 'twice', 'n': 2}`);
    expect(await stored(table, { pk: { S: 'twice' } })).toEqual({
      pk: { S: 'twice' },
      n: { N: '2' },
    });
  });

  it('needs a table', async () => {
    expect(await refusedWith("INSERT INTO nowhere VALUE {'pk': 'a'}")).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
});

describe('literals (semantics.md section 7)', () => {
  it.each([
    ['1', { N: '1' }],
    ['1.50', { N: '1.5' }],
    ['1e3', { N: '1000' }],
    ['7.32E+2', { N: '732' }],
    ['.5', { N: '0.5' }],
    ['-1', { N: '-1' }],
    ['+1', { N: '1' }],
    ['-0', { N: '0' }],
    ["'text'", { S: 'text' }],
    ["''", { S: '' }],
    ["'it''s'", { S: "it's" }],
    ["'-- no comment /* */'", { S: '-- no comment /* */' }],
    ["'line\nbreak'", { S: 'line\nbreak' }],
    ['true', { BOOL: true }],
    ['FALSE', { BOOL: false }],
    ['NULL', { NULL: true }],
    ['[]', { L: [] }],
    ["[1, 'a', [true]]", { L: [{ N: '1' }, { S: 'a' }, { L: [{ BOOL: true }] }] }],
    ["(1, 'a')", { L: [{ N: '1' }, { S: 'a' }] }],
    ['{}', { M: {} }],
    ["{'k': {'x': 1}}", { M: { k: { M: { x: { N: '1' } } } } }],
    ['<<10, 9>>', { NS: ['9', '10'] }],
    ["<<'b', 'a'>>", { SS: ['a', 'b'] }],
  ])('%s', async (literal, value) => {
    expect(await storedAs(literal)).toEqual(value);
  });

  it('names of attributes are any text', async () => {
    await execute(`INSERT INTO "${table}" VALUE {'pk': 'names', '__proto__': 1, 'a b': 2}`);
    const item = await stored(table, { pk: { S: 'names' } });
    expect(Object.keys(item ?? {}).sort()).toEqual(['__proto__', 'a b', 'pk']);
  });
});

describe('values that are refused (validation.md sections 4 and 11)', () => {
  const OVERFLOW =
    'Number overflow. Attempting to store a number with magnitude larger than supported range';
  it.each([
    ['1e126', `${OVERFLOW} under root`],
    ["{'x': 1e126}", `${OVERFLOW} under root.x`],
    ['[1, 1e126]', `${OVERFLOW} under root[1]`],
    [
      '1e-131',
      'Number underflow. Attempting to store a number with magnitude smaller than supported range under root',
    ],
    [
      '123456789012345678901234567890123456789',
      'Attempting to store more than 38 significant digits in a Number under root',
    ],
    ['1e2147483648', NOT_WELL_FORMED],
    ['1.5e-2147483647', NOT_WELL_FORMED],
    ['<<>>', 'Empty bags are not supported'],
    [
      "<<'x', 'x'>>",
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
    ],
    [
      '<<2, 2.0>>',
      'One or more parameter values were invalid: Input collection [2, 2.0] contains duplicates! under root',
    ],
    [
      "<<1, 'a'>>",
      'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
    ],
    ['set_add(a, b)', 'Unsupported data type: set_add under key root at 1:42:7'],
    ['missing', 'Unsupported data type: MISSING under key root at 1:42:7'],
    ['a', 'Unsupported data type: a under key root at 1:42:1'],
    ['-0.0', 'Negative zero decimal is not supported under key root at 1:43:3'],
    ["{'a': 1, 'a': 2}", 'Duplicate keys in tuple. Key: a under root at 1:51:3'],
    [
      `${"{'a':".repeat(32)}1${'}'.repeat(32)}`,
      `Nesting Levels have exceeded supported limits under root${'.a'.repeat(32)}`,
    ],
  ])('%s', async (literal, message) => {
    // Refused before the table is looked up; the places are those behind its name.
    expect(await invalid(`INSERT INTO abcde VALUE {'pk': 'x', 'v': ${literal}}`)).toBe(message);
  });

  it('31 levels are not too deep', async () => {
    const deep = `${"{'a':".repeat(31)}1${'}'.repeat(31)}`;
    expect(await storedAs(deep)).toBeDefined();
  });
});

describe('items that are refused (validation.md section 11)', () => {
  it.each([
    ['{}', 'Key attribute should be present in the item: Key pk'],
    ["{'pk': 1}", "Key attribute's data type should match its data type in table's schema: Key pk"],
    [
      "{'pk': ''}",
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    ["{'pk': 'a', '': 1}", 'Path component cannot be an empty string'],
  ])('%s', async (item, message) => {
    expect(await invalid(`INSERT INTO "${table}" VALUE ${item}`)).toBe(message);
  });

  it('one byte more than 400 KB (semantics.md section 1 [suite])', async () => {
    const Parameters = [{ S: 'x'.repeat(409_600 - 'pkbigv'.length) }];
    await execute(`INSERT INTO "${table}" VALUE {'pk': 'big', 'v': ?}`, { Parameters });
    const Larger = [{ S: 'x'.repeat(409_600 - 'pkBigv'.length + 1) }];
    expect(
      await invalid(`INSERT INTO "${table}" VALUE {'pk': 'Big', 'v': ?}`, { Parameters: Larger }),
    ).toBe('Item size has exceeded the maximum allowed size');
  });

  it('far more than 400 KB', async () => {
    const Parameters = [{ S: 'x'.repeat(409_600) }];
    expect(
      await invalid(`INSERT INTO "${table}" VALUE {'pk': 'big', 'v': ?}`, { Parameters }),
    ).toBe('Item size has exceeded the maximum allowed size');
  });

  it('an index behind the table [suite]', async () => {
    expect(await invalid(`INSERT INTO "${table}"."i" VALUE {'pk': 'a'}`)).toBe(
      'FROM clause may only contain a single table name in data manipulation statements',
    );
  });

  it('RETURNING [local]', async () => {
    expect(await invalid(`INSERT INTO "${table}" VALUE {'pk': 'a'} RETURNING ALL OLD *`)).toBe(
      'RETURNING is not supported in INSERT',
    );
  });

  it('several items [local]', async () => {
    expect(await invalid(`INSERT INTO "${table}" <<{'pk': 'a'}>>`)).toBe(
      'Unsupported operation: Inserting multiple items in a single statement is not supported, use "INSERT INTO tableName VALUE item" instead',
    );
  });

  it('an unknown conflict action [local]', async () => {
    expect(await invalid(`INSERT INTO "${table}" VALUE {'pk': 'a'} ON CONFLICT DO REPLACE`)).toBe(
      'Invalid conflict action. Only "DO NOTHING" action is supported.',
    );
  });

  it.each([
    ['{1: 2}', 'INT under root at 1:26:1'],
    ['{pk: 2}', 'VariableReference under root at 1:26:2'],
  ])('a name that is no text: %s [local]', async (item, actual) => {
    expect(await invalid(`INSERT INTO abcde VALUE ${item}`)).toBe(
      `Tuple keys must be of type String. Actual type: ${actual}`,
    );
  });

  it('a position [local]', async () => {
    expect(await invalid(`INSERT INTO "${table}" VALUE {'pk': 'a'} AT 1`)).toBe(
      'AT is not supported in insert statements. at 1:1:6',
    );
  });

  it('what to do about a conflict [local]', async () => {
    expect(await invalid(`INSERT INTO "${table}" VALUE {'pk': 'a'} ON CONFLICT DO NOTHING`)).toBe(
      'Unsupported clause: ON CONFLICT',
    );
  });

  it('an insert within an update [local]', async () => {
    expect(await invalid(`FROM "${table}" WHERE pk = 'a' INSERT INTO l VALUE 1`)).toBe(
      'Unsupported FROM ... WHERE ... clause in INSERT statement. at 1:1:4',
    );
  });

  it('a token left over, and nothing is written [suite]', async () => {
    expect(await invalid(`INSERT INTO "${table}" VALUE {'pk': 'left'} foo`)).toBe(
      `${NOT_WELL_FORMED}Unexpected token after expression`,
    );
    expect(await stored(table, { pk: { S: 'left' } })).toBeUndefined();
  });
});
