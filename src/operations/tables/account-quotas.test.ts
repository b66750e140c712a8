import { describe, expect, it } from 'vitest';
import { CATALOG_TREE } from '../../storage/system-tree.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { Json, RouterClient } from '../../testing/router-client.ts';
import { textRow } from '../../testing/text-rows.ts';

const units = (read: number, write: number): Json => ({
  ReadCapacityUnits: read,
  WriteCapacityUnits: write,
});
const provisioned = (name: string, read: number, write: number): Json => ({
  ...tableBody(name),
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: units(read, write),
});
/** The same with a global index of these units. */
const indexed = (name: string, table: Json, index: Json): Json => ({
  ...provisioned(name, 1, 1),
  ProvisionedThroughput: table,
  AttributeDefinitions: ['pk', 'g'].map((each) => ({ AttributeName: each, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
      ProvisionedThroughput: index,
    },
  ],
});

const exceeded = (member: string, reserved: number, requested: number): string =>
  `LimitExceededException: This request would have caused the ${member} limit to be exceeded for the ` +
  `account in eu-west-2. Current ${member} reserved by the account: ${String(reserved)}. ` +
  `Limit: 80000. Requested: ${String(requested)}. Refer to the Amazon DynamoDB Developer Guide for ` +
  'current limits and how to request higher limits.';

function accountWith(...tables: readonly Json[]): RouterClient {
  const client = routerClient();
  for (const table of tables) client.call('CreateTable', table);
  return client;
}

/** 80,000 units an account and Region: capacity.md section 4 [local]; the text as AWS answered in October 2026. */
describe('the provisioned units of an account', () => {
  it('may be 80,000 of each kind, in tables and indexes', () => {
    const client = accountWith(
      provisioned('one', 40_000, 1),
      indexed('two', units(30_000, 1), units(10_000, 1)),
    );
    expect(client.failure('CreateTable', provisioned('more', 1, 1))).toBe(
      exceeded('ReadCapacityUnits', 80_000, 1),
    );
    client.call('CreateTable', tableBody('on-demand'));
  });

  it('are counted by kind', () => {
    const client = accountWith(provisioned('one', 1, 40_000), provisioned('two', 1, 39_999));
    expect(client.failure('CreateTable', provisioned('more', 1, 2))).toBe(
      exceeded('WriteCapacityUnits', 79_999, 2),
    );
    client.call('CreateTable', provisioned('more', 1, 1));
  });

  it('count an index with its table', () => {
    const client = accountWith(provisioned('one', 40_000, 1));
    const asked = indexed('two', units(40_000, 1), units(1, 1));
    expect(client.failure('CreateTable', asked)).toBe(
      exceeded('ReadCapacityUnits', 40_000, 40_001),
    );
  });

  it('are what an update may raise them to, and go down at any time', () => {
    const client = accountWith(provisioned('one', 40_000, 1), provisioned('two', 39_990, 1));
    const update = (read: number): Json => ({
      TableName: 'two',
      ProvisionedThroughput: units(read, 1),
    });
    client.call('CreateTable', provisioned('small', 1, 1));
    expect(client.failure('UpdateTable', update(40_000))).toBe(
      exceeded('ReadCapacityUnits', 79_991, 10),
    );
    client.call('UpdateTable', update(39_999));
    client.call('UpdateTable', update(30_000));
  });

  it('hold for an index that is added', () => {
    const client = accountWith(provisioned('one', 40_000, 1), provisioned('two', 40_000, 1));
    const { GlobalSecondaryIndexes, AttributeDefinitions } = indexed('', {}, units(5, 1));
    const [Create] = GlobalSecondaryIndexes as Json[];
    const update = {
      TableName: 'two',
      AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create }],
    };
    expect(client.failure('UpdateTable', update)).toBe(exceeded('ReadCapacityUnits', 80_000, 5));
  });

  it('hold for a table that becomes provisioned', () => {
    const client = accountWith(
      provisioned('one', 40_000, 1),
      provisioned('two', 40_000, 1),
      tableBody('three'),
    );
    const update = {
      TableName: 'three',
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(1, 1),
    };
    expect(client.failure('UpdateTable', update)).toBe(exceeded('ReadCapacityUnits', 80_000, 1));
  });

  it('are free again when a table goes', () => {
    const client = accountWith(provisioned('one', 40_000, 1), provisioned('two', 40_000, 1));
    client.call('DeleteTable', { TableName: 'one' });
    client.call('CreateTable', provisioned('three', 40_000, 1));
  });
});

/** api-surface.md section 9, CreateTable: 2,500 tables an account and Region; the text [field], of another number. */
describe('the tables of an account', () => {
  it('are 2,500 at most', () => {
    const client = accountWith(tableBody('first'));
    const entries = Array.from({ length: 2_498 }, (_, i) => ({
      kind: 'put' as const,
      tree: CATALOG_TREE,
      key: `t${String(i)}` as KeyBytes,
      row: textRow('{}'),
      sizeBytes: 2,
    }));
    client.store.append(entries);
    client.call('CreateTable', tableBody('last'));
    expect(client.failure('CreateTable', tableBody('more'))).toBe(
      'LimitExceededException: Subscriber limit exceeded: There is a limit of 2500 tables per subscriber',
    );
    client.call('DeleteTable', { TableName: 'first' });
    client.call('CreateTable', tableBody('more'));
  });
});
