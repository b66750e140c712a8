/** Tokens belong to one operation: semantics.md section 6, "Scope per operation". */
import { ExecuteTransactionCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { stored } from '../ask.ts';
import { client, freshTable } from '../region.ts';

describe('a token of ExecuteTransaction', () => {
  it('is another than the same one of TransactWriteItems', async () => {
    const TableName = await freshTable();
    const ClientRequestToken = 'same';
    const Put = { TableName, Item: { pk: { S: 'a' } } };
    await client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put }], ClientRequestToken }),
    );
    const TransactStatements = [{ Statement: `INSERT INTO "${TableName}" VALUE {'pk': 'b'}` }];
    await client.send(new ExecuteTransactionCommand({ TransactStatements, ClientRequestToken }));
    expect(await stored(TableName, { pk: { S: 'b' } })).toEqual({ pk: { S: 'b' } });
  });
});
