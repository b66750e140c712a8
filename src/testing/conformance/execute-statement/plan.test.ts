import { beforeAll, describe, expect, it } from 'vitest';
import { freshTable } from '../region.ts';
import { invalid, itemsOf, put } from '../statements.ts';

let table: string;
let numbered: string;

beforeAll(async () => {
  table = await freshTable({ range: 'sk' });
  numbered = await freshTable({ range: 'sk:N' });
  for (const pk of ['a', 'b']) {
    for (const sk of ['1', '2', '3']) {
      await put(table, { pk: { S: pk }, sk: { S: sk }, flag: { S: `${pk}${sk}` } });
      await put(numbered, { pk: { S: pk }, sk: { N: sk } });
    }
  }
});

/** The keys of the rows in their order: `a1 a2`. */
async function keys(where: string, from = table): Promise<string> {
  const items = await itemsOf(`SELECT pk, sk FROM "${from}" WHERE ${where}`);
  return (items ?? []).map(({ pk, sk }) => `${pk?.S ?? ''}${sk?.S ?? sk?.N ?? ''}`).join(' ');
}

describe('reads by key (semantics.md section 7, SELECT plan)', () => {
  it.each([
    ["pk = 'a'", 'a1 a2 a3'],
    ["'a' = pk", 'a1 a2 a3'],
    ["pk = 'a' AND sk = '2'", 'a2'],
    ["pk = 'a' AND sk > '1'", 'a2 a3'],
    ["pk = 'a' AND '1' < sk", 'a2 a3'],
    ["pk = 'a' AND sk >= '2' AND sk < '3'", 'a2'],
    ["pk = 'a' AND sk BETWEEN '1' AND '2'", 'a1 a2'],
    ["pk = 'a' AND begins_with(sk, '3')", 'a3'],
    ["pk IN ['b', 'a']", 'a1 a2 a3 b1 b2 b3'],
    ["pk IN ('a', 'b') AND sk = '1'", 'a1 b1'],
    ["pk = 'a' AND sk IN ['3', '1']", 'a1 a3'],
    ["pk = 'a' AND (sk = '1' OR sk = '3')", 'a1 a3'],
    ["pk = 'a' AND (sk < '1' OR sk > '1' OR sk = '1')", 'a1 a2 a3'],
    ["pk = 'a' OR pk = 'b'", 'a1 a2 a3 b1 b2 b3'],
    ["(pk = 'a' AND sk = '1') OR (pk = 'b' AND sk = '2')", 'a1 b2'],
    ["pk = 'a' AND flag = 'a2'", 'a2'],
    ["pk = 'a' AND (flag = 'a2' OR flag = 'a3')", 'a2 a3'],
    ["(pk = 'a' AND flag = 'a2') OR pk = 'b' AND sk = '1'", 'a2 b1'],
    ["pk = 'a' AND pk = 'a'", 'a1 a2 a3'],
    ["pk = 'a' AND pk = 'b'", ''],
    ["pk = 'a' AND sk > '5' AND sk < '1'", ''],
    ["pk = 'none'", ''],
    ["pk = 'a' AND sk = '1' AND sk > '0'", 'a1'],
    ["pk = 'a' AND sk > '0' AND sk <> '1'", 'a2 a3'],
  ])('%s finds %s', async (where, expected) => {
    expect(await keys(where)).toBe(expected);
  });

  it('numbers are ordered by value', async () => {
    expect(await keys("pk = 'a' AND sk > 1.5", numbered)).toBe('a2 a3');
  });
});

describe('branches with a negated sort key give the union (semantics.md section 7 [suite])', () => {
  it.each([
    ["pk = 'a' AND NOT sk = '1' OR pk = 'a' AND sk = '2'", 'a2 a3'],
    ["pk = 'a' AND sk <> '1' OR pk = 'a' AND sk = '2'", 'a2 a3'],
    ["pk = 'a' AND NOT begins_with(sk, 'x') OR pk = 'a' AND sk = '2'", 'a1 a2 a3'],
    ["pk = 'a' AND NOT sk IN ['1', '3'] OR pk = 'a' AND sk = '2'", 'a2'],
    ["pk = 'a' AND NOT sk > '5' OR pk = 'a' AND sk = '2'", 'a1 a2 a3'],
    ["pk = 'a' OR pk = 'a' AND NOT sk = '1'", 'a1 a2 a3'],
  ])('%s', async (where, expected) => {
    expect(await keys(where)).toBe(expected);
  });
});

