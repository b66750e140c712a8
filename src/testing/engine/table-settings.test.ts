import { expect, it } from 'vitest';
import { bodyText } from '../../item/row/body-text.ts';
import { browserWorld } from '../../platform/browser-world.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import type { DeviceOpener } from '../../storage/device/port.ts';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';

const OPTIONS = {
  region: 'eu-west-2',
  accountId: '000000000001',
  durability: 'strict',
  cacheBytes: 1_048_576,
  expectedStoreId: undefined,
} as const;
const ResourceArn = 'arn:aws:dynamodb:eu-west-2:000000000001:table/music';
const TableName = 'music';

const open = (devices: DeviceOpener): Promise<Engine> =>
  createEngine({ world: browserWorld(), devices }, OPTIONS);

function call(engine: Engine, operation: string, body: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const target = `DynamoDB_20120810.${operation}`;
    engine.submit({ target, body: JSON.stringify(body) }, (answer) => {
      const text = bodyText(answer.body);
      if (answer.status === 200) resolve(text);
      else reject(new Error(`${operation}: ${text}`));
    });
  });
}

async function streamOf(engine: Engine): Promise<string> {
  const { Table } = JSON.parse(await call(engine, 'DescribeTable', { TableName })) as {
    readonly Table: { readonly LatestStreamArn: string };
  };
  return Table.LatestStreamArn;
}

const allowing = (action: string): string =>
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",' +
  `"Principal":{"AWS":"arn:aws:iam::000000000001:root"},"Action":"${action}","Resource":"*"}]}`;

async function settingsOf(engine: Engine): Promise<readonly string[]> {
  const stream = { ResourceArn: await streamOf(engine) };
  return [
    await call(engine, 'ListTagsOfResource', { ResourceArn }),
    await call(engine, 'GetResourcePolicy', { ResourceArn }),
    await call(engine, 'DescribeTimeToLive', { TableName }),
    await call(engine, 'DescribeContributorInsights', { TableName }),
    await call(engine, 'ListContributorInsights', {}),
    await call(engine, 'DescribeTable', { TableName }),
    await call(engine, 'ListTagsOfResource', stream),
    await call(engine, 'GetResourcePolicy', stream),
  ];
}

it('the settings of a table are there when the database is opened again', async () => {
  const devices = memoryDevices();
  const first = await open(devices);
  await call(first, 'CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    Tags: [{ Key: 'a', Value: '1' }],
  });
  await call(first, 'TagResource', { ResourceArn, Tags: [{ Key: '__proto__', Value: '2' }] });
  await call(first, 'PutResourcePolicy', { ResourceArn, Policy: allowing('dynamodb:GetItem') });
  const stream = { ResourceArn: await streamOf(first) };
  await call(first, 'TagResource', { ...stream, Tags: [{ Key: 'of', Value: 'the stream' }] });
  await call(first, 'PutResourcePolicy', { ...stream, Policy: allowing('dynamodb:GetRecords') });
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
  await call(first, 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  const insights = { TableName, ContributorInsightsAction: 'ENABLE' };
  await call(first, 'UpdateContributorInsights', insights);
  await call(first, 'UpdateTable', { TableName, TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  const before = await settingsOf(first);
  await first.close();

  const second = await open(devices);
  expect(await settingsOf(second)).toEqual(before);
  expect(before[0]).toBe('{"Tags":[{"Key":"a","Value":"1"},{"Key":"__proto__","Value":"2"}]}');
  expect(before[6]).toBe('{"Tags":[{"Key":"of","Value":"the stream"}]}');
  const off = { StreamSpecification: { StreamEnabled: false } };
  await call(second, 'UpdateTable', { TableName, ...off });
  await second.close();

  const third = await open(devices);
  expect(await settingsOf(third).then((all) => all.slice(6))).toEqual(before.slice(6));
  await third.close();
});
