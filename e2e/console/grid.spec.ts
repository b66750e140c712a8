/** The grid of loaded rows: sorted as DynamoDB orders values, its columns moved by mouse and by keyboard. */
import { expect, test } from '@playwright/test';
import { createTable, openConsole, openTable, rows, run, send } from './console-page.ts';

const VALUES = [
  { N: '10' },
  { N: '9' },
  { S: 'b' },
  { S: 'Z' },
  { S: '\u{10000}' },
  { S: '\uffff' },
  { B: '/w==' },
  { B: 'AA==' },
];

test.beforeEach(async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
  for (const [index, value] of VALUES.entries()) {
    const Item = { pk: { S: 'p' }, sk: { N: String(index) }, value, name: { S: 'n' } };
    await send(page, 'PutItem', { TableName: 'notes', Item });
  }
  await send(page, 'PutItem', { TableName: 'notes', Item: { pk: { S: 'p' }, sk: { N: '100' } } });
  await openTable(page, 'notes');
  await run(page, 'Scan');
  await expect(rows(page)).toHaveCount(VALUES.length + 1);
});

test('a heading sorts what is loaded: up, down, as it came', async ({ page }) => {
  const order = async (): Promise<number[]> =>
    (await rows(page).locator('td:nth-child(3)').allInnerTexts()).map(Number);
  const head = page.getByRole('columnheader', { name: 'value' });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  expect(await order()).toEqual([1, 0, 3, 2, 5, 4, 7, 6, 100]);
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  expect(await order()).toEqual([6, 7, 4, 5, 2, 3, 0, 1, 100]);
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'none');
  expect(await order()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 100]);
});

test('what opens a row is as wide as its number, however wide the grid', async ({ page }) => {
  const toggle = await rows(page).first().locator('td').first().boundingBox();
  expect(toggle?.width).toBeLessThan(80);
});

test('columns are moved by mouse and by keyboard, and stay so', async ({ page }) => {
  const heads = page.getByRole('columnheader');
  await expect(heads).toHaveText(['Item', 'pk', 'sk', 'value', 'name']);
  await page.getByRole('button', { name: 'value', exact: true }).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(heads).toHaveText(['Item', 'value', 'pk', 'sk', 'name']);
  await expect(page.getByRole('button', { name: 'value', exact: true })).toBeFocused();
  await expect(page.getByText('value is column 1 of 4.')).toBeAttached();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(heads).toHaveText(['Item', 'value', 'pk', 'sk', 'name']);
  await page
    .getByRole('button', { name: 'name', exact: true })
    .dragTo(page.getByRole('button', { name: 'pk', exact: true }));
  await expect(heads).toHaveText(['Item', 'value', 'name', 'pk', 'sk']);
  await run(page, 'Scan');
  await expect(heads).toHaveText(['Item', 'value', 'name', 'pk', 'sk']);
});