describe('branches that overlap on the sort key (semantics.md section 7 [suite])', () => {
  it.each([
    "pk = 'a' AND sk > '1' OR pk = 'a' AND sk > '2'",
    "pk = 'a' AND (sk > '0' OR sk < '5')",
    "pk = 'a' AND flag = 'x' OR pk = 'a' AND sk = '2'",
    "pk = 'a' AND flag <> 'x' OR pk = 'a' AND sk = '2'",
    "pk IN ['a', 'a']",
    "pk = 'a' OR pk = 'a'",
  ])('%s', async (where) => {
    expect(await invalid(`SELECT * FROM "${table}" WHERE ${where}`)).toBe(
      'Overlapping conditions with range keys are not supported in where clause',
    );
  });
});

describe('scans (semantics.md section 7, SELECT plan)', () => {
  it('without WHERE everything is read', async () => {
    expect(await itemsOf(`SELECT * FROM "${table}"`)).toHaveLength(6);
  });

  it('without equality on the partition key everything is filtered', async () => {
    expect(await keys("flag = 'b2'")).toBe('b2');
  });

  it('an order of partition keys is a filter', async () => {
    expect(await keys("pk > 'a' AND sk = '1'")).toBe('b1');
  });

  it('a branch without the partition key makes it a scan', async () => {
    expect(await keys("pk = 'a' AND sk = '1' OR flag = 'a2'")).toBe('a1 a2');
  });

  it('NOT of a partition key is a filter', async () => {
    expect(await keys("NOT pk = 'a' AND sk = '1'")).toBe('b1');
  });
});

describe('ORDER BY (semantics.md section 7)', () => {
  it.each([
    ["pk = 'a' ORDER BY sk", 'a1 a2 a3'],
    ["pk = 'a' ORDER BY sk ASC", 'a1 a2 a3'],
    ["pk = 'a' ORDER BY sk DESC", 'a3 a2 a1'],
    ["pk = 'a' AND sk > '1' ORDER BY sk DESC", 'a3 a2'],
    ["pk = 'a' AND sk IN ['1', '3'] ORDER BY sk DESC", 'a3 a1'],
    ["pk IN ['a', 'b'] ORDER BY pk DESC", 'b1 b2 b3 a1 a2 a3'],
    ["pk IN ['a', 'b'] ORDER BY pk DESC, sk DESC", 'b3 b2 b1 a3 a2 a1'],
  ])('%s', async (where, expected) => {
    expect(await keys(where)).toBe(expected);
  });

  it.each([
    [
      "WHERE pk = 'a' ORDER BY flag",
      'Variable reference flag in ORDER BY clause must be part of the primary key',
    ],
    [
      "WHERE flag = 'a1' ORDER BY sk",
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    ],
    ['ORDER BY sk', 'Must have WHERE clause in the statement when using ORDER BY clause.'],
  ])('%s is refused [local]', async (rest, message) => {
    expect(await invalid(`SELECT * FROM "${table}" ${rest}`)).toBe(message);
  });
});

describe('key values (validation.md section 11)', () => {
  it.each([
    ['pk = 1', "Key attribute's data type should match its data type in table's schema: Key pk"],
    [
      "pk = 1 OR pk = 'a'",
      "Key attribute's data type should match its data type in table's schema: Key pk",
    ],
    [
      "pk = 'a' AND sk IN ['1', 2]",
      "Key attribute's data type should match its data type in table's schema: Key sk",
    ],
    ['pk = true', 'Key value must be of type S, N, or B. Key name: pk, Key type: BOOL'],
    [
      "pk = ''",
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
  ])('%s is refused', async (where, message) => {
    expect(await invalid(`SELECT * FROM "${table}" WHERE ${where}`)).toBe(message);
  });

  it('an order of another type than the key is an unmet filter', async () => {
    expect(await keys('pk > 1')).toBe('');
  });

  it('51 reads are too many [local]', async () => {
    const list = Array.from({ length: 51 }, (_, i) => `'v${i}'`).join();
    expect(await invalid(`SELECT * FROM "${table}" WHERE pk IN [${list}]`)).toBe(
      'Too many decomposed read operations for a given query.',
    );
  });

  it('50 are not', async () => {
    const list = Array.from({ length: 50 }, (_, i) => `'v${i}'`).join();
    expect(await keys(`pk IN [${list}]`)).toBe('');
  });

  it('nor is a scan of that many alternatives', async () => {
    const list = Array.from({ length: 51 }, (_, i) => `'v${i}'`).join();
    expect(await keys(`pk IN [${list}] OR flag = 'a1'`)).toBe('a1');
  });
});
