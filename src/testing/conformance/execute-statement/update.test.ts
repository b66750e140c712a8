import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../ask.ts';
import { freshTable, refusal } from '../region.ts';
import { execute, invalid, NOT_WELL_FORMED, put, refusedWith } from '../statements.ts';

let table: string;
const Key = { pk: { S: 'a' } };
const item = {
  ...Key,
  n: { N: '5' },
  s: { S: 'str' },
  l: { L: [{ S: 'p' }, { S: 'q' }] },
  m: { M: { x: { S: 'X' }, y: { S: 'Y' } } },
  ss: { SS: ['a', 'b', 'c'] },
};

beforeAll(async () => {
  table = await freshTable();
});

beforeEach(async () => {
  await put(table, item);
});

/** The item after an update by these clauses. */
async function after(clauses: string): Promise<unknown> {
  expect((await execute(`UPDATE "${table}" ${clauses} WHERE pk = 'a'`)).Items).toEqual([]);
  return stored(table, Key);
}

describe('SET and REMOVE (semantics.md section 7)', () => {
  it.each([
    ['SET n = 6', { n: { N: '6' } }],
    ['SET data = 1', { data: { N: '1' } }],
    ['SET "a b" = \'q\'', { 'a b': { S: 'q' } }],
    ['SET n = n + 1', { n: { N: '6' } }],
    ['SET n = n-1', { n: { N: '4' } }],
    ['SET n = n - - 2', { n: { N: '7' } }],
    ['SET n = n + 1 + 1', { n: { N: '7' } }],
    ['SET n = 1 + 1', { n: { N: '2' } }],
    ['SET c = n', { c: { N: '5' } }],
    ['SET c = m.x', { c: { S: 'X' } }],
    ['SET n = 6, c = 1', { n: { N: '6' }, c: { N: '1' } }],
    ['SET n = 6 SET c = n', { n: { N: '6' }, c: { N: '5' } }],
    ["SET l = list_append(l, ['r'])", { l: { L: [{ S: 'p' }, { S: 'q' }, { S: 'r' }] } }],
    ["SET l = list_append(['o'], l)", { l: { L: [{ S: 'o' }, { S: 'p' }, { S: 'q' }] } }],
    ["SET ss = set_add(ss, <<'c', 'd'>>)", { ss: { SS: ['a', 'b', 'c', 'd'] } }],
    ["SET ss = SET_DELETE(ss, <<'a', 'z'>>)", { ss: { SS: ['b', 'c'] } }],
    ["SET ss = set_delete(ss, <<'a', 'b', 'c'>>)", { ss: undefined }],
    ["SET fresh = set_add(fresh, <<'a'>>)", { fresh: { SS: ['a'] } }],
    ['SET m.y = 1', { m: { M: { x: { S: 'X' }, y: { N: '1' } } } }],
    ["SET m['y'] = 1", { m: { M: { x: { S: 'X' }, y: { N: '1' } } } }],
    ['SET l[0] = 1', { l: { L: [{ N: '1' }, { S: 'q' }] } }],
    ['SET l[9] = 1', { l: { L: [{ S: 'p' }, { S: 'q' }, { N: '1' }] } }],
    ['REMOVE n', { n: undefined }],
    ['REMOVE absent', {}],
    ['REMOVE n REMOVE s', { n: undefined, s: undefined }],
    ['REMOVE l[0]', { l: { L: [{ S: 'q' }] } }],
    ['REMOVE m.x', { m: { M: { y: { S: 'Y' } } } }],
    ['SET n = 1 REMOVE s', { n: { N: '1' }, s: undefined }],
    ['REMOVE s SET n = 1', { n: { N: '1' }, s: undefined }],
  ])('%s', async (clauses, changes) => {
    const expected = Object.entries({ ...item, ...changes }).filter(([, value]) => value);
    expect(await after(clauses)).toEqual(Object.fromEntries(expected));
  });
});

