import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput, TableDescription } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { client } from '../region.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function create(input: CreateTableCommandInput): Promise<TableDescription> {
  const { TableDescription } = await client.send(new CreateTableCommand(input));
  if (TableDescription === undefined) throw new Error('no TableDescription');
  return TableDescription;
}

/** Warm throughput is shown from the first DescribeTable on. */
async function warmOf(TableName: string | undefined): Promise<TableDescription['WarmThroughput']> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table?.WarmThroughput;
}

const ON_DEMAND: CreateTableCommandInput = {
  TableName: 'on_demand',
  KeySchema: [
    { AttributeName: 'sk', KeyType: 'HASH' },
    { AttributeName: 'pk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'N' },
    { AttributeName: 'sk', AttributeType: 'B' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

describe('what CreateTable answers for an on-demand table (api-surface.md section 4)', () => {
  let table: TableDescription;
  const before = Date.now();
  beforeAll(async () => {
    table = await create(ON_DEMAND);
  });

  it('is CREATING', () => {
    expect(table.TableStatus).toBe('CREATING');
  });
  it('has the name of the request', () => {
    expect(table.TableName).toBe('on_demand');
  });
  it('has the ARN of the name, Region and account [section 2]', () => {
    expect(table.TableArn).toMatch(/^arn:aws:dynamodb:eu-west-2:\d{12}:table\/on_demand$/);
  });
  it('is of an account other than 000000000000 [section 2, suite]', () => {
    expect(table.TableArn).not.toContain(':000000000000:');
  });
  it('has a UUID of version 4 for an id [section 2]', () => {
    expect(table.TableId).toMatch(UUID);
  });
  it('was created now', () => {
    const created = table.CreationDateTime?.getTime() ?? 0;
    expect(created).toBeGreaterThanOrEqual(before - 1);
    expect(created).toBeLessThanOrEqual(Date.now() + 1);
  });
  it('lists the key schema as it was sent, HASH before RANGE [suite]', () => {
    expect(table.KeySchema).toEqual(ON_DEMAND.KeySchema);
  });
  it('lists the attribute definitions as they were sent', () => {
    expect(table.AttributeDefinitions).toEqual(ON_DEMAND.AttributeDefinitions);
  });
  it('counts no items and no bytes, and says so [suite]', () => {
    expect([table.ItemCount, table.TableSizeBytes]).toEqual([0, 0]);
  });
  it('has no units', () => {
    expect(table.ProvisionedThroughput).toEqual({
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    });
  });
  it('has a billing mode summary [suite]', () => {
    expect(table.BillingModeSummary).toEqual({ BillingMode: 'PAY_PER_REQUEST' });
  });
  it('is not protected against deletion', () => {
    expect(table.DeletionProtectionEnabled).toBe(false);
  });
  it('is warm for 12,000 reads and 4,000 writes a second, once it is ready', async () => {
    expect(table.WarmThroughput).toBeUndefined();
    expect(await warmOf(table.TableName)).toEqual({
      ReadUnitsPerSecond: 12_000,
      WriteUnitsPerSecond: 4_000,
      Status: 'ACTIVE',
    });
  });
  it.each([
    'SSEDescription',
    'TableClassSummary',
    'StreamSpecification',
    'LatestStreamArn',
    'LatestStreamLabel',
    'OnDemandThroughput',
    'Replicas',
    'RestoreSummary',
    'LocalSecondaryIndexes',
    'GlobalSecondaryIndexes',
  ] as const)('has no %s unless it was asked for', (member) => {
    expect(table[member]).toBeUndefined();
  });
  it('is described under the same id and ACTIVE afterwards [suite]', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'on_demand' }));
    expect([Table?.TableId, Table?.TableStatus]).toEqual([table.TableId, 'ACTIVE']);
  });
});

describe('what CreateTable answers for a provisioned table (api-surface.md section 4)', () => {
  it('holds the units and no billing mode', async () => {
    const table = await create({
      TableName: 'provisioned',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
    });
    expect(table.ProvisionedThroughput).toEqual({
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: 7,
      WriteCapacityUnits: 3,
    });
    expect(table.BillingModeSummary).toBeUndefined();
  });

  it('is warm for its units', async () => {
    const table = await create({
      TableName: 'warm',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
    });
    expect(table.WarmThroughput).toBeUndefined();
    expect(await warmOf('warm')).toMatchObject({ ReadUnitsPerSecond: 7, WriteUnitsPerSecond: 3 });
  });
  it('shows warm throughput at once where it was asked for', async () => {
    const WarmThroughput = { ReadUnitsPerSecond: 13_000 };
    const table = await create({
      TableName: 'warmed',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      WarmThroughput,
    });
    expect(table.WarmThroughput).toMatchObject({ ...WarmThroughput, Status: 'UPDATING' });
  });
});
