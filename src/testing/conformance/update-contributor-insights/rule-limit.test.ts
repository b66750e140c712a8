import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeInsights, globalIndexes, listInsights, update } from '../insights.ts';
import { client, freshTable } from '../region.ts';

const BOTH = 'ACCESSED_AND_THROTTLED_KEYS';
const THROTTLED = { ContributorInsightsMode: 'THROTTLED_KEYS' } as const;
const FailureException = {
  ExceptionName: 'LimitExceededException',
  ExceptionDescription:
    'Amazon CloudWatch Contributor Insights rule limit reached. Please disable Contributor Insights for other ' +
    'tables/indexes OR disable other CloudWatch Contributor Insights rules before retrying.',
};

const tables: string[] = [];

async function table(shape: Parameters<typeof freshTable>[0] = {}): Promise<string> {
  const name = await freshTable(shape);
  tables.push(name);
  return name;
}

/** Tables that have `rules` rules together: two each. */
async function take(rules: number): Promise<void> {
  for (let i = 0; i < rules; i += 2) await update(await table(), 'ENABLE');
}

const statusOf = async (name: string, index?: string): Promise<unknown> =>
  (await describeInsights(name, index)).ContributorInsightsStatus;

beforeEach(async () => {
  await take(96);
});
afterEach(async () => {
  for (const TableName of tables.splice(0))
    await client.send(new DeleteTableCommand({ TableName }));
});

describe('the 100 rules of an account (api-surface.md section 9, DescribeContributorInsights)', () => {
  it('suffice for 50 tables without a sort key, and the next one has failed [ack]', async () => {
    await take(4);
    const last = tables.at(-1) ?? '';
    const next = await table();
    expect(await update(next, 'ENABLE')).toMatchObject({ ContributorInsightsStatus: 'ENABLING' });
    expect(await describeInsights(next)).toEqual({
      TableName: next,
      ContributorInsightsStatus: 'FAILED',
      ContributorInsightsMode: BOTH,
      LastUpdateDateTime: expect.any(Date) as Date,
      FailureException,
    });
    expect(await statusOf(last)).toBe('ENABLED');
  });
  it('are told in the list where they did not suffice [ack]', async () => {
    await take(4);
    const TableName = await table();
    await update(TableName, 'ENABLE');
    const { ContributorInsightsSummaries } = await listInsights({ TableName });
    expect(ContributorInsightsSummaries).toEqual([
      { TableName, ContributorInsightsStatus: 'FAILED', ContributorInsightsMode: BOTH },
    ]);
  });
  it('are four of a table with a sort key [ack]', async () => {
    await take(2);
    const sorted = await table({ range: 'sk' });
    await update(sorted, 'ENABLE');
    expect(await statusOf(sorted)).toBe('FAILED');
  });
  it('are counted by the key of an index', async () => {
    await take(2);
    const indexed = await table({ range: 'sk', ...globalIndexes('gsi1', 'gsi2') });
    await update(indexed, 'ENABLE', { IndexName: 'gsi1' });
    await update(indexed, 'ENABLE', { IndexName: 'gsi2' });
    expect([await statusOf(indexed, 'gsi1'), await statusOf(indexed, 'gsi2')]).toEqual([
      'ENABLED',
      'FAILED',
    ]);
  });
  it('are half as many where throttled keys alone are looked at (unconfirmed)', async () => {
    await take(2);
    const sorted = await table({ range: 'sk' });
    await update(sorted, 'ENABLE', THROTTLED);
    expect(await statusOf(sorted)).toBe('ENABLED');
    await update(sorted, 'ENABLE');
    expect(await statusOf(sorted)).toBe('FAILED');
  });
  it('stay missed until the insights are switched off [ack]', async () => {
    await take(4);
    const next = await table();
    await update(next, 'ENABLE');
    await update(tables[0], 'DISABLE');
    expect(await update(next, 'ENABLE')).toMatchObject({ ContributorInsightsStatus: 'FAILED' });
    expect(await update(next, 'ENABLE', THROTTLED)).toMatchObject({
      ContributorInsightsStatus: 'FAILED',
      ContributorInsightsMode: BOTH,
    });
    expect(await update(next, 'DISABLE')).toMatchObject({ ContributorInsightsStatus: 'DISABLING' });
    expect(await describeInsights(next)).not.toHaveProperty('FailureException');
    await update(next, 'ENABLE');
    expect(await statusOf(next)).toBe('ENABLED');
  });
  it('are given back by tables that are gone', async () => {
    await take(4);
    const TableName = tables.shift();
    await client.send(new DeleteTableCommand({ TableName }));
    const next = await table();
    await update(next, 'ENABLE');
    expect(await statusOf(next)).toBe('ENABLED');
  });
  it('count once for what changes its mode', async () => {
    await take(4);
    const last = tables.at(-1) ?? '';
    await update(last, 'ENABLE', THROTTLED);
    await update(last, 'ENABLE');
    expect(await statusOf(last)).toBe('ENABLED');
  });
});
