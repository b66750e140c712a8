/** Whatever row an edit begins at, the item keeps what the row did not carry. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  alert,
  chooseOperation,
  openConsole,
  openTable,
  rows,
  run,
  send,
  writeAnswer,
} from './console-page.ts';

const BIG = '12345678901234567890123456789012345678';
const KEY = { pk: { S: 'a' }, sk: { N: '1' } };
const ITEM = {
  ...KEY,
  state: { S: 'open' },
  total: { N: BIG },
  note: { S: 'first' },
  seal: { B: 'AQID' },
  tags: { SS: ['x', 'y'] },
  'a.b': { S: 'dots' },
  place: { M: { town: { S: 'Zürich' }, sk: { N: '1' } } },
};
const index = (IndexName: string, Projection: object): object => ({
  IndexName,
  KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
  Projection,
});

test.beforeEach(async ({ page }) => {
  await openConsole(page);
  await send(page, 'CreateTable', {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
      { AttributeName: 'state', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      index('keys', { ProjectionType: 'KEYS_ONLY' }),
      index('some', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] }),
    ],
  });
  await send(page, 'PutItem', { TableName: 'orders', Item: ITEM });
  await expect(page.getByRole('row', { name: /^orders/ })).toBeVisible();
  await openTable(page, 'orders');
});

async function stored(page: Page, key: object = KEY): Promise<unknown> {
  const answer = await send(page, 'GetItem', { TableName: 'orders', Key: key });
  return (answer as { Item?: unknown }).Item;
}

/** Opens the first row for editing and answers the item in the editor. */
async function edit(page: Page): Promise<Record<string, unknown>> {
  await page.getByRole('button', { name: 'Item 1', exact: true }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const box = page.getByRole('dialog').getByLabel('Item', { exact: true });
  await expect(box).toHaveValue(/"seal"/);
  return JSON.parse(await box.inputValue()) as Record<string, unknown>;
}

async function type(page: Page, item: object): Promise<void> {
  await page.getByRole('dialog').getByLabel('Item', { exact: true }).fill(JSON.stringify(item));
}

/** The rows of the difference: keys, and what differs. */
function differences(page: Page): Locator {
  return page.getByRole('dialog').locator('tbody tr');
}

function difference(page: Page, name: string): Locator {
  return differences(page).filter({ has: page.getByRole('rowheader', { name }) });
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
}

async function scanBy(page: Page, change: (page: Page) => Promise<unknown>): Promise<void> {
  await change(page);
  await run(page, 'Scan');
  await expect(rows(page)).toHaveCount(1);
}

const PARTIAL: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['a KEYS_ONLY index', (page) => page.getByLabel('Read from').selectOption('keys')],
  ['an INCLUDE index', (page) => page.getByLabel('Read from').selectOption('some')],
  ['a projection', (page) => page.getByLabel('Projection').fill('pk, sk, note')],
];

for (const [name, change] of PARTIAL) {
  test(`an edit of a row of ${name} writes the difference alone`, async ({ page }) => {
    await scanBy(page, change);
    expect(await edit(page)).toEqual(ITEM);
    const { tags: _, ...rest } = ITEM;
    const edited = { ...rest, note: { S: 'second' } };
    await type(page, edited);
    await expect(differences(page)).toHaveCount(4);
    await expect(difference(page, 'note')).toHaveText(/changed.*first.*second/);
    await expect(difference(page, 'tags')).toHaveText(/removed.*x.*y/);
    await page.getByText('The request', { exact: true }).last().click();
    const request = page.getByRole('region', { name: 'UpdateItem request' });
    await expect(request).toContainText('SET #note = :note REMOVE #tags');
    await expect(request).toContainText(
      'attribute_exists(#pk) AND #note = :note2 AND #tags = :tags',
    );
    await save(page);
    await expect(writeAnswer(page)).toContainText('UpdateItem done.');
    expect(await stored(page)).toEqual(edited);
  });
}

test('an edit of a row of a statement writes the difference alone', async ({ page }) => {
  await chooseOperation(page, 'Other');
  await page.getByLabel('Operation name').fill('ExecuteStatement');
  const json = page.getByRole('textbox', { name: 'Request JSON' });
  await json.fill(JSON.stringify({ Statement: 'SELECT pk, sk, note FROM "orders"."some"' }));
  await page.getByRole('button', { name: 'Run ExecuteStatement' }).click();
  await expect(rows(page)).toHaveCount(1);
  expect(await edit(page)).toEqual(ITEM);
  await type(page, { ...ITEM, note: { S: 'second' } });
  await save(page);
  await expect(writeAnswer(page)).toContainText('UpdateItem done.');
  await expect(rows(page).first()).toContainText('second');
  expect(await stored(page)).toEqual({ ...ITEM, note: { S: 'second' } });
});

test('a row without its key says what it lacks', async ({ page }) => {
  await page.getByLabel('Projection').fill('pk, note');
  await run(page, 'Scan');
  await page.getByRole('button', { name: 'Item 1', exact: true }).click();
  await expect(page.getByText('read it with its key: pk and sk of orders')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0);

  await test.step('also where a column of a path is called like the key', async () => {
    await chooseOperation(page, 'Other');
    await page.getByLabel('Operation name').fill('ExecuteStatement');
    await page
      .getByRole('textbox', { name: 'Request JSON' })
      .fill(JSON.stringify({ Statement: 'SELECT pk, place.sk FROM orders' }));
    await page.getByRole('button', { name: 'Run ExecuteStatement' }).click();
    await expect(page.getByRole('columnheader')).toHaveText(['Item', 'pk', 'sk']);
    await expect(page.getByText('read it with its key: pk and sk of orders')).toBeVisible();
  });
});

