/**
 * Units, ceilings and warm throughput of one global index: api-surface.md sections 4 and 5, capacity.md section 4; the texts as
 * AWS answered in October 2026.
 */
import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { GlobalSecondaryIndexDescription } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { INVALID_PARAMETER } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { definition, globalIndex, keys } from './shapes.ts';

const units = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
  ReadCapacityUnits,
  WriteCapacityUnits,
});
const PROVISIONED = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(1, 1) } as const;
const ON_DEMAND = { BillingMode: 'PAY_PER_REQUEST' } as const;

const shapeOf = (index: object, table: object) => ({
  ...table,
  AttributeDefinitions: [definition('g')],
  GlobalSecondaryIndexes: [{ ...globalIndex('gsi', keys(['g'])), ...index }],
});

/** What a table with such an index is refused with. */
function createRefused(index: object, table: object = ON_DEMAND): Promise<string> {
  const shape = shapeOf(index, table);
  const request = new CreateTableCommand({
    TableName: 'refused',
    KeySchema: keys(['pk']),
    ...shape,
    AttributeDefinitions: [definition('pk'), ...shape.AttributeDefinitions],
  });
  return refusalOf(client.send(request));
}

const update = (TableName: string, index: object) =>
  client.send(
    new UpdateTableCommand({
      TableName,
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'gsi', ...index } }],
    }),
  );

async function described(TableName: string): Promise<GlobalSecondaryIndexDescription | undefined> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table?.GlobalSecondaryIndexes?.[0];
}

const onDemand = () => freshTable(shapeOf({}, ON_DEMAND));
const provisioned = () => freshTable(shapeOf({ ProvisionedThroughput: units(9, 9) }, PROVISIONED));

describe('on-demand ceilings of an index', () => {
  it('are told as they were given', async () => {
    const OnDemandThroughput = { MaxReadRequestUnits: 50, MaxWriteRequestUnits: 60 };
    const table = await freshTable(shapeOf({ OnDemandThroughput }, ON_DEMAND));
    expect((await described(table))?.OnDemandThroughput).toEqual(OnDemandThroughput);
  });

  it.each([0, -1])('are at least 1, not %d', async (MaxReadRequestUnits) => {
    expect(await createRefused({ OnDemandThroughput: { MaxReadRequestUnits } })).toBe(
      `${INVALID_PARAMETER}Requested MaxReadRequestUnits for OnDemandThroughput for index : gsi is outside of valid range`,
    );
  });

  it('are for indexes of on-demand tables', async () => {
    const index = {
      ProvisionedThroughput: units(1, 1),
      OnDemandThroughput: { MaxWriteRequestUnits: 5 },
    };
    expect(await createRefused(index, PROVISIONED)).toBe(
      `${INVALID_PARAMETER}MaxWriteRequestUnits for OnDemandThroughput for index: gsi cannot be specified when table ` +
        'BillingMode is PROVISIONED.',
    );
  });

  it('change by an update, and are taken away by -1', async () => {
    const table = await onDemand();
    await update(table, { OnDemandThroughput: { MaxReadRequestUnits: 7 } });
    expect((await described(table))?.OnDemandThroughput).toMatchObject({ MaxReadRequestUnits: 7 });
    await update(table, { OnDemandThroughput: { MaxReadRequestUnits: -1 } });
    expect((await described(table))?.OnDemandThroughput).toBeUndefined();
  });

  it('are not 0 in an update', async () => {
    const request = update(await onDemand(), { OnDemandThroughput: { MaxWriteRequestUnits: 0 } });
    expect(await refusalOf(request)).toBe(
      `${INVALID_PARAMETER}Requested MaxWriteRequestUnits for OnDemandThroughput for index : gsi is outside of valid range`,
    );
  });
});

describe('warm throughput of an index', () => {
  it('is at first that of an on-demand table', async () => {
    expect((await described(await onDemand()))?.WarmThroughput).toMatchObject({
      ReadUnitsPerSecond: 12_000,
      WriteUnitsPerSecond: 4_000,
    });
  });

  it('is at first no less', async () => {
    expect(await createRefused({ WarmThroughput: { ReadUnitsPerSecond: 11_999 } })).toBe(
      `${INVALID_PARAMETER}Requested ReadUnitsPerSecond for WarmThroughput for index gsi is lower than initial ` +
        'throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/' +
        'developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial',
    );
  });

  it('is raised', async () => {
    const table = await onDemand();
    await update(table, { WarmThroughput: { ReadUnitsPerSecond: 12_001 } });
    expect((await described(table))?.WarmThroughput).toMatchObject({
      ReadUnitsPerSecond: 12_001,
      WriteUnitsPerSecond: 4_000,
    });
  });

  it('is not lowered', async () => {
    const request = update(await onDemand(), { WarmThroughput: { WriteUnitsPerSecond: 3_999 } });
    expect(await refusalOf(request)).toBe(
      `${INVALID_PARAMETER}Requested WriteUnitsPerSecond for WarmThroughput for index gsi is lower than current ` +
        'WarmThroughput, decreasing WarmThroughput is not supported',
    );
  });
});

