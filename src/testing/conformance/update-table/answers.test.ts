/** What UpdateTable answers while a change goes on: api-surface.md section 5c [ack]. */
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableDescription, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client, freshTable } from '../region.ts';

type Change = Omit<UpdateTableCommandInput, 'TableName'>;

async function answer(TableName: string, change: Change): Promise<TableDescription> {
  const { TableDescription } = await client.send(new UpdateTableCommand({ TableName, ...change }));
  if (TableDescription === undefined) throw new Error('no TableDescription');
  return TableDescription;
}

async function described(TableName: string): Promise<TableDescription> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table === undefined) throw new Error('no Table');
  return Table;
}

const units = (both: number) => ({ ReadCapacityUnits: both, WriteCapacityUnits: both });
const withIndex = {
  AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' as const }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byG',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
};
const provisionedIndex = {
  ...withIndex,
  GlobalSecondaryIndexes: withIndex.GlobalSecondaryIndexes.map((index) => ({
    ...index,
    ProvisionedThroughput: units(5),
  })),
  BillingMode: 'PROVISIONED' as const,
  ProvisionedThroughput: units(5),
};
const updateOf = (update: object): Change => ({
  GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'byG', ...update } }],
});

describe('the table', () => {
  it.each<[string, Change, TableDescription['TableStatus']]>([
    ['ceilings', { OnDemandThroughput: { MaxReadRequestUnits: 9 } }, 'ACTIVE'],
    ['warm throughput', { WarmThroughput: { ReadUnitsPerSecond: 13_000 } }, 'ACTIVE'],
    ['encryption', { SSESpecification: { Enabled: true } }, 'ACTIVE'],
    ['deletion protection', { DeletionProtectionEnabled: true }, 'ACTIVE'],
    [
      'ceilings of an index',
      updateOf({ OnDemandThroughput: { MaxReadRequestUnits: 9 } }),
      'ACTIVE',
    ],
    ['a repeat of the mode', { BillingMode: 'PAY_PER_REQUEST' }, 'UPDATING'],
    ['a class', { TableClass: 'STANDARD_INFREQUENT_ACCESS' }, 'UPDATING'],
    ['STANDARD, where no class was set', { TableClass: 'STANDARD' }, 'UPDATING'],
    [
      'a stream',
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } },
      'UPDATING',
    ],
    [
      'an index that goes',
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byG' } }] },
      'UPDATING',
    ],
  ])('with %s', async (_, change, status) => {
    const TableName = await freshTable(withIndex);
    expect((await answer(TableName, change)).TableStatus).toBe(status);
    expect((await described(TableName)).TableStatus).toBe('ACTIVE');
  });
});

describe('ceilings', () => {
  it('are the new ones, of a table and of an index', async () => {
    const TableName = await freshTable(withIndex);
    const OnDemandThroughput = { MaxReadRequestUnits: 9 };
    expect((await answer(TableName, { OnDemandThroughput })).OnDemandThroughput).toEqual(
      OnDemandThroughput,
    );
    const table = await answer(TableName, updateOf({ OnDemandThroughput }));
    expect(table.GlobalSecondaryIndexes?.[0]?.OnDemandThroughput).toEqual(OnDemandThroughput);
  });
});

describe('warm throughput', () => {
  it('is the old one, on its way', async () => {
    const TableName = await freshTable(withIndex);
    const WarmThroughput = { ReadUnitsPerSecond: 13_000 };
    const old = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: 'UPDATING' };
    expect((await answer(TableName, { WarmThroughput })).WarmThroughput).toEqual(old);
    const [index] =
      (await answer(TableName, updateOf({ WarmThroughput }))).GlobalSecondaryIndexes ?? [];
    expect(index).toMatchObject({ IndexStatus: 'ACTIVE', WarmThroughput: old });
    expect((await described(TableName)).WarmThroughput?.ReadUnitsPerSecond).toBe(13_000);
  });
});

describe('encryption', () => {
  it('is nothing but UPDATING where it comes', async () => {
    const TableName = await freshTable();
    const table = await answer(TableName, { SSESpecification: { Enabled: true } });
    expect(table.SSEDescription).toEqual({ Status: 'UPDATING' });
  });

  it('has the old key where that changes or goes', async () => {
    const TableName = await freshTable({ SSESpecification: { Enabled: true } });
    const { KMSMasterKeyArn } = (await described(TableName)).SSEDescription ?? {};
    const old = { Status: 'UPDATING', SSEType: 'KMS', KMSMasterKeyArn };
    const other = { Enabled: true, SSEType: 'KMS' as const, KMSMasterKeyId: 'alias/mine' };
    const changed = await answer(TableName, { SSESpecification: other });
    expect(changed.SSEDescription).toEqual(old);
    const mine = (await described(TableName)).SSEDescription?.KMSMasterKeyArn;
    const gone = await answer(TableName, { SSESpecification: { Enabled: false } });
    expect(gone.SSEDescription).toEqual({ ...old, KMSMasterKeyArn: mine });
    expect((await described(TableName)).SSEDescription).toBeUndefined();
  });
});

