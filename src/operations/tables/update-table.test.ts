import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { Json, RouterClient } from '../../testing/router-client.ts';

const HOUR_MS = 3_600_000;
const V = 'ValidationException: ';
const INVALID = `${V}One or more parameter values were invalid: `;

const units = (read: number, write: number): Json => ({
  ReadCapacityUnits: read,
  WriteCapacityUnits: write,
});

interface TableClient extends RouterClient {
  readonly update: (members: Json) => Json;
  readonly refusal: (members: Json) => string;
  readonly table: () => Json;
}

function tableClient(body: Json): TableClient {
  const client = routerClient();
  client.call('CreateTable', body);
  const request = (members: Json): Json => ({ TableName: 'Music', ...members });
  return {
    ...client,
    update: (members) => client.call('UpdateTable', request(members))['TableDescription'] as Json,
    refusal: (members) => client.failure('UpdateTable', request(members)),
    table: () => client.call('DescribeTable', { TableName: 'Music' })['Table'] as Json,
  };
}

const onDemand = (): TableClient => tableClient(tableBody('Music'));
const provisioned = (read = 5, write = 5): TableClient =>
  tableClient({
    ...tableBody('Music'),
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units(read, write),
  });

describe('provisioned throughput', () => {
  it('changes, the answer still showing the old units', () => {
    const { update, table } = provisioned();
    const answer = update({ ProvisionedThroughput: units(10, 5) });
    expect(answer['TableStatus']).toBe('UPDATING');
    expect(answer['ProvisionedThroughput']).toMatchObject(units(5, 5));
    expect(table()['TableStatus']).toBe('ACTIVE');
    expect(table()['ProvisionedThroughput']).toEqual({
      LastIncreaseDateTime: Date.UTC(2026, 10, 21, 9, 30) / 1000,
      NumberOfDecreasesToday: 0,
      ...units(10, 5),
    });
  });

  it('must change', () => {
    const message =
      `${V}The provisioned throughput for the table will not change. The requested value equals the current value. ` +
      'Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. ' +
      'Current WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: 6. ' +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.';
    const { refusal } = provisioned(5, 6);
    expect(refusal({ ProvisionedThroughput: units(5, 6) })).toBe(message);
    expect(refusal({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 6) })).toBe(
      message,
    );
  });

  it('must be at least one', () => {
    expect(provisioned().refusal({ ProvisionedThroughput: units(0, -1) })).toBe(
      `${V}2 validation errors detected: ` +
        "Value '-1' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1; ' +
        "Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1',
    );
  });

  it('decreases four times a day, then once an hour', () => {
    const { update, refusal, table, world } = provisioned(20, 20);
    for (const read of [19, 18, 17, 16]) update({ ProvisionedThroughput: units(read, 20) });
    expect(table()['ProvisionedThroughput']).toMatchObject({ NumberOfDecreasesToday: 4 });
    world.advance(HOUR_MS / 2);
    expect(refusal({ ProvisionedThroughput: units(15, 20) })).toBe(
      'LimitExceededException: Subscriber limit exceeded: Provisioned throughput decreases are limited within a ' +
        'given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed ' +
        'at most once every 3600 seconds. Number of decreases today: 4. ' +
        'Last decrease at Saturday, November 21, 2026 at 9:30:00 AM Coordinated Universal Time. ' +
        'Next decrease can be made at Saturday, November 21, 2026 at 10:30:00 AM Coordinated Universal Time',
    );
    world.advance(HOUR_MS / 2);
    update({ ProvisionedThroughput: units(15, 20) });
    world.advance(24 * HOUR_MS);
    expect(table()['ProvisionedThroughput']).toMatchObject({ NumberOfDecreasesToday: 0 });
  });
});

