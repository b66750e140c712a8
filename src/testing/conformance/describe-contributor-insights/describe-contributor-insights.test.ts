import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { describeInsights, globalIndexes, indexNotFound, update } from '../insights.ts';
import { tableNotFound, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

const ALL = 'ACCESSED_AND_THROTTLED_KEYS';

async function kindsOfRules(table: string, index?: string): Promise<unknown> {
  const { ContributorInsightsRuleList: rules } = await describeInsights(table, index);
  const resource = index === undefined ? table : `${table}-${index}`;
  const pattern = new RegExp(`^DynamoDBContributorInsights-([A-Z]+)-${resource}-\\d{13}$`);
  return rules?.map((rule) => pattern.exec(rule)?.[1]);
}

describe('DescribeContributorInsights (api-surface.md section 9)', () => {
  it('is DISABLED and nothing else before any update [suite]', async () => {
    const table = await freshTable();
    expect(await describeInsights(table)).toEqual({
      TableName: table,
      ContributorInsightsStatus: 'DISABLED',
    });
  });
  it('is the whole setting once it was switched on', async () => {
    const table = await freshTable();
    await update(table, 'ENABLE');
    expect(await describeInsights(table)).toEqual({
      TableName: table,
      ContributorInsightsStatus: 'ENABLED',
      ContributorInsightsMode: ALL,
      ContributorInsightsRuleList: expect.any(Array) as string[],
      LastUpdateDateTime: expect.any(Date) as Date,
    });
  });
  it('has neither rules nor FailureException once it was switched off', async () => {
    const table = await freshTable();
    await update(table, 'ENABLE');
    await update(table, 'DISABLE');
    expect(await describeInsights(table)).toEqual({
      TableName: table,
      ContributorInsightsStatus: 'DISABLED',
      ContributorInsightsMode: ALL,
      LastUpdateDateTime: expect.any(Date) as Date,
    });
  });
});

describe('the rules of contributor insights (api-surface.md section 9, unconfirmed names)', () => {
  it('are by partition key where there is no sort key', async () => {
    const table = await freshTable();
    await update(table, 'ENABLE');
    expect(await kindsOfRules(table)).toEqual(['PKC', 'PKT']);
  });
  it('are by sort key, too, where there is one', async () => {
    const table = await freshTable({ range: 'sk' });
    await update(table, 'ENABLE');
    expect(await kindsOfRules(table)).toEqual(['PKC', 'SKC', 'PKT', 'SKT']);
  });
  it('are of throttled keys alone where no more is asked for', async () => {
    const table = await freshTable({ range: 'sk' });
    await update(table, 'ENABLE', { ContributorInsightsMode: 'THROTTLED_KEYS' });
    expect(await kindsOfRules(table)).toEqual(['PKT', 'SKT']);
  });
  it('go by the key of an index, and are named by table and index', async () => {
    const table = await freshTable({ range: 'sk', ...globalIndexes('gsi1') });
    await update(table, 'ENABLE', { IndexName: 'gsi1' });
    expect(await kindsOfRules(table, 'gsi1')).toEqual(['PKC', 'PKT']);
  });
});

describe('an index in DescribeContributorInsights', () => {
  it('is named in the answer', async () => {
    const table = await freshTable(globalIndexes('gsi1'));
    expect(await describeInsights(table, 'gsi1')).toEqual({
      TableName: table,
      IndexName: 'gsi1',
      ContributorInsightsStatus: 'DISABLED',
    });
  });
  it('has settings of its own', async () => {
    const table = await freshTable(globalIndexes('gsi1', 'gsi2'));
    await update(table, 'ENABLE', { IndexName: 'gsi1' });
    expect((await describeInsights(table, 'gsi2')).ContributorInsightsStatus).toBe('DISABLED');
  });
  it('takes its settings with it', async () => {
    const indexes = globalIndexes('gsi1');
    const table = await freshTable(indexes);
    await update(table, 'ENABLE', { IndexName: 'gsi1' });
    const [Create] = (indexes as { GlobalSecondaryIndexes: never[] }).GlobalSecondaryIndexes;
    const change = (GlobalSecondaryIndexUpdates: object[]): Promise<unknown> =>
      client.send(
        new UpdateTableCommand({
          TableName: table,
          AttributeDefinitions: [{ AttributeName: 'gsi1', AttributeType: 'S' }],
          GlobalSecondaryIndexUpdates,
        }),
      );
    await change([{ Delete: { IndexName: 'gsi1' } }]);
    expect(await refusalOf(describeInsights(table, 'gsi1'))).toBe(indexNotFound(table, 'gsi1'));
    await change([{ Create }]);
    expect((await describeInsights(table, 'gsi1')).ContributorInsightsStatus).toBe('DISABLED');
  });
  it('must be there', async () => {
    const table = await freshTable();
    expect(await refusalOf(describeInsights(table, 'ghost'))).toBe(indexNotFound(table, 'ghost'));
  });
  it('is not a local one', async () => {
    const table = await freshTable({
      range: 'sk',
      AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
      LocalSecondaryIndexes: [
        {
          IndexName: 'lsi1',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'other', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    expect(await refusalOf(describeInsights(table, 'lsi1'))).toBe(indexNotFound(table, 'lsi1'));
  });
  it('has a name of at least three characters', async () => {
    expect(await refusalOf(describeInsights(await freshTable(), 'ab'))).toBe(
      `${VALIDATION}IndexName must be at least 3 characters long and at most 255 characters long`,
    );
  });
});

describe('the table in DescribeContributorInsights', () => {
  it('must be there', async () => {
    expect(await refusalOf(describeInsights('nowhere'))).toBe(tableNotFound('nowhere'));
  });
  it('must be named', async () => {
    expect(await refusalOf(describeInsights(undefined))).toBe(
      `${VALIDATION}The parameter 'TableName' is required but was not present in the request`,
    );
  });
});
