import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { StreamSpecification, TableDescription } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';
import { streamedTable } from '../streams.ts';

const ON: StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' };
const OFF: StreamSpecification = { StreamEnabled: false };

const send = (TableName: string, members: object): Promise<unknown> =>
  client.send(new UpdateTableCommand({ TableName, ...members }));

/** What the answer to an update, or a description, says of streams. */
function streamOf(table: TableDescription | undefined): object {
  const { StreamSpecification, LatestStreamArn, LatestStreamLabel } = table ?? {};
  return { StreamSpecification, LatestStreamArn, LatestStreamLabel };
}

async function updated(TableName: string, specification: StreamSpecification): Promise<object> {
  const answer = await client.send(
    new UpdateTableCommand({ TableName, StreamSpecification: specification }),
  );
  return streamOf(answer.TableDescription);
}

async function described(TableName: string): Promise<object> {
  return streamOf((await client.send(new DescribeTableCommand({ TableName }))).Table);
}

describe('a stream of a table (api-surface.md sections 4 and 5)', () => {
  it('is described from the create on [suite]', async () => {
    const { TableName, StreamArn } = await streamedTable('OLD_IMAGE');
    const [tableArn, label] = StreamArn.split('/stream/');
    expect(tableArn).toBe(`arn:aws:dynamodb:eu-west-2:000000000001:table/${TableName}`);
    expect(label).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    expect(await described(TableName)).toEqual({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'OLD_IMAGE' },
      LatestStreamArn: StreamArn,
      LatestStreamLabel: label,
    });
  });

  it('is switched on later, and described in the answer', async () => {
    const TableName = await freshTable();
    const answer = await updated(TableName, ON);
    expect(answer).toMatchObject({ StreamSpecification: ON });
    expect(await described(TableName)).toEqual(answer);
  });

  it('is named after it was switched off, without a specification', async () => {
    const { TableName, StreamArn } = await streamedTable();
    const answer = await updated(TableName, OFF);
    expect(answer).toEqual({
      StreamSpecification: undefined,
      LatestStreamArn: StreamArn,
      LatestStreamLabel: StreamArn.split('/stream/')[1],
    });
    expect(await described(TableName)).toEqual(answer);
  });

  it('comes with a switch to on-demand', async () => {
    const TableName = await freshTable({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
    });
    await send(TableName, { BillingMode: 'PAY_PER_REQUEST', StreamSpecification: ON });
    expect(await described(TableName)).toMatchObject({ StreamSpecification: ON });
  });
});

describe('UpdateTable refuses (api-surface.md section 5)', () => {
  it('a stream where there is one, with another view type too', async () => {
    const { TableName } = await streamedTable();
    const inUse = `ValidationException: Table already has an enabled stream: TableName: ${TableName}`;
    const other = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };
    expect(await refusalOf(send(TableName, { StreamSpecification: ON }))).toBe(inUse);
    expect(await refusalOf(send(TableName, { StreamSpecification: other }))).toBe(inUse);
  });

  it('to switch off what was switched off [local]', async () => {
    const { TableName } = await streamedTable();
    await updated(TableName, OFF);
    expect(await refusalOf(send(TableName, { StreamSpecification: OFF }))).toBe(
      `${VALIDATION}Table has no stream to disable: TableName: ${TableName}`,
    );
  });

  it('a stream together with an index', async () => {
    const { TableName } = await streamedTable();
    const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName: 'any' } }];
    const both = { StreamSpecification: OFF, GlobalSecondaryIndexUpdates };
    expect(await refusalOf(send(TableName, both))).toBe(
      `${INVALID_PARAMETER}You cannot create or delete index while changing stream status`,
    );
  });
});