describe('units', () => {
  it('that rise are the old ones with the date of the change', async () => {
    const TableName = await freshTable(provisionedIndex);
    const table = await answer(TableName, { ProvisionedThroughput: units(7) });
    expect(table.ProvisionedThroughput).toEqual({
      ...units(5),
      NumberOfDecreasesToday: 0,
      LastIncreaseDateTime: expect.any(Date) as unknown,
    });
    expect((await described(TableName)).ProvisionedThroughput).toMatchObject(units(7));
  });

  it('that fall alike', async () => {
    const TableName = await freshTable(provisionedIndex);
    const table = await answer(TableName, { ProvisionedThroughput: units(1) });
    expect(table.ProvisionedThroughput).toEqual({
      ...units(5),
      NumberOfDecreasesToday: 0,
      LastDecreaseDateTime: expect.any(Date) as unknown,
    });
  });

  it('of an index are the old ones, the index UPDATING', async () => {
    const TableName = await freshTable(provisionedIndex);
    const table = await answer(TableName, updateOf({ ProvisionedThroughput: units(7) }));
    expect(table.TableStatus).toBe('ACTIVE');
    expect(table.GlobalSecondaryIndexes?.[0]).toMatchObject({
      IndexStatus: 'UPDATING',
      ProvisionedThroughput: units(5),
    });
  });
});

describe('a switch', () => {
  it('to on-demand shows no units, and the mode without its date', async () => {
    const TableName = await freshTable(provisionedIndex);
    const table = await answer(TableName, { BillingMode: 'PAY_PER_REQUEST' });
    expect(table.BillingModeSummary).toEqual({ BillingMode: 'PAY_PER_REQUEST' });
    expect(table.ProvisionedThroughput).toEqual({
      ...units(0),
      NumberOfDecreasesToday: 0,
      LastDecreaseDateTime: expect.any(Date) as unknown,
    });
    const { ProvisionedThroughput, BillingModeSummary } = await described(TableName);
    expect(ProvisionedThroughput?.LastDecreaseDateTime).toBeUndefined();
    expect(BillingModeSummary?.LastUpdateToPayPerRequestDateTime).toBeInstanceOf(Date);
  });

  it('to provisioned shows the new units at once, of indexes too', async () => {
    const TableName = await freshTable(withIndex);
    const table = await answer(TableName, {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(7),
      ...updateOf({ ProvisionedThroughput: units(8) }),
    });
    expect(table.TableStatus).toBe('UPDATING');
    expect(table.ProvisionedThroughput).toMatchObject(units(7));
    expect(table.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).toMatchObject(units(8));
  });
});

describe('a new index', () => {
  it('is not backfilling yet', async () => {
    const TableName = await freshTable();
    const [Create] = withIndex.GlobalSecondaryIndexes;
    const table = await answer(TableName, {
      AttributeDefinitions: withIndex.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create }],
    });
    expect(table.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'byG', IndexStatus: 'CREATING', Backfilling: false },
    ]);
  });
});

describe('descriptions', () => {
  it('are sorted: definitions and projected attributes by name', async () => {
    const definition = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
    const [index] = withIndex.GlobalSecondaryIndexes;
    if (index === undefined) throw new Error('no index');
    const TableName = await freshTable({
      range: 'sk',
      AttributeDefinitions: [definition('z'), definition('g')],
      GlobalSecondaryIndexes: [
        {
          ...index,
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['z', 'pk', 'a'] },
        },
        { ...index, IndexName: 'byZ', KeySchema: [{ AttributeName: 'z', KeyType: 'HASH' }] },
      ],
    });
    const table = await described(TableName);
    const names = table.AttributeDefinitions?.map(({ AttributeName }) => AttributeName);
    expect(names).toEqual(['g', 'pk', 'sk', 'z']);
    expect(table.GlobalSecondaryIndexes?.[0]?.Projection?.NonKeyAttributes).toEqual([
      'a',
      'pk',
      'z',
    ]);
    expect(table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['byG', 'byZ']);
  });

  it('know no class until one was set', async () => {
    const TableName = await freshTable();
    await answer(TableName, { TableClass: 'STANDARD' });
    expect(await described(TableName)).not.toHaveProperty('TableClassSummary');
  });
});
