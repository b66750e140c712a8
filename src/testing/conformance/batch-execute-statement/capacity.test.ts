import { BatchExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import type { BatchStatementRequest, ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { client, freshTable } from '../region.ts';
import { put } from '../statements.ts';

let table: string;
let other: string;

beforeEach(async () => {
  table = await freshTable();
  other = await freshTable();
  await put(table, { pk: { S: 'a' } }, { pk: { S: 'big' }, v: { S: 'x'.repeat(3000) } });
});

async function capacity(
  mode: 'TOTAL' | 'INDEXES',
  ...Statements: readonly BatchStatementRequest[]
): Promise<readonly ConsumedCapacity[] | undefined> {
  const command = new BatchExecuteStatementCommand({
    Statements: [...Statements],
    ReturnConsumedCapacity: mode,
  });
  return (await client.send(command)).ConsumedCapacity;
}

const select = (from: string, pk: string): BatchStatementRequest => ({
  Statement: `SELECT * FROM "${from}" WHERE pk = '${pk}'`,
});
const insert = (into: string, pk: string, v = ''): BatchStatementRequest => ({
  Statement: `INSERT INTO "${into}" VALUE {'pk': '${pk}', 'v': ?}`,
  Parameters: [{ S: v }],
});

describe('capacity of a batch (capacity.md section 1)', () => {
  it('an eventual read is half a unit, a consistent one a unit; a table is the sum [suite]', async () => {
    expect(
      await capacity('TOTAL', select(table, 'a'), {
        ...select(table, 'none'),
        ConsistentRead: true,
      }),
    ).toEqual([{ TableName: table, CapacityUnits: 1.5 }]);
  });

  it('is told table by table', async () => {
    expect(await capacity('INDEXES', select(table, 'a'), select(other, 'a'))).toEqual([
      { TableName: table, CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } },
      { TableName: other, CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } },
    ]);
  });

  it('writes are single writes, not doubled', async () => {
    expect(
      await capacity('TOTAL', insert(table, 'n'), insert(table, 'm', 'x'.repeat(2000))),
    ).toEqual([{ TableName: table, CapacityUnits: 3 }]);
  });

  it('a failed write is added to the table alone, in no arm [emul]', async () => {
    const update = { Statement: `UPDATE "${table}" SET n = 1 WHERE pk = 'big' AND n = 9` };
    expect(await capacity('INDEXES', insert(table, 'n'), insert(table, 'm'), update)).toEqual([
      { TableName: table, CapacityUnits: 5, Table: { CapacityUnits: 2 } },
    ]);
  });

  it('a failed INSERT costs what it carried where that is larger [emul]', async () => {
    expect(
      await capacity('TOTAL', insert(table, 'n'), insert(table, 'a', 'x'.repeat(4500))),
    ).toEqual([{ TableName: table, CapacityUnits: 6 }]);
  });

  it('a table where every statement failed is not told [emul]', async () => {
    expect(await capacity('TOTAL', insert(table, 'a'), insert(other, 'n'))).toEqual([
      { TableName: other, CapacityUnits: 1 },
    ]);
  });

  it('nothing is told where nothing succeeded [emul]', async () => {
    expect(await capacity('TOTAL', insert(table, 'a'))).toBeUndefined();
  });

  it('statements that did not run cost nothing', async () => {
    expect(await capacity('TOTAL', { Statement: 'garbage' }, select(table, 'a'))).toEqual([
      { TableName: table, CapacityUnits: 0.5 },
    ]);
  });
});
