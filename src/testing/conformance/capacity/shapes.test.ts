/** What ConsumedCapacity looks like: capacity.md section 3. */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { client, freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
  await fill(TableName, [Key]);
});

const Key = { pk: { S: 'a' } };
const single: readonly (readonly [Operation, object, number])[] = [
  ['GetItem', { Key }, 0.5],
  ['PutItem', { Item: Key }, 1],
  ['UpdateItem', { Key }, 1],
  ['DeleteItem', { Key: { pk: { S: 'nothing there' } } }, 1],
  [
    'Query',
    { KeyConditionExpression: 'pk = :v', ExpressionAttributeValues: { ':v': { S: 'a' } } },
    0.5,
  ],
  ['Scan', {}, 2],
];

async function capacityOf(
  operation: Operation,
  members: object,
  ReturnConsumedCapacity?: string,
): Promise<unknown> {
  const request = { ...members, ...(ReturnConsumedCapacity && { ReturnConsumedCapacity }) };
  const answer: object = await ask(operation, request as never);
  return 'ConsumedCapacity' in answer ? answer.ConsumedCapacity : undefined;
}

describe.each(single)('%s', (operation, members, CapacityUnits) => {
  it('reports nothing unless asked [suite]', async () => {
    expect(await capacityOf(operation, { TableName, ...members })).toBeUndefined();
  });

  it('reports nothing for NONE [suite]', async () => {
    expect(await capacityOf(operation, { TableName, ...members }, 'NONE')).toBeUndefined();
  });

  it('reports the table and its units for TOTAL, nothing else [suite]', async () => {
    expect(await capacityOf(operation, { TableName, ...members }, 'TOTAL')).toEqual({
      TableName,
      CapacityUnits,
    });
  });

  it('reports the arm of the table too for INDEXES [suite]', async () => {
    expect(await capacityOf(operation, { TableName, ...members }, 'INDEXES')).toEqual({
      TableName,
      CapacityUnits,
      Table: { CapacityUnits },
    });
  });

  it('echoes the ARN where the table was named by it', async () => {
    const arn = await arnOf();
    expect(await capacityOf(operation, { TableName: arn, ...members }, 'TOTAL')).toEqual({
      TableName: arn,
      CapacityUnits,
    });
  });
});

async function arnOf(): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table?.TableArn ?? '';
}

const batches: readonly (readonly [Operation, () => object, number])[] = [
  ['BatchGetItem', () => ({ RequestItems: { [TableName]: { Keys: [Key] } } }), 0.5],
  ['BatchWriteItem', () => ({ RequestItems: { [TableName]: [{ PutRequest: { Item: Key } }] } }), 1],
];

describe.each(batches)('%s', (operation, request, CapacityUnits) => {
  it('reports nothing unless asked', async () => {
    expect(await capacityOf(operation, request())).toBeUndefined();
  });

  it('reports a list for TOTAL, also of one table [suite]', async () => {
    expect(await capacityOf(operation, request(), 'TOTAL')).toEqual([{ TableName, CapacityUnits }]);
  });

  it('reports the arms of each table for INDEXES', async () => {
    expect(await capacityOf(operation, request(), 'INDEXES')).toEqual([
      { TableName, CapacityUnits, Table: { CapacityUnits } },
    ]);
  });
});

describe('TransactGetItems', () => {
  const request = (): object => ({ TransactItems: [{ Get: { TableName, Key } }] });

  it('reports nothing unless asked', async () => {
    expect(await capacityOf('TransactGetItems', request())).toBeUndefined();
  });

  it('names its units as read for TOTAL [emul, captured]', async () => {
    expect(await capacityOf('TransactGetItems', request(), 'TOTAL')).toEqual([
      { TableName, CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
  });

  it('names them in the arm of the table too for INDEXES [emul, captured]', async () => {
    expect(await capacityOf('TransactGetItems', request(), 'INDEXES')).toEqual([
      {
        TableName,
        CapacityUnits: 2,
        ReadCapacityUnits: 2,
        Table: { CapacityUnits: 2, ReadCapacityUnits: 2 },
      },
    ]);
  });
});

describe('TransactWriteItems', () => {
  const request = (): object => ({ TransactItems: [{ Put: { TableName, Item: Key } }] });

  it('reports nothing unless asked', async () => {
    expect(await capacityOf('TransactWriteItems', request())).toBeUndefined();
  });

  it('names its units as written for TOTAL [emul, captured]', async () => {
    expect(await capacityOf('TransactWriteItems', request(), 'TOTAL')).toEqual([
      { TableName, CapacityUnits: 2, WriteCapacityUnits: 2 },
    ]);
  });

  it('names them in the arm of the table too for INDEXES [emul, captured]', async () => {
    expect(await capacityOf('TransactWriteItems', request(), 'INDEXES')).toEqual([
      {
        TableName,
        CapacityUnits: 2,
        WriteCapacityUnits: 2,
        Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
      },
    ]);
  });
});

describe('several tables of a transaction', () => {
  it('are listed in the order in which they appear first [model]', async () => {
    const other = await freshTable();
    const get = (name: string, pk: string) => ({
      Get: { TableName: name, Key: { pk: { S: pk } } },
    });
    const answer = await ask('TransactGetItems', {
      TransactItems: [get(other, 'x'), get(TableName, 'a'), get(other, 'y')],
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(answer.ConsumedCapacity).toEqual([
      { TableName: other, CapacityUnits: 4, ReadCapacityUnits: 4 },
      { TableName, CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
  });
});
