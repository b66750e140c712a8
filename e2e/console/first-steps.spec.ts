/** What somebody meets who opens the console for the first time, or with an address, a name or a browser that is odd. */
import { expect, test, type Page } from '@playwright/test';
import {
  alert,
  chooseOperation,
  createTable,
  figure,
  openConsole,
  openTable,
  overflow,
  rows,
  run,
  send,
} from './console-page.ts';

async function makeTable(page: Page, name: string, items: readonly object[] = []): Promise<void> {
  await send(page, 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  for (const Item of items) await send(page, 'PutItem', { TableName: name, Item });
  await expect(page.getByRole('link', { name }).first()).toBeVisible();
}

test('a table opens with its first page, and keeps it when an item is written', async ({
  page,
}) => {
  await openConsole(page);
  await makeTable(page, 'notes', [{ pk: { S: 'one' } }]);
  await makeTable(page, 'a-long-name-that-takes-all-the-room-there-is-in-the-list');
  const row = await page.getByRole('row', { name: /^notes .* On demand/ }).boundingBox();
  expect(row?.height, 'one line').toBeLessThan(50);
  await page.getByRole('link', { name: 'notes' }).first().click();
  await expect(rows(page)).toHaveCount(1);
  await expect(figure(page, 'Scanned')).toHaveText('1');
  await chooseOperation(page, 'PutItem');
  await page.getByLabel('Item', { exact: true }).fill('{"pk":{"S":"two"}}');
  await run(page, 'PutItem');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(rows(page)).toHaveCount(2);
});

test('a blank Query asks for the key and is no error', async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
  await chooseOperation(page, 'Query');
  await page.getByRole('button', { name: 'Run Query' }).click();
  await expect(page.getByLabel('Partition key pk')).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Partition key pk')).toBeFocused();
  await expect(alert(page)).toHaveCount(0);
  await page.getByLabel('Partition key pk').fill('a');
  await page.keyboard.press('Control+Enter');
  await expect(figure(page, 'Pages')).toHaveText('1');
});

test('the request is seen whole, lines that wrap included', async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
  const json = page.getByRole('textbox', { name: 'Request JSON' });
  const projection = page.getByLabel('Projection');
  const shortest = await json.boundingBox();
  await projection.fill(Array.from({ length: 12 }, (_, index) => `attribute${index}`).join(', '));
  await expect(json).toHaveValue(/attribute11/);
  const hidden = await json.evaluate((box) => box.scrollHeight - box.clientHeight);
  expect(hidden).toBe(0);
  await projection.fill('');
  await expect(json).not.toHaveValue(/attribute11/);
  expect(await json.boundingBox()).toEqual(shortest);
});

test('a table with items is deleted when its name is typed, never by Enter alone', async ({
  page,
}) => {
  await openConsole(page);
  await makeTable(page, 'notes', [{ pk: { S: 'one' } }]);
  await openTable(page, 'notes');
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Delete table' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Enter');
  const confirm = page.getByRole('button', { name: 'Delete notes' });
  await expect(confirm).toBeDisabled();
  await page.getByLabel('Type notes to delete it').fill('note');
  await page.keyboard.press('Enter');
  await expect(confirm).toBeDisabled();
  await page.getByLabel('Type notes to delete it').fill('notes');
  await confirm.click();
  await expect(page.getByText('No tables yet.')).toBeVisible();
});

