import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableDescription, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { constraintFault, INVALID_PARAMETER, tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { described, updated } from '../tables.ts';

type Units = NonNullable<UpdateTableCommandInput['ProvisionedThroughput']>;
const units = (ReadCapacityUnits: number, WriteCapacityUnits: number): Units => ({
  ReadCapacityUnits,
  WriteCapacityUnits,
});

let TableName: string;

const update = (members: object): Promise<TableDescription> => updated(TableName, members);

const describeTable = (): Promise<TableDescription> => described(TableName);

const refused = (members: object): Promise<string> =>
  refusalOf(client.send(new UpdateTableCommand({ TableName, ...members })));

const NEITHER = `${INVALID_PARAMETER}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`;

describe('units of a provisioned table (api-surface.md section 5)', () => {
  beforeEach(async () => {
    TableName = await freshTable({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(5, 6),
    });
  });

  it('change [suite]', async () => {
    await update({ ProvisionedThroughput: units(10, 6) });
    expect((await describeTable()).ProvisionedThroughput).toMatchObject(units(10, 6));
  });
  it('leave the table UPDATING in the answer, with the old units [suite, emul]', async () => {
    const answer = await update({ ProvisionedThroughput: units(10, 6) });
    expect(answer.TableStatus).toBe('UPDATING');
    expect(answer.ProvisionedThroughput).toMatchObject(units(5, 6));
  });
  it('leave the table ACTIVE afterwards [suite]', async () => {
    await update({ ProvisionedThroughput: units(10, 6) });
    expect((await describeTable()).TableStatus).toBe('ACTIVE');
  });
  it('remember when they were raised', async () => {
    await update({ ProvisionedThroughput: units(10, 6) });
    const { LastIncreaseDateTime, LastDecreaseDateTime } =
      (await describeTable()).ProvisionedThroughput ?? {};
    expect([LastIncreaseDateTime instanceof Date, LastDecreaseDateTime]).toEqual([true, undefined]);
  });
  it('remember when they were lowered, and how often today (capacity.md section 4)', async () => {
    await update({ ProvisionedThroughput: units(4, 6) });
    await update({ ProvisionedThroughput: units(4, 5) });
    const { LastDecreaseDateTime, NumberOfDecreasesToday } =
      (await describeTable()).ProvisionedThroughput ?? {};
    expect([LastDecreaseDateTime instanceof Date, NumberOfDecreasesToday]).toEqual([true, 2]);
  });
  it('are not lowered a fifth time within the hour (capacity.md section 4 [field])', async () => {
    await update({ ProvisionedThroughput: units(9, 9) });
    for (const read of [8, 7, 6, 5]) await update({ ProvisionedThroughput: units(read, 9) });
    const refusal = await refused({ ProvisionedThroughput: units(4, 9) });
    expect(refusal).toMatch(
      /^LimitExceededException: Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day\. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds\. Number of decreases today: 4\. Last decrease at \w+, \w+ \d+, \d{4} at \d+:\d\d:\d\d [AP]M Coordinated Universal Time\. Next decrease can be made at \w+, \w+ \d+, \d{4} at \d+:\d\d:\d\d [AP]M Coordinated Universal Time$/,
    );
  });
  it('raise the warm throughput and never lower it (capacity.md section 5)', async () => {
    await update({ ProvisionedThroughput: units(20, 6) });
    await update({ ProvisionedThroughput: units(1, 6) });
    expect((await describeTable()).WarmThroughput).toMatchObject({
      ReadUnitsPerSecond: 20,
      WriteUnitsPerSecond: 6,
    });
  });

  const UNCHANGED =
    `${VALIDATION}The provisioned throughput for the table will not change. The requested value equals the ` +
    'current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. ' +
    'Current WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: 6. ' +
    'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.';
  it('must change [suite]', async () => {
    expect(await refused({ ProvisionedThroughput: units(5, 6) })).toBe(UNCHANGED);
  });
  it('must change although the billing mode is named [suite]', async () => {
    expect(await refused({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 6) })).toBe(
      UNCHANGED,
    );
  });
  it('are not 0 [suite]', async () => {
    expect(await refused({ ProvisionedThroughput: units(0, 6) })).toBe(
      constraintFault(
        "'0'",
        'provisionedThroughput.readCapacityUnits',
        'have value greater than or equal to 1',
      ),
    );
  });
  it('are not negative [suite]', async () => {
    expect(await refused({ ProvisionedThroughput: units(5, -1) })).toBe(
      constraintFault(
        "'-1'",
        'provisionedThroughput.writeCapacityUnits',
        'have value greater than or equal to 1',
      ),
    );
  });
  it('are 40,000 at most (capacity.md section 4)', async () => {
    expect(await refused({ ProvisionedThroughput: units(5, 40_001) })).toBe(
      'LimitExceededException: The requested WriteCapacityUnits, 40001, is above the per table maximum ' +
        'for the account in eu-west-2. Per table maximum: 40000. Refer to the Amazon DynamoDB Developer ' +
        'Guide for current limits and how to request higher limits.',
    );
  });
  it('do not go with PAY_PER_REQUEST [suite]', async () => {
    expect(
      await refused({ BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: units(7, 7) }),
    ).toBe(
      `${INVALID_PARAMETER}ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST`,
    );
  });
  it('are of a table that is there [suite]', async () => {
    expect(await refused({ TableName: 'nowhere', ProvisionedThroughput: units(7, 7) })).toBe(
      tableNotFound('nowhere'),
    );
  });
  it('are looked at before the table is looked up (validation.md section 2)', async () => {
    expect(await refused({ TableName: 'nowhere', ProvisionedThroughput: units(0, 7) })).toContain(
      'provisionedThroughput.readCapacityUnits',
    );
  });
});

