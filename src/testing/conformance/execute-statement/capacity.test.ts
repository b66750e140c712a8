import { beforeAll, describe, expect, it } from 'vitest';
import { freshTable } from '../region.ts';
import { execute, put } from '../statements.ts';
import type { StatementOptions } from '../statements.ts';

let table: string;
const big = { S: 'x'.repeat(5000) };

beforeAll(async () => {
  table = await freshTable({ range: 'sk' });
  for (const sk of ['1', '2', '3']) await put(table, { pk: { S: 'a' }, sk: { S: sk }, big });
});

async function units(statement: string, options: StatementOptions = {}): Promise<unknown> {
  const { ConsumedCapacity } = await execute(statement, {
    ReturnConsumedCapacity: 'TOTAL',
    ...options,
  });
  expect(ConsumedCapacity).toEqual({
    TableName: table,
    CapacityUnits: ConsumedCapacity?.CapacityUnits,
  });
  return ConsumedCapacity?.CapacityUnits;
}

describe('capacity of a SELECT (capacity.md section 1)', () => {
  it.each([
    ["pk = 'a' AND sk = '1'", {}, 1],
    ["pk = 'a' AND sk = '1'", { ConsistentRead: true }, 2],
    ["pk = 'a' AND sk = 'none'", {}, 0.5],
    ["pk = 'a' AND sk = 'none'", { ConsistentRead: true }, 1],
    // Three items of 5,000 bytes are read as one page.
    ["pk = 'a'", {}, 2],
    ["pk = 'a'", { ConsistentRead: true }, 4],
    ["pk = 'a'", { Limit: 1 }, 1],
    ["pk = 'none'", {}, 0.5],
    // Whole keys are read one by one.
    ["pk = 'a' AND sk IN ['1', '2', '3']", {}, 3],
    ["pk IN ['a', 'none']", {}, 2.5],
    // Sized before the condition and the columns.
    ["pk = 'a' AND big = 'x'", {}, 2],
    ["big = 'x'", {}, 2],
  ])('WHERE %s %o: %d', async (where, options, expected) => {
    expect(await units(`SELECT sk FROM "${table}" WHERE ${where}`, options)).toBe(expected);
  });

  it('is not told unless asked for', async () => {
    const { ConsumedCapacity } = await execute(`SELECT * FROM "${table}"`);
    expect(ConsumedCapacity).toBeUndefined();
  });

  it('INDEXES adds the arm of the table', async () => {
    const { ConsumedCapacity } = await execute(`SELECT * FROM "${table}"`, {
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(ConsumedCapacity).toEqual({
      TableName: table,
      CapacityUnits: 2,
      Table: { CapacityUnits: 2 },
    });
  });
});

describe('capacity of writes (capacity.md section 1 [emul])', () => {
  it.each([
    ["INSERT INTO * VALUE {'pk': 'i', 'sk': '1'}", 1],
    ["UPDATE * SET big = 1 WHERE pk = 'a' AND sk = '1'", 5],
    ["UPDATE * SET n = 1 WHERE pk = 'a' AND sk = '2'", 5],
    ["DELETE FROM * WHERE pk = 'a' AND sk = '3'", 5],
    ["DELETE FROM * WHERE pk = 'none' AND sk = '3'", 1],
  ])('%s: %d', async (statement, expected) => {
    expect(await units(statement.replace('*', `"${table}"`))).toBe(expected);
  });
});
