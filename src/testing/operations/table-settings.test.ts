import { describe, expect, it } from 'vitest';
import { putTable, findTable } from '../../placement/table-catalog.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

const START_MS = Date.UTC(2026, 10, 21, 9, 30);
const HOUR_MS = 3_600_000;
const PAUSE_MS = 31 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const ResourceArn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/Music';
const TableName = 'Music';

function withTable(sortKey?: string): RouterClient {
  const client = routerClient();
  client.call('CreateTable', tableBody(TableName, sortKey));
  return client;
}

describe('time to live', () => {
  const turn = (Enabled: boolean): Json => ({
    TableName,
    TimeToLiveSpecification: { Enabled, AttributeName: 'ttl' },
  });

  it('changes once in 31 minutes', () => {
    const { call, failure, world } = withTable();
    const early =
      'ValidationException: Time to live has been modified multiple times within a fixed interval';
    call('UpdateTimeToLive', turn(true));
    world.advance(PAUSE_MS - 1);
    expect(failure('UpdateTimeToLive', turn(false))).toBe(early);
    world.advance(1);
    call('UpdateTimeToLive', turn(false));
    expect(call('DescribeTimeToLive', { TableName })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
    expect(failure('UpdateTimeToLive', turn(true))).toBe(early);
    world.advance(PAUSE_MS);
    call('UpdateTimeToLive', turn(true));
  });

  it('tells what makes no sense before the pause', () => {
    const { call, failure } = withTable();
    call('UpdateTimeToLive', turn(true));
    expect(failure('UpdateTimeToLive', turn(true))).toBe(
      'ValidationException: TimeToLive is already enabled',
    );
  });
});

describe('resource policies', () => {
  const policy = (action: string): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
          Action: action,
          Resource: '*',
        },
      ],
    });
  const put = ({ call }: RouterClient, action: string): unknown =>
    call('PutResourcePolicy', { ResourceArn, Policy: policy(action) })['RevisionId'];

  it('have the time of their change for a revision, no two the same', () => {
    const client = withTable();
    client.world.advance(5000);
    expect(put(client, 'dynamodb:GetItem')).toBe(String(START_MS + 5000));
    expect(put(client, 'dynamodb:PutItem')).toBe(String(START_MS + 5001));
    expect(client.call('DeleteResourcePolicy', { ResourceArn })).toEqual({
      RevisionId: String(START_MS + 5001),
    });
    expect(put(client, 'dynamodb:PutItem')).toBe(String(START_MS + 5003));
  });

  it('write nothing when nothing changes', () => {
    const client = withTable();
    put(client, 'dynamodb:GetItem');
    const writes = client.store.appended.length;
    put(client, 'dynamodb:GetItem');
    expect(client.store.appended).toHaveLength(writes);
  });

  it('given at the create have its time for a revision', () => {
    const client = routerClient();
    const Policy = policy('dynamodb:GetItem');
    client.call('CreateTable', { ...tableBody(TableName), ResourcePolicy: Policy });
    client.world.advance(HOUR_MS);
    expect(client.call('GetResourcePolicy', { ResourceArn })).toEqual({
      Policy,
      RevisionId: String(START_MS),
    });
  });
});

it('tags and policies of a stream end when it can no longer be read', () => {
  const { call, failure, world } = withTable();
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };
  const { TableDescription } = call('UpdateTable', { TableName, StreamSpecification });
  const stream = { ResourceArn: (TableDescription as Json)['LatestStreamArn'] as string };
  call('TagResource', { ...stream, Tags: [{ Key: 'a', Value: '1' }] });
  call('UpdateTable', { TableName, StreamSpecification: { StreamEnabled: false } });
  world.advance(DAY_MS - 1);
  expect(call('ListTagsOfResource', stream)).toEqual({ Tags: [{ Key: 'a', Value: '1' }] });
  world.advance(1);
  const label = stream.ResourceArn.split('/stream/')[1] ?? '';
  expect(failure('ListTagsOfResource', stream)).toBe(
    `ResourceNotFoundException: Requested resource not found: ResourceArn: ${stream.ResourceArn} not found`,
  );
  expect(failure('GetResourcePolicy', stream)).toBe(
    `ResourceNotFoundException: Requested resource not found: Stream: ${label} not found for Table: ${TableName}`,
  );
});

