import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { allowing, ARN, getPolicy, putPolicy, WRONG_ARNS } from '../policies.ts';
import { constraintFault } from '../messages.ts';
import { rawRefusal, refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

const POLICY = allowing('dynamodb:GetItem');

describe('the resource of a policy (api-surface.md section 9, PutResourcePolicy)', () => {
  it.each(WRONG_ARNS)('is not %s', async (_, arn, answer) => {
    expect(await refusalOf(putPolicy(arn, POLICY))).toBe(answer);
  });
  it('is no stream that is not there', async () => {
    const table = await freshTable();
    expect(
      await refusalOf(
        putPolicy(`${ARN}${table}/stream/2000-01-01T00:00:00.000`, allowing('dynamodb:GetRecords')),
      ),
    ).toBe(
      'ResourceNotFoundException: Requested resource not found: ' +
        `Stream: 2000-01-01T00:00:00.000 not found for Table: ${table}`,
    );
  });
  it('must be given', async () => {
    expect(await rawRefusal('PutResourcePolicy', { Policy: POLICY })).toBe(
      constraintFault('null', 'resourceArn', 'not be null'),
    );
  });
  it('is not empty', async () => {
    expect(await refusalOf(putPolicy('', POLICY))).toBe(
      constraintFault("''", 'resourceArn', 'have length greater than or equal to 1'),
    );
  });
  it('is the table alone', async () => {
    const [one, other] = [await freshTable(), await freshTable()];
    await putPolicy(ARN + one, POLICY);
    expect(await refusalOf(getPolicy(ARN + other))).toContain('PolicyNotFoundException');
  });
  it('is described without its policy', async () => {
    const TableName = await freshTable();
    const before = await client.send(new DescribeTableCommand({ TableName }));
    await putPolicy(ARN + TableName, POLICY);
    const after = await client.send(new DescribeTableCommand({ TableName }));
    expect(after.Table).toEqual(before.Table);
  });
});
