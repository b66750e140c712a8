/** Capacity of statements that write to a table with indexes: capacity.md section 1, "exactly as TransactWriteItems" [emul]. */
import { BatchExecuteStatementCommand, ExecuteTransactionCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { definition, globalIndex, keys, localIndex } from '../global-indexes/shapes.ts';
import { client, freshTable } from '../region.ts';

let table: string;

beforeEach(async () => {
  table = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('g'), definition('l')],
    GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    LocalSecondaryIndexes: [localIndex('lsi', 'l')],
  });
});

const insert = (sk: string, more = ", 'g': 'g', 'l': 'l'") => ({
  Statement: `INSERT INTO "${table}" VALUE {'pk': 'p', 'sk': '${sk}'${more}}`,
});
const INDEXES = { ReturnConsumedCapacity: 'INDEXES' } as const;

describe('statements in a transaction', () => {
  it('double the arm of the table, not those of its indexes', async () => {
    const { ConsumedCapacity } = await client.send(
      new ExecuteTransactionCommand({ TransactStatements: [insert('1'), insert('2')], ...INDEXES }),
    );
    const units = (each: number) => ({ CapacityUnits: each, WriteCapacityUnits: each });
    expect(ConsumedCapacity).toEqual([
      {
        TableName: table,
        ...units(8),
        Table: units(4),
        GlobalSecondaryIndexes: { gsi: units(2) },
        LocalSecondaryIndexes: { lsi: units(2) },
      },
    ]);
  });
});

describe('statements in a batch', () => {
  const send = async (...Statements: { readonly Statement: string }[]) => {
    const command = new BatchExecuteStatementCommand({ Statements, ...INDEXES });
    return (await client.send(command)).ConsumedCapacity;
  };

  it('add up the arms of table and indexes', async () => {
    expect(await send(insert('1'), insert('2'), insert('3', ''))).toEqual([
      {
        TableName: table,
        CapacityUnits: 7,
        Table: { CapacityUnits: 3 },
        GlobalSecondaryIndexes: { gsi: { CapacityUnits: 2 } },
        LocalSecondaryIndexes: { lsi: { CapacityUnits: 2 } },
      },
    ]);
  });

  it('add nothing to any arm where they fail [emul]', async () => {
    await send(insert('1'));
    expect(await send(insert('2'), insert('1'))).toEqual([
      {
        TableName: table,
        CapacityUnits: 4,
        Table: { CapacityUnits: 1 },
        GlobalSecondaryIndexes: { gsi: { CapacityUnits: 1 } },
        LocalSecondaryIndexes: { lsi: { CapacityUnits: 1 } },
      },
    ]);
  });
});
