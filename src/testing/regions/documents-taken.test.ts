/** What one Region writes into the document of a global table the others take: one that they refuse would part them for ever. */
import { describe, expect, it } from 'vitest';
import { RegionPair, TableName } from './region-pair.ts';

const HUGE = 9e18;
const OnDemandThroughputOverride = { MaxReadRequestUnits: HUGE };
const ProvisionedThroughputOverride = { ReadCapacityUnits: HUGE };
const gsi1 = {
  IndexName: 'gsi1',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
};

const replica = (action: string, RegionName: string, members: object = {}): object => ({
  ReplicaUpdates: [{ [action]: { RegionName, ...members } }],
});

const tooHigh = (what: string): string =>
  `LimitExceededException","message":"Subscriber limit exceeded: Requested MaxReadRequestUnits for OnDemandThroughput for ${what} ` +
  'exceeds TableMaxReadCapacityUnits of the account in region us-east-1"';
const tooMany = (of: string, kind: string, region: string): string =>
  `LimitExceededException","message":"The requested ReadCapacityUnits${of}, ${String(HUGE)}, is above the per ${kind} maximum ` +
  `for the account in ${region}. Per table maximum: 40000. `;
const notPart = 'Please retry the request without these replicas: [constructor].';

/** Settings that are changed in one Region come to the other. */
async function expectHeard(pair: RegionPair): Promise<void> {
  await pair.pause(5_000);
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'until' };
  await pair.ask(pair.one, 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  await pair.pause(10_000);
  expect(await pair.ask(pair.two, 'DescribeTimeToLive', { TableName })).toMatchObject({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED' },
  });
}

describe('an UpdateTable of replicas', () => {
  it.each([
    [tooHigh('table'), replica('Update', 'us-east-1', { OnDemandThroughputOverride })],
    [
      tooHigh('index : gsi1'),
      replica('Update', 'us-east-1', {
        GlobalSecondaryIndexes: [{ IndexName: 'gsi1', OnDemandThroughputOverride }],
      }),
    ],
    [
      tooMany('', 'table', 'ap-south-1'),
      replica('Create', 'ap-south-1', { ProvisionedThroughputOverride }),
    ],
    [
      tooMany(' for index gsi1', 'index', 'ap-south-1'),
      replica('Create', 'ap-south-1', {
        GlobalSecondaryIndexes: [{ IndexName: 'gsi1', ProvisionedThroughputOverride }],
      }),
    ],
    // The name of a member that every object has.
    [notPart, replica('Delete', 'constructor')],
    [notPart, replica('Update', 'constructor', { TableClassOverride: 'STANDARD' })],
  ])('is refused with %s', async (message, change) => {
    const play = async (pair: RegionPair): Promise<void> => {
      await expect(pair.update(pair.one, change)).rejects.toThrow(message);
      await expectHeard(pair);
    };
    await RegionPair.played(play, { more: { GlobalSecondaryIndexes: [gsi1] } });
  });

  it('may add a Region of such a name', async () => {
    await RegionPair.played(async (pair) => {
      await pair.update(pair.one, replica('Create', 'constructor'));
      await expectHeard(pair);
      const { Replicas } = await pair.tableIn(pair.two);
      expect(Replicas).toMatchObject([{ RegionName: 'eu-west-1' }, { RegionName: 'constructor' }]);
    });
  });
});

describe('a table with all the keys that indexes may have', () => {
  const keysOf = (index: number): readonly string[] =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((each) => `key${String(index)}${String(each)}`);
  const all = Array.from({ length: 20 }, (_, index) => keysOf(index + 10));
  const GlobalSecondaryIndexes = all.map((names, index) => ({
    IndexName: `index${String(index)}`,
    KeySchema: names.map((AttributeName, i) => ({
      AttributeName,
      KeyType: i < 4 ? 'HASH' : 'RANGE',
    })),
    Projection: { ProjectionType: 'ALL' },
  }));
  const AttributeDefinitions = ['pk', ...all.flat()].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  }));

  it('may have replicas', async () => {
    await RegionPair.played(expectHeard, {
      more: { GlobalSecondaryIndexes, AttributeDefinitions },
    });
  });
});

describe('an UpdateGlobalTableSettings', () => {
  const GlobalTableName = TableName;
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
  const IndexName = 'gsi1';

  it.each([
    ['is above the per table maximum', { GlobalTableProvisionedWriteCapacityUnits: HUGE }],
    [
      'is above the per index maximum',
      {
        GlobalTableGlobalSecondaryIndexSettingsUpdate: [
          { IndexName, ProvisionedWriteCapacityUnits: HUGE },
        ],
      },
    ],
    [
      tooMany('', 'table', 'us-east-1'),
      {
        ReplicaSettingsUpdate: [
          { RegionName: 'us-east-1', ReplicaProvisionedReadCapacityUnits: HUGE },
        ],
      },
    ],
    [
      'ReplicaNotFoundException',
      {
        ReplicaSettingsUpdate: [{ RegionName: 'constructor', ReplicaTableClass: 'STANDARD' }],
      },
    ],
  ])('is refused with %s', async (message, change) => {
    const pair = new RegionPair();
    const play = async (): Promise<void> => {
      const more = { StreamSpecification, GlobalSecondaryIndexes: [gsi1] };
      await pair.begin(more);
      await pair.create(pair.two, more);
      const ReplicationGroup = [pair.one, pair.two].map(({ name }) => ({ RegionName: name }));
      await pair.ask(pair.one, 'CreateGlobalTable', { GlobalTableName, ReplicationGroup });
      await pair.pause(5_000);
      const settings = { GlobalTableName, GlobalTableBillingMode: 'PROVISIONED', ...change };
      await expect(pair.ask(pair.one, 'UpdateGlobalTableSettings', settings)).rejects.toThrow(
        message,
      );
      const out = { GlobalTableName, ReplicaUpdates: [{ Delete: { RegionName: 'constructor' } }] };
      await expect(pair.ask(pair.one, 'UpdateGlobalTable', out)).rejects.toThrow(
        'ReplicaNotFoundException',
      );
      await pair.put(pair.one, 'a', 'b');
      await pair.ask(pair.one, 'UpdateGlobalTableSettings', {
        GlobalTableName,
        ReplicaSettingsUpdate: [
          { RegionName: 'us-east-1', ReplicaTableClass: 'STANDARD_INFREQUENT_ACCESS' },
        ],
      });
      await pair.pause(10_000);
      expect(await pair.tableIn(pair.two)).toMatchObject({
        TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      });
    };
    await pair.world.until(play(), 1e9);
  });
});
