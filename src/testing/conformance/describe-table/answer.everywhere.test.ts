import { DescribeTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { constraintFault, tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';

async function describeTable(TableName: string): Promise<TableDescription> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table === undefined) throw new Error('no Table');
  return Table;
}

describe('what DescribeTable answers (api-surface.md sections 4 and 9)', () => {
  it('is the whole table', async () => {
    const TableName = await freshTable({ range: 'sk:N' });
    expect(await describeTable(TableName)).toEqual({
      TableName,
      TableStatus: 'ACTIVE',
      TableArn: `arn:aws:dynamodb:eu-west-2:000000000001:table/${TableName}`,
      TableId: expect.any(String) as string,
      CreationDateTime: expect.any(Date) as Date,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
      ],
      ItemCount: 0,
      TableSizeBytes: 0,
      ProvisionedThroughput: {
        NumberOfDecreasesToday: 0,
        ReadCapacityUnits: 0,
        WriteCapacityUnits: 0,
      },
      BillingModeSummary: {
        BillingMode: 'PAY_PER_REQUEST',
        LastUpdateToPayPerRequestDateTime: expect.any(Date) as Date,
      },
      DeletionProtectionEnabled: false,
      WarmThroughput: {
        ReadUnitsPerSecond: 12_000,
        WriteUnitsPerSecond: 4_000,
        Status: 'ACTIVE',
      },
    });
  });

  it('has times in seconds with decimals on the wire (api-surface.md section 1)', async () => {
    const { body } = await raw('DescribeTable', { TableName: await freshTable() });
    const { CreationDateTime: created } = body['Table'] as { CreationDateTime: number };
    expect(Math.abs(created * 1000 - Date.now())).toBeLessThan(60_000);
  });

  it('counts items as they are (a live value, api-surface.md section 9)', async () => {
    const TableName = await freshTable();
    for (const pk of ['a', 'bb']) {
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
    }
    const { ItemCount, TableSizeBytes } = await describeTable(TableName);
    expect([ItemCount, TableSizeBytes]).toEqual([2, 3 + 4]);
  });

  it('is the same for the ARN of the table [model]', async () => {
    const byName = await describeTable(await freshTable());
    expect(await describeTable(byName.TableArn ?? '')).toEqual(byName);
  });
});

describe('what DescribeTable refuses (validation.md section 3)', () => {
  const refusal = (TableName: string | undefined): Promise<string> =>
    refusalOf(client.send(new DescribeTableCommand({ TableName })));

  it('is a table that is not there [suite]', async () => {
    expect(await refusal('nowhere')).toBe(tableNotFound('nowhere'));
  });
  it('is a table of another spelling', async () => {
    const name = (await freshTable()).toUpperCase();
    expect(await refusal(name)).toBe(tableNotFound(name));
  });
  it('is no name', async () => {
    expect(await refusal(undefined)).toBe(
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    );
  });
  it('is a name of two characters', async () => {
    expect(await refusal('ab')).toBe(
      constraintFault("'ab'", 'tableName', 'have length greater than or equal to 3'),
    );
  });
  it('is a name with other characters', async () => {
    expect(await refusal('täble')).toBe(
      constraintFault(
        "'täble'",
        'tableName',
        'satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
      ),
    );
  });
  it('is an ARN of something else', async () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:000000000001:table/some/index/other';
    expect(await refusal(arn)).toBe(
      `${VALIDATION}1 validation error detected: Invalid resource type in '${arn}'`,
    );
  });
  it('is an ARN of another account (api-surface.md section 1)', async () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:000000000000:table/theirs';
    expect(await refusal(arn)).toBe('AccessDeniedException: Access is denied');
  });
});
