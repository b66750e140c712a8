import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeInsights, globalIndexes, indexNotFound, update } from '../insights.ts';
import { constraintFault, tableNotFound, VALIDATION } from '../messages.ts';
import { rawRefusal, refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

let table: string;
const ALL = 'ACCESSED_AND_THROTTLED_KEYS';

beforeEach(async () => {
  table = await freshTable({ range: 'sk', ...globalIndexes('gsi1') });
});

describe('UpdateContributorInsights (api-surface.md section 9 [model])', () => {
  it('answers ENABLING and the mode that there is by default', async () => {
    expect(await update(table, 'ENABLE')).toEqual({
      TableName: table,
      ContributorInsightsStatus: 'ENABLING',
      ContributorInsightsMode: ALL,
    });
  });
  it('answers the mode that was asked for', async () => {
    const answer = await update(table, 'ENABLE', { ContributorInsightsMode: 'THROTTLED_KEYS' });
    expect(answer.ContributorInsightsMode).toBe('THROTTLED_KEYS');
  });
  it('switches insights on', async () => {
    await update(table, 'ENABLE');
    expect(await describeInsights(table)).toMatchObject({
      ContributorInsightsStatus: 'ENABLED',
      ContributorInsightsMode: ALL,
    });
  });
  it('answers ENABLED where nothing changes', async () => {
    await update(table, 'ENABLE');
    expect((await update(table, 'ENABLE')).ContributorInsightsStatus).toBe('ENABLED');
  });
  it('changes the mode', async () => {
    await update(table, 'ENABLE');
    const answer = await update(table, 'ENABLE', { ContributorInsightsMode: 'THROTTLED_KEYS' });
    expect(answer.ContributorInsightsStatus).toBe('ENABLING');
    expect((await describeInsights(table)).ContributorInsightsMode).toBe('THROTTLED_KEYS');
  });
  it('goes back to the mode by default where none is asked for', async () => {
    await update(table, 'ENABLE', { ContributorInsightsMode: 'THROTTLED_KEYS' });
    await update(table, 'ENABLE');
    expect((await describeInsights(table)).ContributorInsightsMode).toBe(ALL);
  });
  it('answers DISABLING, with the mode that there was', async () => {
    await update(table, 'ENABLE');
    expect(await update(table, 'DISABLE', { ContributorInsightsMode: 'THROTTLED_KEYS' })).toEqual({
      TableName: table,
      ContributorInsightsStatus: 'DISABLING',
      ContributorInsightsMode: ALL,
    });
  });
  it('switches insights off', async () => {
    await update(table, 'ENABLE');
    await update(table, 'DISABLE');
    expect((await describeInsights(table)).ContributorInsightsStatus).toBe('DISABLED');
  });
  it('answers DISABLED where they never were on', async () => {
    expect(await update(table, 'DISABLE')).toEqual({
      TableName: table,
      ContributorInsightsStatus: 'DISABLED',
    });
  });
  it('is about an index where one is named', async () => {
    expect(await update(table, 'ENABLE', { IndexName: 'gsi1' })).toEqual({
      TableName: table,
      IndexName: 'gsi1',
      ContributorInsightsStatus: 'ENABLING',
      ContributorInsightsMode: ALL,
    });
  });
  it('of an index leaves the table alone', async () => {
    await update(table, 'ENABLE', { IndexName: 'gsi1' });
    expect((await describeInsights(table)).ContributorInsightsStatus).toBe('DISABLED');
  });
  it('takes the ARN of a table and answers its name', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    expect((await update(Table?.TableArn, 'ENABLE')).TableName).toBe(table);
  });
});

describe('what UpdateContributorInsights refuses (validation.md section 3)', () => {
  const refusedMembers = (members: object): Promise<string> =>
    rawRefusal('UpdateContributorInsights', {
      TableName: table,
      ContributorInsightsAction: 'ENABLE',
      ...members,
    });

  it('is a table that is not there', async () => {
    expect(await refusalOf(update('nowhere', 'ENABLE'))).toBe(tableNotFound('nowhere'));
  });
  it('is an index that is not there', async () => {
    expect(await refusalOf(update(table, 'ENABLE', { IndexName: 'ghost' }))).toBe(
      indexNotFound(table, 'ghost'),
    );
  });
  it('is no action', async () => {
    expect(await refusedMembers({ ContributorInsightsAction: null })).toBe(
      constraintFault('null', 'contributorInsightsAction', 'not be null'),
    );
  });
  it('is another action', async () => {
    expect(await refusedMembers({ ContributorInsightsAction: 'PAUSE' })).toBe(
      constraintFault(
        "'PAUSE'",
        'contributorInsightsAction',
        'satisfy enum value set: [ENABLE, DISABLE]',
      ),
    );
  });
  it('is another mode', async () => {
    expect(await refusedMembers({ ContributorInsightsMode: 'SOME' })).toBe(
      constraintFault(
        "'SOME'",
        'contributorInsightsMode',
        'satisfy enum value set: [THROTTLED_KEYS, ACCESSED_AND_THROTTLED_KEYS]',
      ),
    );
  });
  it('is no table', async () => {
    expect(await refusedMembers({ TableName: null })).toBe(
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    );
  });
  it.each(['', 'ab', 'x'.repeat(256)])('is an index name like "%s"', async (IndexName) => {
    expect(await refusedMembers({ IndexName })).toBe(
      `${VALIDATION}IndexName must be at least 3 characters long and at most 255 characters long`,
    );
  });
});