describe('the billing mode of a provisioned table (api-surface.md section 5)', () => {
  beforeEach(async () => {
    TableName = await freshTable({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(5, 6),
    });
  });

  it('changes to on-demand [suite]', async () => {
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    const { BillingModeSummary, ProvisionedThroughput } = await describeTable();
    expect(BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
    expect(ProvisionedThroughput).toMatchObject(units(0, 0));
  });
  it('tells when it changed [emul]', async () => {
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    const { BillingModeSummary } = await describeTable();
    expect(BillingModeSummary?.LastUpdateToPayPerRequestDateTime).toBeInstanceOf(Date);
  });
  it('warms the table as a new one is (capacity.md section 5 [docs])', async () => {
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    expect((await describeTable()).WarmThroughput).toMatchObject({
      ReadUnitsPerSecond: 12_000,
      WriteUnitsPerSecond: 4_000,
    });
  });
  it('keeps what was ever bought, where that is more (capacity.md section 5 [docs])', async () => {
    await update({ ProvisionedThroughput: units(24_000, 8_000) });
    await update({ ProvisionedThroughput: units(10, 10) });
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    expect((await describeTable()).WarmThroughput).toMatchObject({
      ReadUnitsPerSecond: 24_000,
      WriteUnitsPerSecond: 8_000,
    });
  });
  it('may bring ceilings with it', async () => {
    const OnDemandThroughput = { MaxReadRequestUnits: 9, MaxWriteRequestUnits: 8 };
    await update({ BillingMode: 'PAY_PER_REQUEST', OnDemandThroughput });
    expect((await describeTable()).OnDemandThroughput).toEqual(OnDemandThroughput);
  });
  it('changes to on-demand four times a day [docs]', async () => {
    const back = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 6) };
    for (let i = 0; i < 4; i++) {
      await update({ BillingMode: 'PAY_PER_REQUEST' });
      await update(back);
    }
    expect(await refused({ BillingMode: 'PAY_PER_REQUEST' })).toBe(
      'LimitExceededException: Subscriber limit exceeded: Updates to PAY_PER_REQUEST billing mode ' +
        'are limited to 4 in 24 hours',
    );
  });
});

describe('the billing mode of an on-demand table (api-surface.md section 5)', () => {
  beforeEach(async () => {
    TableName = await freshTable({ OnDemandThroughput: { MaxReadRequestUnits: 20 } });
  });

  it('may be asked to stay as it is [suite]', async () => {
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    expect((await describeTable()).BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
  });
  it('changes to provisioned [suite]', async () => {
    await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(3, 4) });
    expect((await describeTable()).ProvisionedThroughput).toMatchObject(units(3, 4));
  });
  it('keeps its summary after that, with PROVISIONED (unconfirmed)', async () => {
    await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(3, 4) });
    expect((await describeTable()).BillingModeSummary?.BillingMode).toBe('PROVISIONED');
  });
  it('ends the ceilings when it changes to provisioned [emul]', async () => {
    await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(3, 4) });
    expect((await describeTable()).OnDemandThroughput).toBeUndefined();
  });
  it('wants units to change to provisioned', async () => {
    expect(await refused({ BillingMode: 'PROVISIONED' })).toBe(
      `${INVALID_PARAMETER}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    );
  });
  it('takes no units alone [emul]', async () => {
    expect(await refused({ ProvisionedThroughput: units(3, 4) })).toBe(NEITHER);
  });
});