describe('an update of an index of an on-demand table', () => {
  const only =
    `${INVALID_PARAMETER}The only Updates for index: gsi when TableThroughputMode is PAY_PER_REQUEST can be ` +
    'to OnDemandThroughput, WarmThroughput';

  it.each([
    ['asks for something', {}],
    ['does not ask for units', { ProvisionedThroughput: units(1, 1) }],
    ['does not ask for ceilings without a number', { OnDemandThroughput: {} }],
  ])('%s', async (_, change) => {
    expect(await refusalOf(update(await onDemand(), change))).toBe(only);
  });

  it('names its warm throughput, before the table is looked for', async () => {
    expect(await refusalOf(update('missing', { WarmThroughput: {} }))).toBe(
      `${INVALID_PARAMETER}WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond ` +
        'specified for index: gsi',
    );
  });

  it('names an index of the table', async () => {
    const table = await freshTable(ON_DEMAND);
    const request = update(table, { WarmThroughput: { ReadUnitsPerSecond: 12_001 } });
    expect(await refusalOf(request)).toBe(
      `ResourceNotFoundException: Requested resource not found: Index gsi for table ${table}`,
    );
  });
});

describe('an index has the quota of a table (capacity.md section 4)', () => {
  const above = (name: string): string =>
    `LimitExceededException: The requested ${name} for index gsi, 40001, is above the per index maximum ` +
    'for the account in eu-west-2. Per table maximum: 40000. Refer to the Amazon DynamoDB Developer ' +
    'Guide for current limits and how to request higher limits.';

  it.each([
    ['ReadCapacityUnits', units(40_001, 1)],
    ['WriteCapacityUnits', units(1, 40_001)],
  ])('of %s, at the create', async (name, ProvisionedThroughput) => {
    expect(await createRefused({ ProvisionedThroughput }, PROVISIONED)).toBe(above(name));
  });

  it('of units, in an update', async () => {
    const request = update(await provisioned(), { ProvisionedThroughput: units(40_001, 9) });
    expect(await refusalOf(request)).toBe(above('ReadCapacityUnits'));
  });

  it('of units, when the table becomes provisioned', async () => {
    const request = new UpdateTableCommand({
      TableName: await onDemand(),
      ...PROVISIONED,
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: 'gsi', ProvisionedThroughput: units(1, 40_001) } },
      ],
    });
    expect(await refusalOf(client.send(request))).toBe(above('WriteCapacityUnits'));
  });

  it.each([
    ['MaxReadRequestUnits', 'OnDemandThroughput', 'index : gsi', 'Read'],
    ['MaxWriteRequestUnits', 'OnDemandThroughput', 'index : gsi', 'Write'],
    ['ReadUnitsPerSecond', 'WarmThroughput', 'index gsi', 'Read'],
    ['WriteUnitsPerSecond', 'WarmThroughput', 'index gsi', 'Write'],
  ])('of %s of %s', async (name, member, owner, kind) => {
    const message =
      `LimitExceededException: Subscriber limit exceeded: Requested ${name} for ${member} for ${owner} ` +
      `exceeds TableMax${kind}CapacityUnits of the account in region eu-west-2`;
    expect(await createRefused({ [member]: { [name]: 40_001 } })).toBe(message);
    const request = update(await onDemand(), { [member]: { [name]: 40_001 } });
    expect(await refusalOf(request)).toBe(message);
  });
});

describe('decreases of an index (capacity.md section 4 [docs])', () => {
  const MANY = /^LimitExceededException: .*Number of decreases today: 4\./u;

  it('are counted apart from those of its table', async () => {
    const table = await provisioned();
    for (const read of [8, 7, 6, 5]) await update(table, { ProvisionedThroughput: units(read, 9) });
    expect(await refusalOf(update(table, { ProvisionedThroughput: units(4, 9) }))).toMatch(MANY);
    expect((await described(table))?.ProvisionedThroughput?.NumberOfDecreasesToday).toBe(4);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    expect(Table?.ProvisionedThroughput?.NumberOfDecreasesToday).toBe(0);
  });

  it('refuse the whole call, the decrease of the table too', async () => {
    const table = await freshTable(
      shapeOf(
        { ProvisionedThroughput: units(9, 9) },
        { ...PROVISIONED, ProvisionedThroughput: units(9, 9) },
      ),
    );
    for (const read of [8, 7, 6, 5]) await update(table, { ProvisionedThroughput: units(read, 9) });
    const both = new UpdateTableCommand({
      TableName: table,
      ProvisionedThroughput: units(8, 9),
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: 'gsi', ProvisionedThroughput: units(4, 9) } },
      ],
    });
    expect(await refusalOf(client.send(both))).toMatch(MANY);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    expect(Table?.ProvisionedThroughput).toMatchObject(units(9, 9));
  });
});
