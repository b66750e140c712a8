/** Statements that meet an item which a transaction is at: semantics.md section 6 [docs], BatchExecuteStatement of api-surface.md. */
import { BatchExecuteStatementCommand, ExecuteTransactionCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ask, stored } from '../ask.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { execute } from '../statements.ts';

let table: string;
const Key = { pk: { S: 'a' } };
const Item = { ...Key, by: { S: 'transaction' } };
const ONGOING = 'Transaction is ongoing for the item';

beforeEach(async () => {
  table = await freshTable();
});

/** Sends a transaction on the item, and what it shall meet right behind it. */
async function meet<T>(other: () => Promise<T>): Promise<T> {
  const TransactItems = [{ Put: { TableName: table, Item } }];
  const transaction = ask('TransactWriteItems', { TransactItems });
  const met = other();
  await Promise.allSettled([transaction, met]);
  await transaction;
  return met;
}

const INSERT = (): string => `INSERT INTO "${table}" VALUE {'pk': 'a'}`;

describe('a statement on an item that a transaction is at', () => {
  it.each([
    ['INSERT', INSERT],
    ['UPDATE', () => `UPDATE "${table}" SET n = 1 WHERE pk = 'a'`],
    ['DELETE', () => `DELETE FROM "${table}" WHERE pk = 'a'`],
  ])('%s is refused', async (_, statement) => {
    const request = meet(() => execute(statement()));
    expect(await refusalOf(request)).toBe(`TransactionConflictException: ${ONGOING}`);
    expect(await stored(table, Key)).toEqual(Item);
  });

  it('SELECT is answered', async () => {
    const { Items } = await meet(() => execute(`SELECT * FROM "${table}" WHERE pk = 'a'`));
    expect(Items).toEqual([Item]);
  });

  it('has its error in its slot of a batch, and its neighbours run', async () => {
    const Statements = [
      { Statement: INSERT() },
      { Statement: `INSERT INTO "${table}" VALUE {'pk': 'b'}` },
    ];
    const { Responses } = await meet(() =>
      client.send(new BatchExecuteStatementCommand({ Statements })),
    );
    expect(Responses).toEqual([
      { TableName: table, Error: { Code: 'TransactionConflict', Message: ONGOING } },
      { TableName: table },
    ]);
  });

  it('cancels its own transaction', async () => {
    const TransactStatements = [{ Statement: INSERT() }];
    const request = meet(() => client.send(new ExecuteTransactionCommand({ TransactStatements })));
    expect(await refusalOf(request)).toBe(
      'TransactionCanceledException: Transaction cancelled, please refer cancellation reasons ' +
        'for specific reasons [TransactionConflict]',
    );
  });

  it('cancels a transaction of reads', async () => {
    const TransactStatements = [{ Statement: `SELECT * FROM "${table}" WHERE pk = 'a'` }];
    const request = meet(() => client.send(new ExecuteTransactionCommand({ TransactStatements })));
    expect(await refusalOf(request)).toBe(
      'TransactionCanceledException: Transaction cancelled, please refer cancellation reasons ' +
        'for specific reasons [TransactionConflict]',
    );
  });
});
