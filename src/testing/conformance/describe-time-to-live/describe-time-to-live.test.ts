import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';

const ON = { Enabled: true, AttributeName: 'expires' };

describe('DescribeTimeToLive (semantics.md section 9)', () => {
  it('is DISABLED and names no attribute where nothing was set [suite]', async () => {
    const { body } = await raw('DescribeTimeToLive', { TableName: await freshTable() });
    expect(body).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
  });
  it('is ENABLED with the attribute [suite]', async () => {
    const TableName = await freshTable();
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: ON }));
    const { body } = await raw('DescribeTimeToLive', { TableName });
    expect(body).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
  });
  it('takes the ARN of a table (api-surface.md section 1 [model])', async () => {
    const TableName = await freshTable();
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: ON }));
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const byArn = new DescribeTimeToLiveCommand({ TableName: Table?.TableArn });
    const { TimeToLiveDescription } = await client.send(byArn);
    expect(TimeToLiveDescription?.AttributeName).toBe('expires');
  });
  it('is about one table', async () => {
    const TableName = await freshTable();
    const TimeToLiveSpecification = ON;
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const { body } = await raw('DescribeTimeToLive', { TableName: await freshTable() });
    expect(body).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
  });
  it('is a table that is there', async () => {
    const request = new DescribeTimeToLiveCommand({ TableName: 'nowhere' });
    expect(await refusalOf(client.send(request))).toBe(tableNotFound('nowhere'));
  });
  it('has a table name', async () => {
    const request = new DescribeTimeToLiveCommand({ TableName: undefined });
    expect(await refusalOf(client.send(request))).toBe(
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    );
  });
});

describe('items that have expired (semantics.md section 9 [docs])', () => {
  it('stay visible until they are deleted', async () => {
    const TableName = await freshTable();
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: ON }));
    const Item = { pk: { S: 'a' }, expires: { N: '1000000000' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    expect((await client.send(new ScanCommand({ TableName }))).Items).toEqual([Item]);
  });
});
