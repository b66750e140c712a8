import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../testing/router-client.ts';
import type { RouterClient } from '../testing/router-client.ts';
import { findTable, getTable } from './table-catalog.ts';

function withTable(name: string, sortKey?: string): RouterClient {
  const client = routerClient();
  client.call('CreateTable', tableBody(name, sortKey));
  return client;
}

it('a table is found by its name with its key schema and partitions', () => {
  const { store } = withTable('Music', 'sk');
  const table = findTable(store, 'Music');
  expect(table?.keySchema).toEqual({
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
  });
  expect(table?.partitions.partitions).toHaveLength(4);
  expect(findTable(store, 'Musik')).toBeUndefined();
});

it('a table that did not change is the very same object', () => {
  const { store, call } = withTable('Music');
  const before = findTable(store, 'Music');
  expect(findTable(store, 'Music')).toBe(before);
  call('UpdateTable', { TableName: 'Music', DeletionProtectionEnabled: true });
  expect(findTable(store, 'Music')).not.toBe(before);
});

describe('a table named by its ARN', () => {
  const { context } = withTable('Music');

  it('is the table of that name', () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/Music';
    expect(getTable(context, arn).name).toBe('Music');
  });

  it('is refused in another account', () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:999999999999:table/Music';
    expect(() => getTable(context, arn)).toThrow('Access is denied');
  });
});

it('a missing table is not found, in the words of the data plane', () => {
  const { context } = routerClient();
  expect(() => getTable(context, 'Nothing')).toThrow(/^Requested resource not found$/);
});
