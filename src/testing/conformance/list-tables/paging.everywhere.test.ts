import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { ListTablesCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { constraintFault } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';

const list = async (
  input: ListTablesCommandInput = {},
): Promise<readonly [readonly string[] | undefined, string | undefined]> => {
  const answer = await client.send(new ListTablesCommand(input));
  return [answer.TableNames, answer.LastEvaluatedTableName];
};

describe('ListTables without tables', () => {
  it('answers no names', async () => {
    expect((await raw('ListTables', {})).body).toEqual({ TableNames: [] });
  });
});

describe('ListTables (api-surface.md section 9, ListTables)', () => {
  const NAMES = ['Zeta', 'a-1', 'a.1', 'a_1', 'alpha', 'beta'];
  beforeAll(async () => {
    for (const TableName of [...NAMES].reverse()) await freshTable({ TableName });
  });

  it('answers names in the order of their bytes', async () => {
    expect(await list()).toEqual([NAMES, undefined]);
  });
  it('answers as many as asked for, and the last of them [suite]', async () => {
    expect(await list({ Limit: 2 })).toEqual([['Zeta', 'a-1'], 'a-1']);
  });
  it('goes on behind a name [suite]', async () => {
    expect(await list({ Limit: 2, ExclusiveStartTableName: 'a-1' })).toEqual([
      ['a.1', 'a_1'],
      'a_1',
    ]);
  });
  it('names no last one where no more follow [suite]', async () => {
    expect(await list({ Limit: 2, ExclusiveStartTableName: 'a_1' })).toEqual([
      ['alpha', 'beta'],
      undefined,
    ]);
  });
  it('goes on behind a name that no table has', async () => {
    expect(await list({ ExclusiveStartTableName: 'ab0' })).toEqual([['alpha', 'beta'], undefined]);
  });
  it('answers no names behind the last', async () => {
    expect(await list({ ExclusiveStartTableName: 'zzz' })).toEqual([[], undefined]);
  });
  it('answers every name once, page by page [suite]', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const [names, last] = await list({ Limit: 1, ExclusiveStartTableName: after });
      seen.push(...(names ?? []));
      after = last;
    } while (after !== undefined);
    expect(seen).toEqual(NAMES);
  });
  it('takes a limit of 100', async () => {
    expect((await list({ Limit: 100 }))[0]).toEqual(NAMES);
  });
});

describe('what ListTables refuses (api-surface.md section 9)', () => {
  const refusal = (input: ListTablesCommandInput): Promise<string> =>
    refusalOf(client.send(new ListTablesCommand(input)));

  it('is a limit of 0', async () => {
    expect(await refusal({ Limit: 0 })).toBe(
      constraintFault("'0'", 'limit', 'have value greater than or equal to 1'),
    );
  });
  it('is a limit of 101', async () => {
    expect(await refusal({ Limit: 101 })).toBe(
      constraintFault("'101'", 'limit', 'have value less than or equal to 100'),
    );
  });
  it('is a start of two characters', async () => {
    expect(await refusal({ ExclusiveStartTableName: 'ab' })).toBe(
      constraintFault("'ab'", 'exclusiveStartTableName', 'have length greater than or equal to 3'),
    );
  });
  it('is a start with other characters', async () => {
    expect(await refusal({ ExclusiveStartTableName: 'a/b/c' })).toBe(
      constraintFault(
        "'a/b/c'",
        'exclusiveStartTableName',
        'satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
      ),
    );
  });
});

describe('a hundred tables and one (api-surface.md section 9)', () => {
  it('take two pages', async () => {
    for (let i = 0; i < 95; i++) await freshTable({ TableName: `many${String(100 + i)}` });
    const [names, last] = await list();
    expect([names?.length, last]).toEqual([100, names?.at(-1)]);
    expect(await list({ ExclusiveStartTableName: last })).toEqual([['many194'], undefined]);
  });
});
