import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { ReplicationGroupUpdate, TableDescription } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { globalIndexes } from '../insights.ts';
import { VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { described, updated } from '../tables.ts';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

const update = (...ReplicaUpdates: ReplicationGroupUpdate[]): Promise<TableDescription> =>
  updated(TableName, { ReplicaUpdates });

const describeTable = (): Promise<TableDescription> => described(TableName);

describe('the answer that adds the first replica (api-surface.md sections 5c and 5d) [ack]', () => {
  it('is a global table without replicas yet, with the stream that was switched on', async () => {
    const answer = await update({ Create: { RegionName: 'us-east-1' } });
    expect(answer).toMatchObject({
      TableStatus: 'UPDATING',
      GlobalTableVersion: '2019.11.21',
      Replicas: [],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(answer.GlobalTableSettingsReplicationMode).toBeUndefined();
    const { LatestStreamArn, LatestStreamLabel } = await describeTable();
    expect([answer.LatestStreamArn, answer.LatestStreamLabel]).toEqual([
      LatestStreamArn,
      LatestStreamLabel,
    ]);
    expect(LatestStreamArn).toContain(String(LatestStreamLabel));
  });
  it('has the stream that was there, where there was one', async () => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
    TableName = await freshTable({ StreamSpecification });
    const { LatestStreamArn } = await describeTable();
    expect(await update({ Create: { RegionName: 'us-east-1' } })).toMatchObject({
      GlobalTableVersion: '2019.11.21',
      Replicas: [],
      StreamSpecification,
      LatestStreamArn,
    });
  });
  it('has a new label where the stream was off', async () => {
    const switched = (StreamSpecification: {
      StreamEnabled: boolean;
      StreamViewType?: 'KEYS_ONLY';
    }): Promise<unknown> => client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    await switched({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' });
    const { LatestStreamLabel } = await describeTable();
    await switched({ StreamEnabled: false });
    const answer = await update({ Create: { RegionName: 'us-east-1' } });
    expect(answer.LatestStreamLabel).toBe((await describeTable()).LatestStreamLabel);
    expect(answer.LatestStreamLabel).not.toBe(LatestStreamLabel);
  });
  it('is the same when there was a replica before', async () => {
    await update({ Create: { RegionName: 'us-east-1' } });
    await update({ Delete: { RegionName: 'us-east-1' } });
    expect(await update({ Create: { RegionName: 'us-east-1' } })).toMatchObject({
      GlobalTableVersion: '2019.11.21',
      Replicas: [],
    });
  });
});

describe('the answer that takes the last replica away (api-surface.md section 5d) [ack]', () => {
  it('still has it, and the stream', async () => {
    await update({ Create: { RegionName: 'us-east-1' } });
    const before = await describeTable();
    expect(await update({ Delete: { RegionName: 'us-east-1' } })).toEqual({
      ...before,
      TableStatus: 'UPDATING',
      WarmThroughput: expect.anything() as object,
    });
    expect(await describeTable()).not.toHaveProperty('Replicas');
  });
});

describe('an entry of Replicas (api-surface.md section 5d) [ack]', () => {
  const UNITS = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 };

  it('has warm throughput, the mode of its settings and every global index', async () => {
    TableName = await freshTable(globalIndexes('gsi1', 'gsi2'));
    const OnDemandThroughputOverride = { MaxReadRequestUnits: 9 };
    await update({
      Create: {
        RegionName: 'us-east-1',
        OnDemandThroughputOverride,
        GlobalSecondaryIndexes: [{ IndexName: 'gsi2', OnDemandThroughputOverride }],
      },
    });
    // The status of units while a replica is made: unconfirmed.
    const WarmThroughput = { ...UNITS, Status: 'UPDATING' };
    expect((await describeTable()).Replicas).toEqual([
      {
        RegionName: 'us-east-1',
        ReplicaStatus: 'CREATING',
        GlobalTableSettingsReplicationMode: 'ENABLED_WITH_OVERRIDES',
        OnDemandThroughputOverride,
        WarmThroughput,
        GlobalSecondaryIndexes: [
          { IndexName: 'gsi1', WarmThroughput },
          { IndexName: 'gsi2', WarmThroughput, OnDemandThroughputOverride },
        ],
      },
    ]);
  });
  it('has no list of indexes where there are none', async () => {
    await update({ Create: { RegionName: 'us-east-1' } });
    expect((await describeTable()).Replicas?.[0]).not.toHaveProperty('GlobalSecondaryIndexes');
  });
});

describe('the reads of a replica (api-surface.md section 5d)', () => {
  const RegionName = 'us-east-1';
  const ProvisionedThroughputOverride = { ReadCapacityUnits: 5 };
  const OnDemandThroughputOverride = { MaxReadRequestUnits: 5 };
  const refused = (members: object): Promise<string> =>
    refusalOf(update({ Update: { RegionName, ...members } }));
  const indexed = (override: object): object => ({
    GlobalSecondaryIndexes: [{ IndexName: 'gsi1', ...override }],
  });

  it('may be units where an on-demand table gets the replica [ack]', async () => {
    await update({ Create: { RegionName, ProvisionedThroughputOverride } });
    const { Replicas } = await describeTable();
    expect(Replicas).toMatchObject([{ RegionName, ProvisionedThroughputOverride }]);
  });
  it('are not changed in units of an on-demand table [ack], nor of its index', async () => {
    TableName = await freshTable(globalIndexes('gsi1'));
    await update({ Create: { RegionName } });
    expect(await refused({ ProvisionedThroughputOverride })).toBe(
      `${VALIDATION}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    );
    expect(await refused(indexed({ ProvisionedThroughputOverride }))).toBe(
      `${VALIDATION}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: gsi1 when BillingMode is PAY_PER_REQUEST`,
    );
  });
  it('have no ceiling in a provisioned table [ack], nor in its index', async () => {
    TableName = await freshTable(globalIndexes('gsi1'));
    await update({ Create: { RegionName } });
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
    await client.send(
      new UpdateTableCommand({
        TableName,
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput,
        GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'gsi1', ProvisionedThroughput } }],
      }),
    );
    expect(await refused({ OnDemandThroughputOverride })).toBe(
      `${VALIDATION}MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED`,
    );
    expect(await refused(indexed({ OnDemandThroughputOverride }))).toBe(
      `${VALIDATION}MaxReadRequestUnits for OnDemandThroughput for index : gsi1 cannot be specified when the table BillingMode is PROVISIONED`,
    );
  });
});
