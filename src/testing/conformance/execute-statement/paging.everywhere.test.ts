import { beforeAll, describe, expect, it } from 'vitest';
import { freshTable } from '../region.ts';
import { execute, invalid, put } from '../statements.ts';
import type { StatementOptions } from '../statements.ts';

let table: string;

beforeAll(async () => {
  table = await freshTable({ range: 'sk:N' });
  for (let i = 1; i <= 5; i++) await put(table, { pk: { S: 'a' }, sk: { N: String(i) } });
  for (let i = 1; i <= 3; i++) await put(table, { pk: { S: 'b' }, sk: { N: String(i) } });
});

/** Every page of a statement, as lists of keys. */
async function pages(statement: string, options: StatementOptions): Promise<readonly string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await execute(statement, { ...options, ...(NextToken && { NextToken }) });
    found.push((page.Items ?? []).map(({ pk, sk }) => `${pk?.S ?? ''}${sk?.N ?? ''}`).join(' '));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

describe('pages of a SELECT (semantics.md section 7)', () => {
  it('Limit counts evaluated items; NextToken and LastEvaluatedKey say that there may be more', async () => {
    const page = await execute(`SELECT sk FROM "${table}" WHERE pk = 'a'`, { Limit: 2 });
    expect(page.Items).toEqual([{ sk: { N: '1' } }, { sk: { N: '2' } }]);
    expect(page.LastEvaluatedKey).toEqual({ pk: { S: 'a' }, sk: { N: '2' } });
    expect(typeof page.NextToken).toBe('string');
  });

  it('NextToken goes on behind the page', async () => {
    expect(await pages(`SELECT * FROM "${table}" WHERE pk = 'a'`, { Limit: 2 })).toEqual([
      'a1 a2',
      'a3 a4',
      'a5',
    ]);
  });

  it('a page that stops at the last item has a token nevertheless', async () => {
    expect(await pages(`SELECT * FROM "${table}" WHERE pk = 'b'`, { Limit: 3 })).toEqual([
      'b1 b2 b3',
      '',
    ]);
  });

  it('goes on downwards under ORDER BY DESC', async () => {
    const statement = `SELECT * FROM "${table}" WHERE pk = 'a' ORDER BY sk DESC`;
    expect(await pages(statement, { Limit: 2 })).toEqual(['a5 a4', 'a3 a2', 'a1']);
  });

  it('counts what a condition drops', async () => {
    const statement = `SELECT * FROM "${table}" WHERE pk = 'a' AND NOT sk = 1`;
    expect(await pages(statement, { Limit: 2 })).toEqual(['a2', 'a3 a4', 'a5']);
  });

  it('goes from one partition key to the next', async () => {
    const statement = `SELECT * FROM "${table}" WHERE pk IN ['a', 'b']`;
    expect(await pages(statement, { Limit: 3 })).toEqual(['a1 a2 a3', 'a4 a5 b1', 'b2 b3']);
  });

  it('goes from one whole key to the next', async () => {
    const statement = `SELECT * FROM "${table}" WHERE pk = 'a' AND sk IN [1, 2, 9, 4]`;
    expect(await pages(statement, { Limit: 1 })).toEqual(['a1', 'a2', 'a4', '']);
  });

  it('a whole key has one page', async () => {
    const { NextToken, LastEvaluatedKey } = await execute(
      `SELECT * FROM "${table}" WHERE pk = 'a' AND sk = 1`,
      { Limit: 1 },
    );
    expect({ NextToken, LastEvaluatedKey }).toEqual({});
  });

  it('a scan has pages too', async () => {
    const found = await pages(`SELECT * FROM "${table}"`, { Limit: 3 });
    expect(found.join(' ').trim().split(' ')).toHaveLength(8);
    expect(new Set(found.join(' ').trim().split(' ')).size).toBe(8);
  });

  it('parameters are part of what a token belongs to', async () => {
    const statement = `SELECT * FROM "${table}" WHERE pk = ?`;
    const first = { Limit: 1, Parameters: [{ S: 'a' }] };
    const { NextToken = '' } = await execute(statement, first);
    const { Items } = await execute(statement, { ...first, NextToken });
    expect(Items).toEqual([{ pk: { S: 'a' }, sk: { N: '2' } }]);
    expect(await invalid(statement, { Parameters: [{ S: 'b' }], NextToken })).toBe(
      'NextToken does not match request',
    );
  });

  it('a token of another statement is refused', async () => {
    const { NextToken = '' } = await execute(`SELECT * FROM "${table}" WHERE pk = 'a'`, {
      Limit: 1,
    });
    expect(await invalid(`SELECT sk FROM "${table}" WHERE pk = 'a'`, { NextToken })).toBe(
      'NextToken does not match request',
    );
  });

  it('another Limit is no other statement', async () => {
    const statement = `SELECT * FROM "${table}" WHERE pk = 'a'`;
    const { NextToken = '' } = await execute(statement, { Limit: 1 });
    expect((await execute(statement, { Limit: 4, NextToken })).Items).toHaveLength(4);
  });

  it.each(['foo', 'AAAA', 'e30=', 'bnVsbA=='])('%s is no token', async (NextToken) => {
    expect(await invalid(`SELECT * FROM "${table}"`, { NextToken })).toBe('Invalid NextToken');
  });

  it('Limit is one at least', async () => {
    expect(await invalid(`SELECT * FROM "${table}"`, { Limit: 0 })).toBe(
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
  });
});
