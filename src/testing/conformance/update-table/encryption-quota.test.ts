/** Source: api-surface.md section 5a, cooldowns and no change, as measured on AWS in October 2026. */
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { client, freshTable } from '../region.ts';
import { refusalOf } from '../refusals.ts';

const encrypt = (TableName: string, Enabled: boolean): Promise<unknown> =>
  client.send(new UpdateTableCommand({ TableName, SSESpecification: { Enabled } }));

it('is changed four times a day at once, and then every six hours', async () => {
  const TableName = await freshTable();
  // The present key, not named by its ARN, counts as a change.
  for (const isOn of [true, true, false, true]) await encrypt(TableName, isOn);
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  expect(await refusalOf(encrypt(TableName, false))).toMatch(
    new RegExp(
      '^LimitExceededException: Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ' +
        `ending at ${time}\\. After the first 4 change, each subsequent change in the same window can be performed ` +
        `at most once every 21600 seconds\\. Number of updates today: 4\\. Last change at ${time}\\. ` +
        `Next changes can be made at ${time}\\.$`,
    ),
  );
});