describe('FROM before SET (semantics.md section 7 [suite])', () => {
  it('is an update', async () => {
    await execute(`FROM "${table}" WHERE pk = 'a' SET n = 8 REMOVE s`);
    const { s: _s, ...rest } = item;
    expect(await stored(table, Key)).toEqual({ ...rest, n: { N: '8' } });
  });

  it('has its WHERE in front', async () => {
    expect(await invalid(`FROM "${table}" SET n = 8 WHERE pk = 'a'`)).toBe(
      `${NOT_WELL_FORMED}Unexpected token after expression`,
    );
  });

  it('needs a WHERE', async () => {
    expect(await invalid(`FROM "${table}" REMOVE n`)).toBe(
      'Where clause does not contain a mandatory equality on all key attributes',
    );
  });

  it('needs something to do', async () => {
    expect(await invalid(`FROM "${table}" WHERE pk = 'a'`)).toBe(
      `${NOT_WELL_FORMED}Expected data manipulation`,
    );
  });
});

describe('the condition of an UPDATE (semantics.md section 7)', () => {
  it('is met or nothing changes [suite]', async () => {
    const statement = `UPDATE "${table}" SET n = 1 WHERE pk = 'a' AND n = 6`;
    expect(await refusedWith(statement)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    expect(await stored(table, Key)).toEqual(item);
  });

  it('shows the item where that is asked for', async () => {
    const { error } = await refusal(
      execute(`UPDATE "${table}" SET n = 1 WHERE pk = 'a' AND n = 6`, {
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    expect(error).toMatchObject({ Item: item });
  });

  it('fails for a missing item: an UPDATE is no upsert [suite]', async () => {
    expect(await refusedWith(`UPDATE "${table}" SET n = 1 WHERE pk = 'none'`)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
    expect(await stored(table, { pk: { S: 'none' } })).toBeUndefined();
  });

  it('fails for a missing item even where it asks for none [suite]', async () => {
    const where = "WHERE pk = 'none' AND attribute_not_exists(pk)";
    expect(await refusedWith(`UPDATE "${table}" SET n = 1 ${where}`)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
  });

  it('may be in parentheses', async () => {
    await execute(`UPDATE "${table}" SET n = 1 WHERE (pk = 'a') AND (n = 5 OR n = 6)`);
    expect(await stored(table, Key)).toEqual({ ...item, n: { N: '1' } });
  });

  it('may say the key twice', async () => {
    await execute(`UPDATE "${table}" SET n = 1 WHERE pk = 'a' AND 'a' = pk`);
    expect(await stored(table, Key)).toEqual({ ...item, n: { N: '1' } });
  });
});

describe('keys of an UPDATE (validation.md section 11)', () => {
  const NO_KEY = 'Where clause does not contain a mandatory equality on all key attributes';
  it.each([
    ['', NO_KEY],
    ['WHERE n = 5', NO_KEY],
    ["WHERE pk > 'a'", NO_KEY],
    ["WHERE pk IN ['a']", NO_KEY],
    ["WHERE pk = 'a' OR pk = 'b'", NO_KEY],
    ["WHERE NOT pk = 'a'", NO_KEY],
    ['WHERE pk = s', NO_KEY],
    [
      "WHERE pk = 'a' AND pk = 'b'",
      'Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported',
    ],
    [
      'WHERE pk = 5',
      "Key attribute's data type should match its data type in table's schema: Key pk",
    ],
    [
      "WHERE pk = ''",
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
  ])('%s', async (where, message) => {
    expect(await invalid(`UPDATE "${table}" SET n = 1 ${where}`)).toBe(message);
  });

  it('all key attributes are needed', async () => {
    const composite = await freshTable({ range: 'sk' });
    expect(await invalid(`UPDATE "${composite}" SET n = 1 WHERE pk = 'a'`)).toBe(NO_KEY);
  });

  it('no index can be written to [suite]', async () => {
    expect(await invalid(`UPDATE "${table}"."i" SET n = 1 WHERE pk = 'a'`)).toBe(
      'This operation is not supported on an index',
    );
  });

  it('the table must be there', async () => {
    expect(await refusedWith("UPDATE nowhere SET n = 1 WHERE pk = 'a'")).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
});

describe('updates that are refused (validation.md section 11)', () => {
  const OPERAND = 'An operand in the update expression has an incorrect data type';
  const TYPE = 'Incorrect operand type for operator or function; operator or function: ';
  const PATH = 'The document path provided in the update expression is invalid for update';
  it.each([
    ['ss = set_add(ss, <<1>>)', OPERAND],
    ["s = set_add(s, <<'x'>>)", OPERAND],
    ['ss = set_delete(ss, <<1>>)', OPERAND],
    ['ss = set_add(ss, <<>>)', 'Empty bags are not supported'],
    [
      "ss = set_add(ss, <<'x', 'x'>>)",
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
    ],
    ['n = s + 1', OPERAND],
    ["n = n + 'x'", `${TYPE}+, operand type: S`],
    ['n = n - null', `${TYPE}-, operand type: NULL`],
    ["n = list_append(l, 'x')", `${TYPE}list_append, operand type: S`],
    [
      'n = list_append(l)',
      'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
    ],
    ['n = size(l)', 'The function is not allowed in an update expression; function: size'],
    ['n = n * 2', 'Unsupported operator in Update Expression. Operator: *'],
    [
      'n = absent',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['absent.x = 1', PATH],
    ['absent[0] = 1', PATH],
    ['n = MISSING', 'MISSING must be compared using IS operator'],
    [
      'pk = 1',
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    [
      'n = 1, n = 2',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]',
    ],
    [
      'v = 1e-131',
      'Number underflow. Attempting to store a number with magnitude smaller than supported range under root',
    ],
  ])('SET %s', async (clause, message) => {
    expect(await invalid(`UPDATE "${table}" SET ${clause} WHERE pk = 'a'`)).toBe(message);
  });

  it.each([
    [
      "t = set_add(ss, <<'x'>>)",
      'The first argument to SET_ADD must equal the assignment value at 1:23:7',
    ],
    [
      "ss = set_add(<<'a'>>, <<'b'>>)",
      'The first argument to SET_ADD must equal the assignment value at 1:24:7',
    ],
    [
      "ss = set_add(ss, 'x')",
      'The second argument to SET_ADD must be a value with type SET at 1:32:2',
    ],
    [
      "ss = set_delete(ss, ['x'])",
      'The second argument to SET_DELETE must be a value with type SET at 1:35:2',
    ],
    ['ss = set_add(ss)', 'SET_ADD must have exactly two arguments at 1:24:7'],
    ["ss = set_add(ss, <<'x'>>, <<'y'>>)", 'SET_ADD must have exactly two arguments at 1:24:7'],
    ['ss = set_delete(ss)', 'SET_DELETE must have exactly two arguments at 1:24:10'],
    ['n = foo(l)', 'Unrecognized function: foo at 1:23:3'],
    ['l[-1] = 1', 'List index is not within the allowable range; index: [-1] at 1:22:1'],
  ])('SET %s, before the table is looked up [suite]', async (clause, message) => {
    expect(await invalid(`UPDATE tables SET ${clause} WHERE pk = 'a'`)).toBe(message);
  });

  it('an item that grows beyond 400 KB (semantics.md section 1)', async () => {
    const Parameters = [{ S: 'x'.repeat(409_590) }];
    expect(await invalid(`UPDATE "${table}" SET v = ? WHERE pk = 'a'`, { Parameters })).toBe(
      'Item size to update has exceeded the maximum allowed size',
    );
  });

  it('the finished item counts, not the statement (semantics.md section 1 [suite])', async () => {
    const big = await freshTable();
    await put(big, Key);
    const Parameters = [{ S: 'x'.repeat(409_590) }];
    await execute(`UPDATE "${big}" SET v = ? WHERE pk = 'a'`, { Parameters });
    expect((await stored(big, Key))?.['v']?.S).toHaveLength(409_590);
  });
});
