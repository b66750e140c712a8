/** Continue asks for what follows, by the token of each operation, and the page stays small whatever is read. */
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import {
  figure,
  loadSample,
  openConsole,
  openTable,
  rows,
  SAMPLE_TIMEOUT_MS,
  send,
} from './console-page.ts';

const COUNT = 9;
const item = (number: number): object => ({ pk: { S: 'p' }, sk: { N: String(number) } });

async function makeTable(page: Page, name: string): Promise<void> {
  await send(page, 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  for (let number = 1; number <= COUNT; number += 1) {
    await send(page, 'PutItem', { TableName: name, Item: item(number) });
  }
}

async function ask(page: Page, operation: string, body: object): Promise<void> {
  await page.getByLabel('Operation name').fill(operation);
  await page.getByRole('textbox', { name: 'Request JSON' }).fill(JSON.stringify(body));
  await page.getByRole('textbox', { name: 'Request JSON' }).press('Control+Enter');
  await expect(
    figure(page, 'Pages')
      .or(page.getByRole('region', { name: 'Response JSON' }))
      .first(),
  ).toBeVisible();
}

const more = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name: 'Continue', exact: true });

test.describe('of a table', () => {
  test.beforeEach(async ({ page }) => {
    await openConsole(page);
    await makeTable(page, 'notes');
    await page.getByRole('link', { name: 'Any request' }).click();
  });

  for (const [operation, body] of [
    ['Scan', { TableName: 'notes', Limit: 3 }],
    [
      'Query',
      {
        TableName: 'notes',
        Limit: 3,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
      },
    ],
    ['ExecuteStatement', { Statement: 'SELECT * FROM notes', Limit: 3 }],
    ['DynamoDB_20120810.Scan', { TableName: 'notes', Limit: 3 }],
  ] as const) {
    test(`${operation} goes on to its end, each item once`, async ({ page }) => {
      await ask(page, operation, body);
      await expect(rows(page)).toHaveCount(3);
      for (let pages = 1; (await more(page).count()) > 0; pages += 1) {
        expect(pages).toBeLessThan(5);
        await more(page).click();
        await expect(figure(page, 'Pages')).toHaveText(String(pages + 1));
      }
      await expect(rows(page)).toHaveCount(COUNT);
      const numbers = await rows(page).locator('td:nth-child(3)').allInnerTexts();
      expect(numbers.map(Number)).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
    });
  }

  test('BatchGetItem asks for the keys that were left', async ({ page }) => {
    const text = 'x'.repeat(390_000);
    for (let number = 1; number <= 45; number += 1) {
      await send(page, 'PutItem', {
        TableName: 'notes',
        Item: { pk: { S: 'large' }, sk: { N: String(number) }, text: { S: text } },
      });
    }
    const Keys = Array.from({ length: 45 }, (_, index) => ({
      pk: { S: 'large' },
      sk: { N: String(index + 1) },
    }));
    await ask(page, 'BatchGetItem', { RequestItems: { notes: { Keys } } });
    await expect(rows(page).first()).toBeVisible();
    await more(page).click();
    await expect(more(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Item 45', exact: true })).toBeVisible();
  });

  test('GetRecords goes on from the next iterator', async ({ page }) => {
    const { Streams } = await send<{ Streams: { StreamArn: string }[] }>(page, 'ListStreams', {});
    const StreamArn = Streams[0]?.StreamArn;
    const { StreamDescription } = await send<{
      StreamDescription: { Shards: { ShardId: string }[] };
    }>(page, 'DescribeStream', { StreamArn });
    const iterators = StreamDescription.Shards.map(({ ShardId }) =>
      send<{ ShardIterator: string }>(page, 'GetShardIterator', {
        StreamArn,
        ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    // All items are of one partition key, so of one shard.
    let ShardIterator = '';
    for (const iterator of await Promise.all(iterators)) {
      const { Records } = await send<{ Records: unknown[] }>(page, 'GetRecords', iterator);
      if (Records.length > 0) ({ ShardIterator } = iterator);
    }
    await ask(page, 'GetRecords', { ShardIterator, Limit: 4 });
    const response = page.getByRole('region', { name: 'Response JSON' });
    const seen: string[] = [];
    for (let parts = 1; seen.length < COUNT; parts += 1) {
      await expect(figure(page, 'Parts')).toHaveText(String(parts));
      const text = await response.innerText();
      seen.push(...[...text.matchAll(/"sk": \{ "N": "(\d+)" \}/g)].map((match) => match[1] ?? ''));
      await more(page).click();
    }
    expect(seen).toEqual(Array.from({ length: COUNT }, (_, index) => String(index + 1)));
  });
});

test('ListTables goes on by the name it ended with', async ({ page }) => {
  await openConsole(page);
  for (const name of ['one', 'two', 'three']) await makeTable(page, name);
  await page.getByRole('link', { name: 'Any request' }).click();
  await ask(page, 'ListTables', { Limit: 1 });
  const response = page.getByRole('region', { name: 'Response JSON' });
  for (const name of ['one', 'three', 'two']) {
    await expect(response).toContainText(`"TableNames": ["${name}"]`);
    if (name !== 'two') await more(page).click();
  }
  await expect(more(page)).toHaveCount(0);
});

test.describe('of a large table', () => {
  test.describe.configure({ timeout: SAMPLE_TIMEOUT_MS + 120_000 });

  test('the page keeps a bounded number of rows, and none after it is left', async ({ page }) => {
    await openConsole(page);
    await loadSample(page);
    const cdp = await page.context().newCDPSession(page);
    const before = await heapMegabytes(cdp);
    await openTable(page, 'cities');
    for (let pages = 1; (await more(page).count()) > 0; pages += 1) {
      await more(page).click();
      await expect(figure(page, 'Pages')).toHaveText(String(pages + 1));
    }
    await expect(figure(page, 'Returned')).toHaveText('171,075');
    await expect(page.getByText('before these were let go')).toBeVisible();
    expect((await heapMegabytes(cdp)) - before).toBeLessThan(80);
    await page.getByRole('link', { name: 'Log' }).click();
    await expect(page.getByRole('heading', { name: 'Log', level: 1 })).toBeVisible();
    expect((await heapMegabytes(cdp)) - before).toBeLessThan(20);
  });
});

async function heapMegabytes(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}
