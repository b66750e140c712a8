import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { VALIDATION } from '../messages.ts';
import { rawRefusal, refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';

describe('DescribeContinuousBackups (api-surface.md sections 3 and 9)', () => {
  it('answers that backups are on and recovery to a point in time is off', async () => {
    const { body } = await raw('DescribeContinuousBackups', { TableName: await freshTable() });
    expect(body).toEqual({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    });
  });
  it('takes the ARN of a table', async () => {
    const { Table } = await client.send(
      new DescribeTableCommand({ TableName: await freshTable() }),
    );
    const request = new DescribeContinuousBackupsCommand({ TableName: Table?.TableArn });
    const { ContinuousBackupsDescription } = await client.send(request);
    expect(ContinuousBackupsDescription?.ContinuousBackupsStatus).toBe('ENABLED');
  });
  it('does not find a table that is not there', async () => {
    const request = new DescribeContinuousBackupsCommand({ TableName: 'nowhere' });
    expect(await refusalOf(client.send(request))).toBe(
      'TableNotFoundException: Table not found: nowhere',
    );
  });
  it('wants a table name', async () => {
    expect(await rawRefusal('DescribeContinuousBackups', {})).toBe(
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    );
  });
});
