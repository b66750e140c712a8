import { beforeEach, describe, expect, it } from 'vitest';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { allowing, ARN, putPolicy, ROOT } from '../policies.ts';
import { INVALID_PARAMETER } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { streamedTable } from '../streams.ts';

let table: string;
let stream: string;

beforeEach(async () => {
  const { TableName, StreamArn } = await streamedTable();
  [table, stream] = [ARN + TableName, StreamArn];
});

const invalid = (...names: string[]): string =>
  `${INVALID_PARAMETER}Invalid policy document: The following action names are invalid: ` +
  names.map((name) => JSON.stringify(name)).join(', ');

const policyOf = (...actions: object[]): string => {
  const Statement = actions.map((each) => ({
    Effect: 'Allow',
    Principal: { AWS: ROOT },
    Resource: '*',
    ...each,
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
};

// Of dynamodb:GetRecords as AWS answered in October 2026; the others by access.md section 2, unconfirmed.
describe('actions that a policy may name (access.md sections 2 and 10)', () => {
  it.each(['dynamodb:GetRecords', 'dynamodb:DescribeStream', 'dynamodb:GetShardIterator'])(
    'are not those of streams, on a table: %s [ack]',
    async (name) => {
      expect(await refusalOf(putPolicy(table, allowing(name)))).toBe(invalid(name));
      expect(await putPolicy(stream, allowing(name))).toMatch(/^\d+$/);
    },
  );
  it.each(['dynamodb:GetItem', 'dynamodb:PartiQLSelect', 'dynamodb:UpdateTable'])(
    'are not those of tables, on a stream: %s',
    async (name) => {
      expect(await refusalOf(putPolicy(stream, allowing(name)))).toBe(invalid(name));
      expect(await putPolicy(table, allowing(name))).toMatch(/^\d+$/);
    },
  );
  it.each(['dynamodb:PutResourcePolicy', 'dynamodb:TagResource', 'DynamoDB:getresourcepolicy'])(
    'are those of either: %s',
    async (name) => {
      expect(await putPolicy(table, allowing(name))).toMatch(/^\d+$/);
      expect(await putPolicy(stream, allowing(name))).toMatch(/^\d+$/);
    },
  );
  it.each(['dynamodb:*', '*', 'dynamodb:Get*', 'dynamodb:?et*', 'dynamodb:*Resource'])(
    'may be a pattern that some name fits: %s',
    async (name) => {
      expect(await putPolicy(table, allowing(name))).toMatch(/^\d+$/);
      expect(await putPolicy(stream, allowing(name))).toMatch(/^\d+$/);
    },
  );
  it.each([
    'dynamodb:Nope',
    'dynamodb:Nope*',
    'dynamodb:PutResourcePolicy?',
    'dynamodb:ListTables',
    'dynamodb:DescribeBackup',
    's3:GetObject',
    'GetItem',
    '',
  ])('are none that it does not know: %s', async (name) => {
    expect(await refusalOf(putPolicy(table, allowing(name)))).toBe(invalid(name));
    expect(await refusalOf(putPolicy(stream, allowing(name)))).toBe(invalid(name));
  });
  it('are refused all at once, each as it was written', async () => {
    const Action = ['dynamodb:GetItem', 'DynamoDB:getrecords', 'dynamodb:Nope'];
    const policy = policyOf({ Action }, { Action: 'dynamodb:Nope' }, { Action: 's3:*' });
    expect(await refusalOf(putPolicy(table, policy))).toBe(
      invalid('DynamoDB:getrecords', 'dynamodb:Nope', 's3:*'),
    );
  });
  it('are looked at where all but they are meant', async () => {
    expect(await refusalOf(putPolicy(table, policyOf({ NotAction: 'dynamodb:Nope' })))).toBe(
      invalid('dynamodb:Nope'),
    );
  });
  it('are looked at before who may use them', async () => {
    const policy = policyOf({ Action: 'dynamodb:Nope', Principal: '*' });
    expect(await refusalOf(putPolicy(table, policy))).toBe(invalid('dynamodb:Nope'));
  });
  it('are looked at when a table is made', async () => {
    const request = new CreateTableCommand({
      TableName: 'with_policy',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      ResourcePolicy: allowing('dynamodb:GetRecords'),
    });
    expect(await refusalOf(client.send(request))).toBe(invalid('dynamodb:GetRecords'));
    expect(await freshTable({ ResourcePolicy: allowing('dynamodb:GetItem') })).toBeDefined();
  });
});