test('an edit is refused when somebody else wrote there, and can be put on theirs', async ({
  page,
}) => {
  await edit(page);
  await type(page, { ...ITEM, note: { S: 'mine' } });
  const theirs = { ...ITEM, note: { S: 'theirs' }, total: { N: '2' }, more: { BOOL: true } };
  await send(page, 'PutItem', { TableName: 'orders', Item: theirs });
  await save(page);
  await expect(alert(page)).toContainText('The item has changed since it was read.');
  await expect(difference(page, 'note')).toHaveText(/changed.*first.*theirs/);
  expect(await stored(page)).toEqual(theirs);
  await page.getByRole('button', { name: 'Put my edit on the item as it is now' }).click();
  await expect(difference(page, 'note')).toHaveText(/changed.*theirs.*mine/);
  await expect(differences(page)).toHaveCount(3);
  await save(page);
  await expect(writeAnswer(page)).toContainText('UpdateItem done.');
  expect(await stored(page)).toEqual({ ...theirs, note: { S: 'mine' } });
});

test('an item is edited by keyboard, through a conflict: the focus is where the work is', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Item 1', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Edit', exact: true }).press('Enter');
  const box = page.getByRole('dialog').getByLabel('Item', { exact: true });
  await expect(box).toBeFocused();
  await type(page, { ...ITEM, note: { S: 'mine' } });
  await send(page, 'PutItem', { TableName: 'orders', Item: { ...ITEM, note: { S: 'theirs' } } });
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(alert(page)).toBeFocused();
  await page.getByRole('button', { name: 'Put my edit' }).press('Enter');
  await expect(box).toBeFocused();
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeFocused();
  expect(await stored(page)).toEqual({ ...ITEM, note: { S: 'mine' } });
});

test('in a narrow window the editor keeps its form', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await edit(page);
  const box = await page.getByRole('checkbox', { name: 'Only if unchanged' }).boundingBox();
  expect(box).toMatchObject({ width: 16, height: 16 });
});

test('an edit without the condition overwrites what it names, and nothing else', async ({
  page,
}) => {
  await edit(page);
  await type(page, { ...ITEM, note: { S: 'mine' } });
  const theirs = { ...ITEM, note: { S: 'theirs' }, total: { N: '2' } };
  await send(page, 'PutItem', { TableName: 'orders', Item: theirs });
  await page.getByRole('checkbox', { name: 'Only if unchanged' }).uncheck();
  await save(page);
  await expect(writeAnswer(page)).toContainText('UpdateItem done.');
  expect(await stored(page)).toEqual({ ...theirs, note: { S: 'mine' } });
});

test('an item that is gone is said to be gone, and not made anew unasked', async ({ page }) => {
  await edit(page);
  await type(page, { ...ITEM, note: { S: 'mine' } });
  await send(page, 'DeleteItem', { TableName: 'orders', Key: KEY });
  await page.getByRole('checkbox', { name: 'Only if unchanged' }).uncheck();
  await save(page);
  await expect(alert(page)).toContainText('The item is gone.');
  expect(await stored(page)).toBeUndefined();
  await page.getByRole('button', { name: 'Write it as a new item' }).click();
  await save(page);
  await expect(writeAnswer(page)).toContainText('PutItem done.');
  expect(await stored(page)).toEqual({ ...ITEM, note: { S: 'mine' } });
});

test('an edit of the key moves the item', async ({ page }) => {
  await edit(page);
  await type(page, { ...ITEM, sk: { N: '2' } });
  await expect(page.getByText('Another key is another item')).toBeVisible();
  await save(page);
  await expect(writeAnswer(page)).toContainText('TransactWriteItems done.');
  expect(await stored(page)).toBeUndefined();
  expect(await stored(page, { ...KEY, sk: { N: '2' } })).toEqual({ ...ITEM, sk: { N: '2' } });
});

test('a value without a type is told before anything is sent', async ({ page }) => {
  await edit(page);
  await type(page, { ...ITEM, place: { M: { town: 'Bern' } } });
  await expect(page.getByText('place.town needs one type, as in {"S": "text"}.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('an edit that is not saved is left after a question only', async ({ page }) => {
  const box = page.getByRole('dialog').getByLabel('Item', { exact: true });
  const question = page.getByText('The edit is not saved.');
  await edit(page);
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);

  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const edited = JSON.stringify({ ...ITEM, note: { S: 'mine' } }, null, 2);
  await box.fill(edited);
  await expect(page.getByRole('heading', { name: 'What changes' })).toBeInViewport();
  // Twice without a click between: browsers would close it without asking.
  for (let time = 0; time < 2; time++) {
    await page.keyboard.press('Escape');
    await expect(question).toBeVisible();
    await expect(page.getByRole('button', { name: 'Keep editing' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await expect(box).toBeFocused();
  }
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(box).toHaveValue(edited);

  await page.goBack();
  await page.goForward();
  await expect(box).toHaveValue(edited);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Drop the edit' }).click();
  await expect(box).toHaveCount(0);
  expect(await stored(page)).toEqual(ITEM);
});

test('a reload asks before an edit is lost', async ({ page }) => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await edit(page);
  await type(page, { ...ITEM, note: { S: 'mine' } });
  await page.evaluate(() => {
    location.reload();
  });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('an item is deleted after a question, and the rows stay', async ({ page }) => {
  await page.getByRole('button', { name: 'Item 1', exact: true }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await stored(page)).toEqual(ITEM);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete item' }).click();
  await expect(writeAnswer(page)).toContainText('DeleteItem done.');
  await expect(rows(page).first()).toContainText('first');
  await expect(rows(page).first()).toContainText('deleted');
  await expect(page.getByText('These rows were read before the last write.')).toBeVisible();
  expect(await stored(page)).toBeUndefined();
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByText('No items. 0 scanned.')).toBeVisible();
});
