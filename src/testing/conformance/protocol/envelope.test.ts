import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { client, database, freshTable, raw, refusal } from '../region.ts';

const typeOf = async (operation: string, body: object): Promise<unknown> =>
  (await raw(operation, body)).body['__type'];

describe('errors on the wire (api-surface.md section 1 [emul])', () => {
  it('are of DynamoDB where the model has them', async () => {
    expect(await typeOf('DescribeTable', { TableName: 'nowhere' })).toBe(
      'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    );
  });
  it('are of Coral where a request is not valid', async () => {
    expect(await typeOf('DescribeTable', {})).toBe('com.amazon.coral.validate#ValidationException');
  });
  it('are of the service where access is denied', async () => {
    const TableName = 'arn:aws:dynamodb:eu-west-2:000000000000:table/theirs';
    expect(await typeOf('DescribeTable', { TableName })).toBe(
      'com.amazon.coral.service#AccessDeniedException',
    );
  });
  it('of policies and backups are of DynamoDB', async () => {
    const ResourceArn = `arn:aws:dynamodb:eu-west-2:000000000001:table/${await freshTable()}`;
    expect(await typeOf('GetResourcePolicy', { ResourceArn })).toBe(
      'com.amazonaws.dynamodb.v20120810#PolicyNotFoundException',
    );
    expect(await typeOf('DescribeContinuousBackups', { TableName: 'nowhere' })).toBe(
      'com.amazonaws.dynamodb.v20120810#TableNotFoundException',
    );
  });
  it('have type and message and nothing else', async () => {
    const { status, body } = await raw('DescribeTable', { TableName: 'nowhere' });
    expect([status, body]).toEqual([
      400,
      {
        __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
        message: 'Requested resource not found: Table: nowhere not found',
      },
    ]);
  });
  it('reach the SDK as its own classes', async () => {
    const { error } = await refusal(
      client.send(new DescribeTableCommand({ TableName: 'nowhere' })),
    );
    expect(error).toBeInstanceOf(ResourceNotFoundException);
  });
});

describe('answers on the wire (api-surface.md section 1)', () => {
  it('have a request id of 52 characters', async () => {
    const { $metadata } = await client.send(new ListTablesCommand());
    expect($metadata.requestId).toMatch(/^[A-Z0-9]{52}$/);
  });
  it('have a request id of their own', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await database.request('x', '{}')).requestId),
    );
    expect(new Set(ids).size).toBe(20);
  });
});
