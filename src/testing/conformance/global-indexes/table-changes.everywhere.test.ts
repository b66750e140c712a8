import {
  BatchWriteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client, freshTable, refusal } from '../region.ts';
import { create, drop, update } from './changes.ts';
import { definition, globalIndex, keys, localIndex } from './shapes.ts';

async function describeTable(TableName: string): Promise<TableDescription> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table === undefined) throw new Error('a description has its table');
  return Table;
}

async function whole(TableName: string): Promise<readonly GlobalSecondaryIndexDescription[]> {
  for (;;) {
    const { GlobalSecondaryIndexes: indexes = [] } = await describeTable(TableName);
    if (indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return indexes;
  }
}

describe('descriptions of indexes (api-surface.md section 4 [suite])', () => {
  it('a global one has its status, units, size and ARN', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g'), definition('r', 'N')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g'], ['r']), ['a', 'b'])],
    });
    const { GlobalSecondaryIndexes, TableArn } = await describeTable(TableName);
    expect(GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'gsi',
        KeySchema: keys(['g'], ['r']),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a', 'b'] },
        IndexStatus: 'ACTIVE',
        ProvisionedThroughput: {
          NumberOfDecreasesToday: 0,
          ReadCapacityUnits: 0,
          WriteCapacityUnits: 0,
        },
        IndexSizeBytes: 0,
        ItemCount: 0,
        IndexArn: `${String(TableArn)}/index/gsi`,
        WarmThroughput: {
          ReadUnitsPerSecond: 12_000,
          WriteUnitsPerSecond: 4_000,
          Status: 'ACTIVE',
        },
      },
    ]);
  });

  it('a local one has neither status nor units', async () => {
    const TableName = await freshTable({
      range: 'sk',
      AttributeDefinitions: [definition('l')],
      LocalSecondaryIndexes: [localIndex('lsi', 'l', 'KEYS_ONLY')],
    });
    const { LocalSecondaryIndexes, TableArn } = await describeTable(TableName);
    expect(LocalSecondaryIndexes).toEqual([
      {
        IndexName: 'lsi',
        KeySchema: keys(['pk'], ['l']),
        Projection: { ProjectionType: 'KEYS_ONLY' },
        IndexSizeBytes: 0,
        ItemCount: 0,
        IndexArn: `${String(TableArn)}/index/lsi`,
      },
    ]);
  });

  it('a table without indexes has no list of either kind', async () => {
    const table = await describeTable(await freshTable());
    expect(table.GlobalSecondaryIndexes).toBeUndefined();
    expect(table.LocalSecondaryIndexes).toBeUndefined();
  });

  it('counts and sizes are those of the entries', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']), 'KEYS_ONLY')],
    });
    const put = (pk: string, more = {}) =>
      client.send(
        new PutItemCommand({ TableName, Item: { pk: { S: pk }, z: { S: 'zzzz' }, ...more } }),
      );
    await put('1', { g: { S: 'x' } });
    await put('2');
    const query = new QueryCommand({
      TableName,
      IndexName: 'gsi',
      KeyConditionExpression: 'g = :g',
      ExpressionAttributeValues: { ':g': { S: 'x' } },
    });
    expect((await client.send(query)).Count).toBe(1);
    const { GlobalSecondaryIndexes: [index] = [], ItemCount } = await describeTable(TableName);
    expect(ItemCount).toBe(2);
    expect(index).toMatchObject({ ItemCount: 1, IndexSizeBytes: 5 });
  });
});