describe('billing mode', () => {
  it('changes to on-demand', () => {
    const { update, table } = provisioned();
    expect(update({ BillingMode: 'PAY_PER_REQUEST' })['TableStatus']).toBe('UPDATING');
    expect(table()).toMatchObject({
      BillingModeSummary: {
        BillingMode: 'PAY_PER_REQUEST',
        LastUpdateToPayPerRequestDateTime: Date.UTC(2026, 10, 21, 9, 30) / 1000,
      },
      ProvisionedThroughput: units(0, 0),
      WarmThroughput: { ReadUnitsPerSecond: 12000, WriteUnitsPerSecond: 4000 },
    });
  });

  it('changes to provisioned, which ends on-demand ceilings', () => {
    const { update, table } = onDemand();
    update({ OnDemandThroughput: { MaxReadRequestUnits: 20 } });
    update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 6) });
    expect(table()).toMatchObject({
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
      ProvisionedThroughput: units(5, 6),
    });
    expect(table()).not.toHaveProperty('OnDemandThroughput');
  });

  it('may be asked to stay on-demand, and nothing is written', () => {
    const { update, store } = onDemand();
    expect(update({ BillingMode: 'PAY_PER_REQUEST' })['TableStatus']).toBe('UPDATING');
    expect(store.appended).toHaveLength(1);
  });

  it('must fit the units', () => {
    const message = `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`;
    const both = { BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: units(5, 5) };
    const mixed = `${INVALID}ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST`;
    expect(provisioned().refusal(both)).toBe(mixed);
    expect(onDemand().refusal(both)).toBe(mixed);
    expect(onDemand().refusal({ ProvisionedThroughput: units(5, 5) })).toBe(message);
    expect(onDemand().refusal({ BillingMode: 'PROVISIONED' })).toBe(
      `${INVALID}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    );
  });

  it('changes to on-demand four times in 24 hours', () => {
    const { update, refusal, world } = provisioned();
    const back = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 5) };
    for (let i = 0; i < 4; i++) {
      update({ BillingMode: 'PAY_PER_REQUEST' });
      update(back);
    }
    expect(refusal({ BillingMode: 'PAY_PER_REQUEST' })).toContain('LimitExceededException');
    world.advance(24 * HOUR_MS);
    update({ BillingMode: 'PAY_PER_REQUEST' });
  });
});

describe('other settings', () => {
  it('the table class', () => {
    const { update, table } = onDemand();
    update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
    expect(table()['TableClassSummary']).toEqual({
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      LastUpdateDateTime: Date.UTC(2026, 10, 21, 9, 30) / 1000,
    });
  });

  it('on-demand ceilings are raised one by one and taken away by -1', () => {
    const { update, table } = onDemand();
    update({ OnDemandThroughput: { MaxReadRequestUnits: 20, MaxWriteRequestUnits: 15 } });
    update({ OnDemandThroughput: { MaxReadRequestUnits: -1 } });
    expect(table()['OnDemandThroughput']).toEqual({ MaxWriteRequestUnits: 15 });
    update({ OnDemandThroughput: { MaxWriteRequestUnits: -1 } });
    expect(table()).not.toHaveProperty('OnDemandThroughput');
  });

  it('warm throughput only rises', () => {
    const { update, refusal, table } = onDemand();
    update({ WarmThroughput: { ReadUnitsPerSecond: 13000 } });
    expect(table()['WarmThroughput']).toEqual({
      ReadUnitsPerSecond: 13000,
      WriteUnitsPerSecond: 4000,
      Status: 'ACTIVE',
    });
    expect(refusal({ WarmThroughput: { ReadUnitsPerSecond: 12999 } })).toContain(
      'lower than current WarmThroughput',
    );
  });

  it('deletion protection does not pass through UPDATING', () => {
    const answer = onDemand().update({ DeletionProtectionEnabled: true });
    expect(answer).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
  });

  it('encryption comes and goes', () => {
    const { update, table } = onDemand();
    update({ SSESpecification: { Enabled: true } });
    expect(table()['SSEDescription']).toMatchObject({ Status: 'ENABLED', SSEType: 'KMS' });
    update({ SSESpecification: { Enabled: false } });
    expect(table()).not.toHaveProperty('SSEDescription');
  });
});

describe('refusals', () => {
  it('an empty change', () => {
    const message =
      V +
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
      'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
      'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required';
    expect(onDemand().refusal({})).toBe(message);
    expect(onDemand().refusal({ Unknown: 1, BillingMode: null })).toBe(message);
    expect(onDemand().refusal({ VectorIndexUpdates: [] })).toBe(message);
    expect(onDemand().refusal({ GlobalSecondaryIndexUpdates: [] })).toBe(message);
    expect(onDemand().refusal({ WarmThroughput: {}, OnDemandThroughput: {} })).toBe(message);
    expect(onDemand().refusal({ MultiRegionConsistency: 'STRONG' })).toBe(
      message.replace(' MultiRegionConsistency,', ''),
    );
  });

  it.each([
    [
      { SSESpecification: {}, TableClass: 'STANDARD', WarmThroughput: { ReadUnitsPerSecond: 1 } },
      'Server-Side Encryption modification must be the only operation in the request',
    ],
    [
      { TableClass: 'STANDARD', DeletionProtectionEnabled: true },
      'TableClass modification must be the only operation in the request',
    ],
    [
      { DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' },
      'DeletionProtection modification must be the only operation in the request',
    ],
    [
      { WarmThroughput: { ReadUnitsPerSecond: 1 }, OnDemandThroughput: { MaxReadRequestUnits: 1 } },
      'WarmThroughput must be the only operation in the request',
    ],
    [
      {
        OnDemandThroughput: { MaxReadRequestUnits: 1 },
        StreamSpecification: { StreamEnabled: false },
      },
      'OnDemandThroughput can only be combined with BillingMode in an UpdateTable request',
    ],
    [
      { ProvisionedThroughput: units(5, 5), StreamSpecification: { StreamEnabled: false } },
      'You cannot modify stream status while updating table IOPS',
    ],
  ])('changes that do not go together: %j', (members, message) => {
    expect(onDemand().refusal(members)).toBe(INVALID + message);
  });

  it('an unknown table class', () => {
    expect(onDemand().refusal({ TableClass: 'CHEAP' })).toBe(
      `${V}Invalid table-class parameter provided. Please try again with a valid table-class value: ` +
        '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
    );
  });

  it('encryption that changes nothing, and encryption that makes no sense', () => {
    const { update, table, refusal } = onDemand();
    const refused = (SSESpecification: object): string => refusal({ SSESpecification });
    expect(refused({})).toBe(`${INVALID}Table is already encrypted by default`);
    expect(refused({ Enabled: true, SSEType: 'AES256' })).toBe(
      `${INVALID}SSEType AES256 is not supported`,
    );
    expect(refused({ Enabled: true, KMSMasterKeyId: 'alias/mine' })).toBe(
      `${INVALID}SSEType KMS is required if KMSMasterKeyId is specified`,
    );
    update({ SSESpecification: { Enabled: true } });
    const { KMSMasterKeyArn } = table()['SSEDescription'] as { KMSMasterKeyArn: string };
    expect(refused({ Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KMSMasterKeyArn })).toBe(
      `${INVALID}Table is already encrypted with given KMSMasterKeyId. ` +
        'Use KMSMasterKeyId parameter if you want to change Master Key',
    );
    update({ SSESpecification: { Enabled: true } });
    expect(table()['SSEDescription']).toMatchObject({ KMSMasterKeyArn });
  });

  it('a missing table', () => {
    const body = { TableName: 'Nothing', ProvisionedThroughput: units(1, 1) };
    expect(routerClient().failure('UpdateTable', body)).toBe(
      'ResourceNotFoundException: Requested resource not found: Table: Nothing not found',
    );
  });

  it('index updates that say nothing, or two things of one index', () => {
    const { refusal } = onDemand();
    const remove = { Delete: { IndexName: 'gsi1' } };
    const invalid = `${V}One or more parameter values were invalid: `;
    expect(refusal({ GlobalSecondaryIndexUpdates: [], BillingMode: 'PAY_PER_REQUEST' })).toBe(
      `${invalid}List of GlobalSecondaryIndexUpdates is empty`,
    );
    expect(
      refusal({
        GlobalSecondaryIndexUpdates: [
          { ...remove, Update: { IndexName: 'gsi1', ProvisionedThroughput: units(1, 1) } },
        ],
      }),
    ).toBe(
      `${invalid}Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`,
    );
    expect(refusal({ GlobalSecondaryIndexUpdates: [remove, {}] })).toBe(
      `${invalid}One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ` +
        'GlobalSecondaryIndexUpdate.Delete must not be null',
    );
    expect(refusal({ GlobalSecondaryIndexUpdates: [remove, remove] })).toBe(
      `${invalid}Only one global secondary index update per index is allowed simultaneously. Index: gsi1`,
    );
  });

  it('indexes and streams', () => {
    const { refusal } = onDemand();
    const remove = [{ Delete: { IndexName: 'gsi1' } }];
    expect(refusal({ GlobalSecondaryIndexUpdates: remove })).toBe(
      'ResourceNotFoundException: Requested resource not found: Index gsi1 for table Music',
    );
    expect(refusal({ StreamSpecification: { StreamEnabled: true } })).toBe(
      `${INVALID}If stream is being enabled then UpdateViewType is required`,
    );
    expect(refusal({ StreamSpecification: { StreamEnabled: false } })).toBe(
      `${V}Table has no stream to disable: TableName: Music`,
    );
    const strong = {
      MultiRegionConsistency: 'STRONG',
      ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
    };
    expect(refusal(strong)).toBe(
      `${V}MultiRegionConsistency is not supported by this version of hashrange yet`,
    );
  });
});