test('every deletion shows the request that it sends, and the table that it is of', async ({
  page,
}) => {
  const KeySchema = [{ AttributeName: 'pk', KeyType: 'HASH' }];
  await openConsole(page);
  await send(page, 'CreateTable', {
    TableName: 'notes',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema,
    GlobalSecondaryIndexes: [
      { IndexName: 'by-pk', KeySchema, Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const Create = { RegionName: 'eu-west-1' };
  await send(page, 'UpdateTable', { TableName: 'notes', ReplicaUpdates: [{ Create }] });
  await page.getByRole('link', { name: 'notes' }).first().click();
  for (const [tab, opener, operation, member] of [
    ['Details', 'Delete index by-pk', 'UpdateTable', '"IndexName": "by-pk"'],
    ['Details', 'Delete the replica in eu-west-1', 'UpdateTable', '"RegionName": "eu-west-1"'],
    ['Details', 'Delete table', 'DeleteTable', '"TableName": "notes"'],
    ['Stream', 'Disable stream', 'UpdateTable', '"StreamEnabled": false'],
  ] as const) {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await page.getByRole('button', { name: opener }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('notes');
    await dialog.getByText('The request', { exact: true }).click();
    await expect(dialog.getByLabel(`${operation} request`)).toContainText(member);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
  }
});

test('a malformed address names a table that is not there', async ({ page }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  for (const address of ['#/table/%', '#/table/%E0%A4%A/details', '#/table/%00/nowhere', '#%']) {
    await page.goto('about:blank');
    await page.goto(`/${address}`);
    await expect(page.getByRole('link', { name: 'Any request' })).toBeVisible();
    if (address === '#%') {
      await expect(page.getByRole('heading', { name: 'Tables', level: 1 })).toBeVisible();
    } else await expect(page.getByText('There is no table of this name.')).toBeVisible();
  }
  expect(errors).toEqual([]);
});

for (const place of ['localStorage', 'sessionStorage'] as const) {
  test(`a browser that blocks ${place} shows the console all the same`, async ({ page }) => {
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.addInitScript((name) => {
      Object.defineProperty(globalThis, name, {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }, place);
    await openConsole(page);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('button', { name: 'Load sample' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: 'Continue loading sample' })).toBeVisible();
    await page.getByRole('link', { name: 'cities' }).first().click();
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('link', { name: 'Stream' }).click();
    await page.getByRole('button', { name: 'Enable stream' }).click();
    await expect(page.getByRole('heading', { name: 'cities', level: 1 })).toBeVisible();
    expect(errors).toEqual([]);
  });
}

test('storage with garbage in it hinders nothing', async ({ page }) => {
  await openConsole(page);
  await makeTable(page, 'cities');
  await page.evaluate(() => {
    localStorage.setItem('hashrange.sample.default.us-east-1', '{"tableId":');
    localStorage.setItem('hashrange.theme', 'purple');
  });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Load sample' })).toBeVisible();
});

test('names of 255 characters stay in their place, on every page and width', async ({ page }) => {
  const name = 'n'.repeat(255);
  await openConsole(page);
  await makeTable(page, name, [{ pk: { S: 'p'.repeat(255) }, ['a'.repeat(255)]: { S: 'x' } }]);
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(() => {
      location.hash = '#/tables';
    });
    await expect(page.getByRole('heading', { name: 'Tables', level: 1 })).toBeVisible();
    expect(await overflow(page)).toBe(0);
    await openTable(page, name);
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Stream', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Enable stream' })).toBeVisible();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Details', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Indexes' })).toBeVisible();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: 'Delete table' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    expect(await overflow(page)).toBe(0);
  }
});

test('tables are filtered by a part of their name', async ({ page }) => {
  await openConsole(page);
  for (const name of ['ant', 'bee', 'cow', 'dog', 'eel']) await makeTable(page, name);
  await expect(page.getByLabel('Filter tables')).toHaveCount(0);
  await makeTable(page, 'Owl');
  await page.getByLabel('Filter tables').fill('ow');
  await expect(page.getByRole('region', { name: 'Tables' }).getByRole('rowheader')).toHaveText([
    'Owl',
    'cow',
  ]);
  await page.getByLabel('Filter tables').fill('yak');
  await expect(page.getByText('No table has such a name.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('region', { name: 'Tables' }).locator('tbody tr')).toHaveCount(6);
});

test('attributes called __proto__ and constructor show where they are, and only there', async ({
  page,
}) => {
  await openConsole(page);
  const odd = '{"pk":{"S":"odd"},"__proto__":{"S":"mine"},"constructor":{"N":"1"}}';
  await makeTable(page, 'notes', [JSON.parse(odd) as object, { pk: { S: 'plain' } }]);
  await openTable(page, 'notes');
  await expect(page.getByRole('columnheader')).toHaveCount(4);
  for (const name of ['__proto__', 'constructor']) {
    await expect(page.getByRole('columnheader', { name })).toBeVisible();
  }
  const plain = rows(page).filter({ hasText: 'plain' });
  await expect(plain.getByRole('cell')).toHaveText([/\d/, 'plain', 'absent', 'absent']);
  const item = rows(page).filter({ hasText: 'odd' });
  await expect(item).toContainText('mine');
  await item.getByRole('button').click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const box = page.getByRole('dialog').getByLabel('Item', { exact: true });
  await expect(box).toHaveValue(/__proto__/);
  await box.fill(odd.replace('mine', 'yours'));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(rows(page).filter({ hasText: 'yours' }).first()).toBeVisible();
  const stored = await page.evaluate(() =>
    (
      globalThis as unknown as {
        hashrange: { request: (...parts: unknown[]) => Promise<{ body: string }> };
      }
    ).hashrange.request(
      'DynamoDB_20120810.GetItem',
      '{"TableName":"notes","Key":{"pk":{"S":"odd"}}}',
      { region: 'us-east-1' },
    ),
  );
  expect(stored.body).toContain('"__proto__":{"S":"yours"}');
});

test('a request without a wish about capacity does not silence the form', async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
  const json = page.getByRole('textbox', { name: 'Request JSON' });
  await json.fill('{"TableName":"notes"}');
  await run(page, 'Scan');
  await expect(figure(page, 'Capacity units')).toHaveText('not told');
  await page.getByLabel('Consistent read').check();
  await expect(json).toHaveValue(/"ReturnConsumedCapacity": "TOTAL"/);
});
