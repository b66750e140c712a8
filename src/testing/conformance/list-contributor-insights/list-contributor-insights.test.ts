import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { globalIndexes, listInsights, update } from '../insights.ts';
import { constraintFault, tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, raw } from '../region.ts';

const ON = {
  ContributorInsightsStatus: 'ENABLED',
  ContributorInsightsMode: 'ACCESSED_AND_THROTTLED_KEYS',
};
const entry = (TableName: string, IndexName?: string): object => ({
  TableName,
  ...(IndexName === undefined ? {} : { IndexName }),
  ...ON,
});

describe('ListContributorInsights without any', () => {
  it('answers an empty list', async () => {
    await freshTable();
    expect((await raw('ListContributorInsights', {})).body).toEqual({
      ContributorInsightsSummaries: [],
    });
  });
});

describe('ListContributorInsights (api-surface.md section 9, ListContributorInsights)', () => {
  beforeAll(async () => {
    for (const TableName of ['beta', 'alpha', 'gamma', 'delta']) {
      await freshTable({ TableName, ...globalIndexes('gsi2', 'gsi1') });
    }
    await update('alpha', 'ENABLE', { IndexName: 'gsi2' });
    await update('alpha', 'ENABLE', { IndexName: 'gsi1' });
    await update('alpha', 'ENABLE');
    await update('gamma', 'ENABLE');
    await update('gamma', 'DISABLE');
    await update('beta', 'ENABLE', { IndexName: 'gsi1' });
  });
  const EVERYTHING = [
    entry('alpha'),
    entry('alpha', 'gsi1'),
    entry('alpha', 'gsi2'),
    entry('beta', 'gsi1'),
  ];

  it('lists tables and indexes that have been switched on [suite]', async () => {
    const { ContributorInsightsSummaries } = await listInsights({});
    expect(ContributorInsightsSummaries).toEqual(EVERYTHING);
  });
  it('lists those of a table alone', async () => {
    const { ContributorInsightsSummaries } = await listInsights({ TableName: 'beta' });
    expect(ContributorInsightsSummaries).toEqual([entry('beta', 'gsi1')]);
  });
  it('lists none of a table that never had any', async () => {
    expect((await listInsights({ TableName: 'delta' })).ContributorInsightsSummaries).toEqual([]);
  });
  it('does not list what was switched off', async () => {
    expect((await listInsights({ TableName: 'gamma' })).ContributorInsightsSummaries).toEqual([]);
  });
  it('has no token on the only page', async () => {
    expect((await listInsights({})).NextToken).toBeUndefined();
  });
  it('has a token where more follow', async () => {
    const { ContributorInsightsSummaries, NextToken } = await listInsights({ MaxResults: 2 });
    expect(ContributorInsightsSummaries).toEqual(EVERYTHING.slice(0, 2));
    expect(NextToken).toEqual(expect.any(String));
  });
  it('goes on where a page ended', async () => {
    const { NextToken } = await listInsights({ MaxResults: 2 });
    const rest = await listInsights({ MaxResults: 2, NextToken });
    expect(rest).toEqual({ ContributorInsightsSummaries: EVERYTHING.slice(2) });
  });
  it.each([{}, { TableName: 'alpha' }])(
    'lists everything once, page by page: %j',
    async (input) => {
      const seen: unknown[] = [];
      let NextToken: string | undefined;
      do {
        const page = await listInsights({ ...input, MaxResults: 1, NextToken });
        seen.push(...(page.ContributorInsightsSummaries ?? []));
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      expect(seen).toEqual(EVERYTHING.slice(0, 'TableName' in input ? 3 : 4));
    },
  );
  it('takes the ARN of a table', async () => {
    const TableName = 'arn:aws:dynamodb:eu-west-2:000000000001:table/beta';
    expect((await listInsights({ TableName })).ContributorInsightsSummaries).toEqual([
      entry('beta', 'gsi1'),
    ]);
  });
  it('does not list what is gone', async () => {
    const TableName = await freshTable();
    await update(TableName, 'ENABLE');
    await client.send(new DeleteTableCommand({ TableName }));
    expect((await listInsights({})).ContributorInsightsSummaries).toEqual(EVERYTHING);
  });
});

describe('what ListContributorInsights refuses', () => {
  it('is a table that is not there', async () => {
    expect(await refusalOf(listInsights({ TableName: 'nowhere' }))).toBe(tableNotFound('nowhere'));
  });
  it('is more than 100 results (api-surface.md section 9)', async () => {
    expect(await refusalOf(listInsights({ MaxResults: 101 }))).toBe(
      constraintFault("'101'", 'maxResults', 'have value less than or equal to 100'),
    );
  });
  it('is no results at all', async () => {
    expect(await refusalOf(listInsights({ MaxResults: 0 }))).toBe(
      constraintFault("'0'", 'maxResults', 'have value greater than or equal to 1'),
    );
  });
  it('is a token that it never gave out', async () => {
    expect(await refusalOf(listInsights({ NextToken: 'x' }))).toBe(
      `${VALIDATION}Invalid NextToken`,
    );
  });
});