describe('an index that is added later (semantics.md section 13 [suite])', () => {
  it('is listed at once as CREATING in a table that is UPDATING', async () => {
    const TableName = await freshTable();
    const table = await update(TableName, create('late'));
    expect(table?.TableStatus).toBe('UPDATING');
    expect(table?.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'late', IndexStatus: 'CREATING' },
    ]);
    expect(table?.AttributeDefinitions).toEqual([definition('g'), definition('pk')]);
  });

  it('becomes ACTIVE without Backfilling, and holds the items of before', async () => {
    const TableName = await freshTable();
    const requests = Array.from({ length: 25 }, (_, i) => ({
      PutRequest: { Item: { pk: { S: String(i) }, ...(i % 2 === 0 ? { g: { S: 'x' } } : {}) } },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    await update(TableName, create('late'));
    const [index] = await whole(TableName);
    expect(index?.Backfilling).toBeUndefined();
    expect(index?.ItemCount).toBe(13);
    const { Count } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'late',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': { S: 'x' } },
      }),
    );
    expect(Count).toBe(13);
  });

  it('leaves out items whose value its key cannot hold [docs]', async () => {
    const TableName = await freshTable();
    const put = (pk: string, g: object) =>
      client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, g: g as never } }));
    await put('type', { N: '1' });
    await put('empty', { S: '' });
    await put('long', { S: 'x'.repeat(2_049) });
    await put('good', { S: 'x' });
    await update(TableName, create('late'));
    expect((await whole(TableName))[0]?.ItemCount).toBe(1);
  });

  it('refuses such a value from then on [docs], also where an update leaves it alone (unconfirmed)', async () => {
    const TableName = await freshTable();
    const Item = { pk: { S: 'a' }, g: { N: '1' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    await update(TableName, create('late'));
    await whole(TableName);
    expect((await refusal(client.send(new PutItemCommand({ TableName, Item })))).message).toBe(
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: late',
    );
    const change = new UpdateItemCommand({
      TableName,
      Key: { pk: { S: 'a' } },
      UpdateExpression: 'SET more = :o',
      ExpressionAttributeValues: { ':o': { S: 'o' } },
    });
    expect((await refusal(client.send(change))).message).toBe(
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: late',
    );
  });

  it('can be followed by another', async () => {
    const TableName = await freshTable();
    await update(TableName, create('one'));
    await whole(TableName);
    await update(TableName, create('two'));
    expect((await whole(TableName)).map(({ IndexName }) => IndexName)).toEqual(['one', 'two']);
  });

  // differences of October 2026: the entries were not looked at beside a billing mode.
  it('is made beside a repeat of PAY_PER_REQUEST, and beside a switch to it', async () => {
    const repeated = await freshTable();
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
    const switched = await freshTable({ BillingMode: 'PROVISIONED', ProvisionedThroughput });
    for (const TableName of [repeated, switched]) {
      const table = await update(TableName, { BillingMode: 'PAY_PER_REQUEST', ...create('late') });
      expect(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['late']);
      expect(await whole(TableName)).toHaveLength(1);
      const { BillingModeSummary } = await describeTable(TableName);
      expect(BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    }
  });

  it('goes, and has its ceilings changed, beside a repeat of PAY_PER_REQUEST', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('first', keys(['g']))],
    });
    const BillingMode = 'PAY_PER_REQUEST';
    const OnDemandThroughput = { MaxReadRequestUnits: 7 };
    const Update = { IndexName: 'first', OnDemandThroughput };
    await update(TableName, { BillingMode, GlobalSecondaryIndexUpdates: [{ Update }] });
    expect((await whole(TableName))[0]?.OnDemandThroughput).toEqual(OnDemandThroughput);
    await update(TableName, { BillingMode, ...drop('first') });
    expect(await whole(TableName)).toEqual([]);
  });

  it('drops definitions that nothing uses', async () => {
    const TableName = await freshTable();
    const table = await update(TableName, {
      ...create('late'),
      AttributeDefinitions: [definition('g'), definition('idle')],
    });
    expect(table?.AttributeDefinitions).toEqual([definition('g'), definition('pk')]);
  });
});

