import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';
import type { RouterClient } from '../router-client.ts';
import { textIn, textRow } from '../text-rows.ts';

function withTables(...names: string[]): RouterClient {
  const client = routerClient();
  for (const name of names) client.call('CreateTable', tableBody(name));
  return client;
}

describe('ListTables', () => {
  it('answers names in byte order', () => {
    const { call } = withTables('beta', 'alpha', 'Zeta', 'a-1');
    expect(call('ListTables', {})).toEqual({ TableNames: ['Zeta', 'a-1', 'alpha', 'beta'] });
  });

  it('answers no names when there is no table', () => {
    expect(routerClient().call('ListTables', {})).toEqual({ TableNames: [] });
  });

  it('pages, and says so only while names are left', () => {
    const { call } = withTables('one', 'two', 'three');
    const first = call('ListTables', { Limit: 2 });
    expect(first).toEqual({ TableNames: ['one', 'three'], LastEvaluatedTableName: 'three' });
    const rest = call('ListTables', { ExclusiveStartTableName: 'three', Limit: 1 });
    expect(rest).toEqual({ TableNames: ['two'] });
  });

  it('starts behind a name that no table has', () => {
    const { call } = withTables('one', 'two');
    expect(call('ListTables', { ExclusiveStartTableName: 'pip' })).toEqual({
      TableNames: ['two'],
    });
  });

  it('refuses a limit out of range', () => {
    expect(routerClient().failure('ListTables', { Limit: 0 })).toBe(
      "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1',
    );
    expect(routerClient().failure('ListTables', { Limit: 101 })).toContain(
      'less than or equal to 100',
    );
  });
});

describe('DescribeTable', () => {
  it('counts live items', () => {
    const { call, store } = withTables('Music');
    const table = store.appended[0]?.[0];
    const tree =
      table?.kind === 'put' ? (JSON.parse(textIn(table.row)) as { tree: number }).tree : 0;
    store.append([
      { kind: 'put', tree: tree as never, key: 'k' as never, row: textRow('{}'), sizeBytes: 42 },
    ]);
    expect(call('DescribeTable', { TableName: 'Music' })['Table']).toMatchObject({
      ItemCount: 1,
      TableSizeBytes: 42,
    });
  });

  it('takes the ARN of a table', () => {
    const { call } = withTables('Music');
    const arn = 'arn:aws:dynamodb:eu-west-2:123456789012:table/Music';
    expect(call('DescribeTable', { TableName: arn })['Table']).toMatchObject({
      TableName: 'Music',
    });
  });

  it('does not find a missing table', () => {
    expect(routerClient().fail('DescribeTable', { TableName: 'Nothing' })).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: 'Requested resource not found: Table: Nothing not found',
    });
  });

  const tooShort = (name: string): string =>
    `Value '${name}' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3`;
  const unlike =
    "Value '' at 'tableName' failed to satisfy constraint: " +
    'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
  it.each([
    ['', `2 validation errors detected: ${tooShort('')}; ${unlike}`],
    ['ab', `1 validation error detected: ${tooShort('ab')}`],
  ])('refuses %j, which no table can be called', (TableName, message) => {
    expect(routerClient().failure('DescribeTable', { TableName })).toBe(
      `ValidationException: ${message}`,
    );
  });
});

describe('DeleteTable', () => {
  it('answers DELETING, and the table is gone with its items', () => {
    const { call, failure, store } = withTables('Music');
    expect(call('DeleteTable', { TableName: 'Music' })['TableDescription']).toMatchObject({
      TableName: 'Music',
      TableStatus: 'DELETING',
    });
    expect(failure('DescribeTable', { TableName: 'Music' })).toContain('ResourceNotFoundException');
    expect(call('ListTables', {})).toEqual({ TableNames: [] });
    expect(store.appended.at(-1)?.map((change) => change.kind)).toEqual(['delete', 'dropTree']);
  });

  it('leaves the name free for another table with another id', () => {
    const { call } = withTables('Music');
    const before = call('DeleteTable', { TableName: 'Music' })['TableDescription'];
    const after = call('CreateTable', tableBody('Music'))['TableDescription'];
    expect((before as { TableId: string }).TableId).not.toBe(
      (after as { TableId: string }).TableId,
    );
  });

  it('does not find a missing table', () => {
    expect(routerClient().failure('DeleteTable', { TableName: 'Nothing' })).toBe(
      'ResourceNotFoundException: Requested resource not found: Table: Nothing not found',
    );
  });

  it('is refused while the table is protected', () => {
    const { call, failure } = withTables('Music');
    call('UpdateTable', { TableName: 'Music', DeletionProtectionEnabled: true });
    expect(failure('DeleteTable', { TableName: 'Music' })).toBe(
      'ValidationException: Resource cannot be deleted as it is currently protected against deletion. ' +
        'Disable deletion protection first.',
    );
    call('UpdateTable', { TableName: 'Music', DeletionProtectionEnabled: false });
    call('DeleteTable', { TableName: 'Music' });
  });
});

it('DescribeLimits answers the quotas of an account', () => {
  expect(routerClient().call('DescribeLimits', {})).toEqual({
    AccountMaxReadCapacityUnits: 80000,
    AccountMaxWriteCapacityUnits: 80000,
    TableMaxReadCapacityUnits: 40000,
    TableMaxWriteCapacityUnits: 40000,
  });
});

it('DescribeEndpoints answers one endpoint of the Region', () => {
  expect(routerClient().call('DescribeEndpoints', {})).toEqual({
    Endpoints: [{ Address: 'dynamodb.eu-west-2.amazonaws.com', CachePeriodInMinutes: 1440 }],
  });
});
