/**
 * A global index while it is filled from its table: semantics.md section 13 [docs], "Phase 2". Nothing builds on here but the
 * test.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import { buildStep, itemsToBuild } from '../../index/index-builder.ts';
import { FollowerBehind } from '../../storage/follower-behind.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

let client: RouterClient;

const units = (each: number): Json => ({ ReadCapacityUnits: each, WriteCapacityUnits: each });
const indexOf = (IndexName: string): Json => ({
  IndexName,
  KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
  ProvisionedThroughput: units(5),
});
const AttributeDefinitions = [
  { AttributeName: 'pk', AttributeType: 'S' },
  { AttributeName: 'g', AttributeType: 'S' },
];
const change = (...GlobalSecondaryIndexUpdates: readonly Json[]): Json => ({
  TableName: 'items',
  AttributeDefinitions,
  GlobalSecondaryIndexUpdates,
});

beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', {
    ...tableBody('items'),
    AttributeDefinitions,
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units(5),
    GlobalSecondaryIndexes: [indexOf('first')],
  });
  for (let i = 0; i < 600; i++) {
    const Item = { pk: { S: String(i) }, g: { S: 'g' } };
    client.call('PutItem', { TableName: 'items', Item });
  }
  client.call('UpdateTable', change({ Create: indexOf('late') }));
});

const table = (): Json => client.call('DescribeTable', { TableName: 'items' })['Table'] as Json;
const indexes = (): readonly Json[] => table()['GlobalSecondaryIndexes'] as Json[];
const late = (): Json | undefined => indexes().find(({ IndexName }) => IndexName === 'late');
const query = {
  TableName: 'items',
  IndexName: 'late',
  KeyConditionExpression: 'g = :g',
  ExpressionAttributeValues: { ':g': { S: 'g' } },
  Select: 'COUNT',
};

describe('an index that is being built', () => {
  it('is CREATING and backfilling in a table that is ACTIVE', () => {
    expect(table()['TableStatus']).toBe('ACTIVE');
    expect(late()).toMatchObject({ IndexStatus: 'CREATING', Backfilling: true });
  });

  it('is ACTIVE and says no more of it once all items are in it', () => {
    expect([buildStep(client.store, false, KNOBS), late()?.['IndexStatus']]).toEqual([
      true,
      'CREATING',
    ]);
    expect([buildStep(client.store, false, KNOBS), late()?.['IndexStatus']]).toEqual([
      true,
      'ACTIVE',
    ]);
    expect(late()).not.toHaveProperty('Backfilling');
    expect(client.call('Query', query)['Count']).toBe(600);
    expect(buildStep(client.store, false, KNOBS)).toBe(false);
  });

  it('knows how many items are left, and one for its last step', () => {
    const left = [itemsToBuild(client.store)];
    const small = { ...KNOBS, buildItems: 300 };
    while (buildStep(client.store, false, small)) left.push(itemsToBuild(client.store));
    expect(left).toEqual([600, 300, 1, 0]);
  });

  it('becomes ACTIVE only when its follower has answered every write', () => {
    expect(buildStep(client.store, true, KNOBS)).toBe(true);
    expect(() => buildStep(client.store, true, KNOBS)).toThrow(FollowerBehind);
    expect(late()?.['IndexStatus']).toBe('CREATING');
    expect([buildStep(client.store, false, KNOBS), late()?.['IndexStatus']]).toEqual([
      true,
      'ACTIVE',
    ]);
  });

  it('is not read (unconfirmed)', () => {
    const message =
      'ValidationException: Cannot read from backfilling global secondary index: late';
    expect(client.failure('Query', query)).toBe(message);
    expect(client.failure('Scan', { TableName: 'items', IndexName: 'late' })).toBe(message);
  });

  it('keeps its table from being deleted', () => {
    expect(client.failure('DeleteTable', { TableName: 'items' })).toBe(
      'ResourceInUseException: Attempt to change a resource which is still in use: ' +
        'Cannot delete table while indexes are being created, updated, or deleted.',
    );
  });

  it.each([
    ['created', { Create: indexOf('later') }],
    ['deleted', { Delete: { IndexName: 'first' } }],
  ])('keeps others from being %s [suite]', (_, update) => {
    expect(client.failure('UpdateTable', change(update))).toBe(
      'LimitExceededException: Subscriber limit exceeded: ' +
        'Only 1 online index can be created or deleted simultaneously per table',
    );
  });

  it('may be deleted, and lets the next one be created', () => {
    client.call('UpdateTable', change({ Delete: { IndexName: 'late' } }));
    expect(indexes().map(({ IndexName }) => IndexName)).toEqual(['first']);
    expect(buildStep(client.store, false, KNOBS)).toBe(false);
    client.call('UpdateTable', change({ Create: indexOf('later') }));
  });

  it('may be given other units, and is UPDATING in the answer', () => {
    const update = { Update: { IndexName: 'late', ProvisionedThroughput: units(9) } };
    const { TableDescription } = client.call('UpdateTable', change(update));
    const shown = (TableDescription as Json)['GlobalSecondaryIndexes'] as Json[];
    expect(shown.find(({ IndexName }) => IndexName === 'late')).toMatchObject({
      IndexStatus: 'UPDATING',
    });
    expect(late()).toMatchObject({ ProvisionedThroughput: units(9), Backfilling: true });
  });
});

it('an index that came with its table never shows that it is backfilling', () => {
  expect(indexes()[0]).toMatchObject({ IndexName: 'first', IndexStatus: 'ACTIVE' });
  expect(indexes()[0]).not.toHaveProperty('Backfilling');
});