describe('an index that is deleted (semantics.md section 13 [suite])', () => {
  it('is listed as DELETING in the answer, then gone with its definitions', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    const table = await update(TableName, drop('gsi'));
    expect(table?.TableStatus).toBe('UPDATING');
    expect(table?.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'gsi', IndexStatus: 'DELETING' },
    ]);
    const after = await describeTable(TableName);
    expect(after.GlobalSecondaryIndexes).toBeUndefined();
    expect(after.AttributeDefinitions).toEqual([definition('pk')]);
  });

  it('leaves its table to be written and read as one without it', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    const Key = { pk: { S: 'a' } };
    await client.send(new PutItemCommand({ TableName, Item: { ...Key, g: { S: 'x' } } }));
    await update(TableName, drop('gsi'));
    // What was its key is an attribute as any other.
    const Item = { ...Key, g: { N: '1' } };
    const { ConsumedCapacity } = await client.send(
      new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: 'INDEXES' }),
    );
    expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: 1, Table: { CapacityUnits: 1 } });
    expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(Item);
  });

  it('cannot be read any more', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    await update(TableName, drop('gsi'));
    const request = client.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': { S: 'x' } },
      }),
    );
    expect((await refusal(request)).message).toBe(
      'The table does not have the specified index: gsi',
    );
  });
});

describe('units of an index (api-surface.md section 5)', () => {
  const units = (read: number) => ({ ReadCapacityUnits: read, WriteCapacityUnits: 2 });
  const provisioned = () =>
    freshTable({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(5),
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [
        { ...globalIndex('gsi', keys(['g'])), ProvisionedThroughput: units(3) },
      ],
    });

  it('are changed by name, and shown when the change is over', async () => {
    const TableName = await provisioned();
    const table = await update(TableName, {
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: 'gsi', ProvisionedThroughput: units(9) } },
      ],
    });
    expect(table?.GlobalSecondaryIndexes?.[0]).toMatchObject({
      IndexStatus: 'UPDATING',
      ProvisionedThroughput: units(3),
    });
    const [index] = await whole(TableName);
    expect(index?.ProvisionedThroughput).toMatchObject(units(9));
  });

  it('are refused where they stay the same', async () => {
    const request = update(await provisioned(), {
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: 'gsi', ProvisionedThroughput: units(3) } },
      ],
    });
    expect((await refusal(request)).message).toBe(
      'The provisioned throughput for the index gsi will not change. The requested value equals the ' +
        'current value. Current ReadCapacityUnits provisioned for index gsi: 3. Requested ReadCapacityUnits: 3. ' +
        'Current WriteCapacityUnits provisioned for index gsi: 2. Requested WriteCapacityUnits: 2. Refer to the ' +
        'Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
    );
  });

  it('are zero once the table is on-demand', async () => {
    const TableName = await provisioned();
    await update(TableName, { BillingMode: 'PAY_PER_REQUEST' });
    expect((await whole(TableName))[0]?.ProvisionedThroughput).toMatchObject({
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    });
  });

  it('are needed of every index when the table becomes provisioned [emul]', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    const mode = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(1) } as const;
    expect((await refusal(update(TableName, mode))).message).toBe(
      'One or more parameter values were invalid: ProvisionedThroughput must be specified for index: gsi',
    );
    await update(TableName, {
      ...mode,
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: 'gsi', ProvisionedThroughput: units(4) } },
      ],
    });
    expect((await whole(TableName))[0]?.ProvisionedThroughput).toMatchObject(units(4));
  });
});

describe('a table with indexes', () => {
  it('goes with them', async () => {
    const shape = {
      TableName: 'again',
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    };
    await freshTable(shape);
    await client.send(
      new PutItemCommand({ TableName: 'again', Item: { pk: { S: '1' }, g: { S: 'x' } } }),
    );
    await client.send(new DeleteTableCommand({ TableName: 'again' }));
    await freshTable(shape);
    const query = new QueryCommand({
      TableName: 'again',
      IndexName: 'gsi',
      KeyConditionExpression: 'g = :g',
      ExpressionAttributeValues: { ':g': { S: 'x' } },
    });
    expect((await client.send(query)).Count).toBe(0);
  });
});
