import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { Json, RouterClient } from '../../testing/router-client.ts';

const V = 'ValidationException: ';

function withTable(more: Json = {}): RouterClient & {
  readonly update: (body: object) => Json;
  readonly refusal: (body: object) => string;
} {
  const client = routerClient();
  client.call('CreateTable', { ...tableBody('Music'), ...more });
  return {
    ...client,
    update: (body) => client.call('UpdateTable', { TableName: 'Music', ...body }),
    refusal: (body) => client.failure('UpdateTable', { TableName: 'Music', ...body }),
  };
}

const create = (RegionName: string): object => ({ ReplicaUpdates: [{ Create: { RegionName } }] });
const remove = (RegionName: string): object => ({ ReplicaUpdates: [{ Delete: { RegionName } }] });

describe('a new replica', () => {
  it('is seen after the answer, and the table has a stream', () => {
    const { call, update } = withTable();
    const { TableDescription } = update(create('eu-west-1'));
    expect(TableDescription).toMatchObject({ Replicas: [] });
    expect(call('DescribeTable', { TableName: 'Music' })['Table']).toMatchObject({
      GlobalTableVersion: '2019.11.21',
      GlobalTableSettingsReplicationMode: 'ENABLED_WITH_OVERRIDES',
      Replicas: [{ RegionName: 'eu-west-1', ReplicaStatus: 'CREATING' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  it('may have read units, a class and indexes of its own', () => {
    const { call, update } = withTable();
    const overrides = {
      RegionName: 'eu-west-1',
      OnDemandThroughputOverride: { MaxReadRequestUnits: 7 },
      TableClassOverride: 'STANDARD_INFREQUENT_ACCESS',
    };
    update({ ReplicaUpdates: [{ Create: overrides }] });
    expect(call('DescribeTable', { TableName: 'Music' })['Table']).toMatchObject({
      Replicas: [
        {
          OnDemandThroughputOverride: { MaxReadRequestUnits: 7 },
          ReplicaTableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
        },
      ],
    });
  });

  it('leaves nothing to see when it is taken away again', () => {
    const { call, update } = withTable();
    update(create('eu-west-1'));
    update(remove('eu-west-1'));
    const { Table } = call('DescribeTable', { TableName: 'Music' });
    expect(Table).not.toHaveProperty('Replicas');
    expect(Table).not.toHaveProperty('GlobalTableVersion');
    call('DeleteTable', { TableName: 'Music' });
  });
});

describe('replica updates are refused', () => {
  it.each([
    [
      'the local Region',
      create('eu-west-2'),
      'Cannot add or delete the local region through ReplicaUpdates.',
    ],
    ['a name that no Region has', create('EU-WEST-1'), 'Region EU-WEST-1 is not supported.'],
    [
      'no action',
      { ReplicaUpdates: [{}] },
      'There are no actions specified in the Replica Update Action of the request.',
    ],
    [
      'an update of nothing',
      { ReplicaUpdates: [{ Update: { RegionName: 'eu-west-1' } }] },
      'There are no actions specified in the Replica Update Action of the request.',
    ],
    [
      'two kinds at once',
      { ReplicaUpdates: [{ Create: { RegionName: 'a-1' }, Delete: { RegionName: 'b-1' } }] },
      'Update table operation with more than one type of replica actions not allowed.',
    ],
    [
      'two Regions at once',
      { ReplicaUpdates: [{ Create: { RegionName: 'a-1' } }, { Create: { RegionName: 'b-1' } }] },
      'Update table operation with more than one create or delete replica actions not allowed',
    ],
    [
      'other changes with them',
      { ...create('eu-west-1'), StreamSpecification: { StreamEnabled: false } },
      'One or more parameter values were invalid: Replica modification must be the only operation in the request',
    ],
    [
      'a Region that is no replica',
      remove('eu-west-1'),
      'Update global table operation failed because one or more replicas were not part of the global table. ' +
        'Please retry the request without these replicas: [eu-west-1].',
    ],
  ])('for %s', (_, body, message) => {
    expect(withTable().refusal(body)).toContain(V + message);
  });

  it('for a provisioned table, which nothing scales', () => {
    const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
    const { refusal } = withTable({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
    expect(refusal(create('eu-west-1'))).toBe(
      `${V}Table write capacity should either be Pay-Per-Request or AutoScaled.`,
    );
  });

  it('for a replica that is there, and while one is being made', () => {
    const { update, refusal } = withTable();
    update({
      ReplicaUpdates: [{ Create: { RegionName: 'a-1' } }, { Create: { RegionName: 'a-1' } }],
    });
    expect(refusal(create('a-1'))).toBe(
      `${V}Failed to create a the new replica of table with name: ‘Music’ because one or more replicas already existed as tables.`,
    );
    expect(refusal(create('b-1'))).toBe(
      'ResourceInUseException: The resource which you are attempting to change is in use.',
    );
  });
});

describe('a table with replicas', () => {
  it('keeps its stream, and stays while it is the source of another', () => {
    const { update, refusal, failure } = withTable();
    update(create('eu-west-1'));
    expect(refusal({ StreamSpecification: { StreamEnabled: false } })).toBe(
      `${V}One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica.`,
    );
    expect(failure('DeleteTable', { TableName: 'Music' })).toBe(
      `${V}Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours`,
    );
  });
});

describe('the operations of version 2017.11.29', () => {
  it('do not know tables of the later version', () => {
    const { update, failure, call } = withTable();
    update(create('eu-west-1'));
    for (const operation of ['DescribeGlobalTable', 'DescribeGlobalTableSettings']) {
      expect(failure(operation, { GlobalTableName: 'Music' })).toBe(
        "GlobalTableNotFoundException: Global table not found: Global table with name: 'Music' does not exist.",
      );
    }
    expect(call('ListGlobalTables', {})).toEqual({ GlobalTables: [] });
  });

  it('make a global table of a table with a stream, and hold its settings', () => {
    const stream = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
    const { call, failure } = withTable({ StreamSpecification: stream });
    const group = { GlobalTableName: 'Music', ReplicationGroup: [{ RegionName: 'eu-west-2' }] };
    expect(call('CreateGlobalTable', group)['GlobalTableDescription']).toMatchObject({
      GlobalTableArn: 'arn:aws:dynamodb::123456789012:global-table/Music',
      GlobalTableStatus: 'CREATING',
      ReplicationGroup: [{ RegionName: 'eu-west-2', ReplicaStatus: 'ACTIVE' }],
    });
    expect(failure('CreateGlobalTable', group)).toContain('GlobalTableAlreadyExistsException');
    expect(call('ListGlobalTables', { RegionName: 'eu-west-2' })).toEqual({
      GlobalTables: [group],
    });
    const units = {
      GlobalTableBillingMode: 'PROVISIONED',
      GlobalTableProvisionedWriteCapacityUnits: 9,
    };
    const update = { GlobalTableName: 'Music', ...units };
    expect(call('UpdateGlobalTableSettings', update)['ReplicaSettings']).toMatchObject([
      { RegionName: 'eu-west-2', ReplicaProvisionedWriteCapacityUnits: 9 },
    ]);
    const created = [{ Create: { RegionName: 'us-east-1' } }];
    const grow = { GlobalTableName: 'Music', ReplicaUpdates: created };
    expect(failure('UpdateGlobalTable', grow)).toContain('TableNotFoundException');
    const shrink = {
      GlobalTableName: 'Music',
      ReplicaUpdates: [{ Delete: { RegionName: 'x-1' } }],
    };
    expect(failure('UpdateGlobalTable', shrink)).toContain('ReplicaNotFoundException');
  });

  it('want a stream with both images', () => {
    const { failure } = withTable();
    const group = { GlobalTableName: 'Music', ReplicationGroup: [{ RegionName: 'eu-west-2' }] };
    expect(failure('CreateGlobalTable', group)).toContain('must have a stream');
  });
});
