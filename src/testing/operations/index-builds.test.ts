/** What a table answers while a global index of it is being built: nobody builds here. */
import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

let client: RouterClient;

function creation(name: string): Json {
  return {
    TableName: 'Music',
    AttributeDefinitions: [{ AttributeName: name, AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: `by-${name}`,
          KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      },
    ],
  };
}

function deletion(name: string): Json {
  return {
    TableName: 'Music',
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: `by-${name}` } }],
  };
}

const ONE_AT_A_TIME =
  'LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table';

beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', {
    ...tableBody('Music'),
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'stale', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-stale',
        KeySchema: [{ AttributeName: 'stale', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  client.call('UpdateTable', creation('fresh'));
});

describe('while an index is built', () => {
  // semantics.md section 13
  it('it is CREATING and Backfilling in a table that is ACTIVE', () => {
    const table = client.call('DescribeTable', { TableName: 'Music' })['Table'] as Json;
    expect(table['TableStatus']).toBe('ACTIVE');
    expect(table['GlobalSecondaryIndexes']).toMatchObject([
      { IndexName: 'by-stale', IndexStatus: 'ACTIVE' },
      { IndexName: 'by-fresh', IndexStatus: 'CREATING', Backfilling: true },
    ]);
  });

  // unconfirmed
  it('it cannot be read', () => {
    const message =
      'ValidationException: Cannot read from backfilling global secondary index: by-fresh';
    const index = { TableName: 'Music', IndexName: 'by-fresh' };
    const key = {
      KeyConditionExpression: 'fresh = :v',
      ExpressionAttributeValues: { ':v': { S: 'a' } },
    };
    expect(client.failure('Query', { ...index, ...key })).toBe(message);
    expect(client.failure('Scan', index)).toBe(message);
  });

  // api-surface.md section 5 [suite]
  it('no other index is created or deleted', () => {
    expect(client.failure('UpdateTable', creation('third'))).toBe(ONE_AT_A_TIME);
    expect(client.failure('UpdateTable', deletion('stale'))).toBe(ONE_AT_A_TIME);
  });

  // api-surface.md section 9, DeleteTable [suite]
  it('its table cannot be deleted', () => {
    expect(client.failure('DeleteTable', { TableName: 'Music' })).toBe(
      'ResourceInUseException: Attempt to change a resource which is still in use: ' +
        'Cannot delete table while indexes are being created, updated, or deleted.',
    );
  });

  // api-surface.md section 6, Cancel [suite]
  it('it can be deleted, and its table then', () => {
    client.call('UpdateTable', deletion('fresh'));
    expect(client.call('DeleteTable', { TableName: 'Music' })).toMatchObject({
      TableDescription: { TableStatus: 'DELETING' },
    });
  });
});