describe('contributor insights', () => {
  const update = (client: RouterClient, members: Json): Json =>
    client.call('UpdateContributorInsights', { TableName, ...members });
  const rules = (client: RouterClient): unknown =>
    client.call('DescribeContributorInsights', { TableName })['ContributorInsightsRuleList'];
  const ENABLE = { ContributorInsightsAction: 'ENABLE' };

  it('name their rules by the time they were switched on', () => {
    const client = withTable('sk');
    client.world.advance(5000);
    update(client, ENABLE);
    const name = (kind: string, ms: number): string =>
      `DynamoDBContributorInsights-${kind}-Music-${String(ms)}`;
    const all = ['PKC', 'SKC', 'PKT', 'SKT'];
    expect(rules(client)).toEqual(all.map((kind) => name(kind, START_MS + 5000)));
    client.world.advance(5000);
    update(client, { ...ENABLE, ContributorInsightsMode: 'THROTTLED_KEYS' });
    expect(rules(client)).toEqual(['PKT', 'SKT'].map((kind) => name(kind, START_MS + 5000)));
    update(client, { ContributorInsightsAction: 'DISABLE' });
    update(client, ENABLE);
    expect(rules(client)).toEqual(all.map((kind) => name(kind, START_MS + 10_000)));
  });

  it('wait until an index is built', () => {
    const client = withTable();
    client.call('UpdateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'gsi1',
            KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    });
    const request = { TableName, IndexName: 'gsi1', ...ENABLE };
    expect(client.failure('UpdateContributorInsights', request)).toBe(
      'ValidationException: Table or Index is not in a valid state to update Key Access Insights: ' +
        'IndexStatus must be ACTIVE to enable ContributorInsights.',
    );
  });

  it('tell the time of their last change', () => {
    const client = withTable();
    client.world.advance(5000);
    update(client, ENABLE);
    client.world.advance(5000);
    update(client, ENABLE);
    expect(client.call('DescribeContributorInsights', { TableName })).toMatchObject({
      LastUpdateDateTime: START_MS / 1000 + 5,
    });
    expect(client.store.appended).toHaveLength(2);
  });
});

describe('the class of a table', () => {
  const change = (client: RouterClient, TableClass: string): Json =>
    client.call('UpdateTable', { TableName, TableClass })['TableDescription'] as Json;

  it('changes twice in 30 days', () => {
    const client = withTable();
    change(client, 'STANDARD_INFREQUENT_ACCESS');
    client.world.advance(10 * DAY_MS);
    change(client, 'STANDARD');
    const again = { TableName, TableClass: 'STANDARD_INFREQUENT_ACCESS' };
    expect(client.failure('UpdateTable', again)).toBe(
      'LimitExceededException: Subscriber limit exceeded: ' +
        'Updates to TableClass are limited to 2 times in 30 day(s).',
    );
    client.world.advance(20 * DAY_MS);
    change(client, 'STANDARD_INFREQUENT_ACCESS');
  });

  it('may be named again, which changes nothing', () => {
    const client = withTable();
    change(client, 'STANDARD_INFREQUENT_ACCESS');
    client.world.advance(HOUR_MS);
    const answer = change(client, 'STANDARD_INFREQUENT_ACCESS');
    expect(answer).toMatchObject({
      TableStatus: 'UPDATING',
      TableClassSummary: { LastUpdateDateTime: START_MS / 1000 },
    });
    expect(client.store.appended).toHaveLength(2);
  });
});

it('a table stored before these settings were is one without them', () => {
  const client = withTable();
  const stored = findTable(client.store, TableName)?.record;
  if (stored === undefined) throw new Error('the table was not stored');
  const { id, arn, tree, createdMs, status, keySchema, attributeDefinitions } = stored;
  const { billing, throughput, warm, deletionProtected, tags, partitions } = stored;
  client.store.append([
    putTable({
      format: 1,
      name: TableName,
      ...{ id, arn, tree, createdMs, status, keySchema, attributeDefinitions },
      ...{ billing, throughput, warm, deletionProtected, tags, partitions },
      resourcePolicy: '{"any":"text"}',
      tableClass: { name: 'STANDARD_INFREQUENT_ACCESS', changedMs: createdMs },
    }),
  ]);
  expect(client.call('DescribeTimeToLive', { TableName })).toEqual({
    TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
  });
  expect(client.call('DescribeContributorInsights', { TableName })).toEqual({
    TableName,
    ContributorInsightsStatus: 'DISABLED',
  });
  expect(client.call('GetResourcePolicy', { ResourceArn })).toEqual({
    Policy: '{"any":"text"}',
    RevisionId: String(START_MS),
  });
  client.call('UpdateTable', { TableName, TableClass: 'STANDARD' });
});
