import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { chooseOperation, createTable, openConsole, overflow, run, send } from './console-page.ts';

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
}

async function openThemed(page: Page, theme: string): Promise<void> {
  await openConsole(page);
  await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
}

for (const theme of ['light', 'dark']) {
  test(`tables and their creation are clean in the ${theme} theme`, async ({ page }) => {
    await openThemed(page, theme);
    await expectClean(page);
    await page.getByRole('button', { name: 'Create table' }).click();
    await page.getByRole('button', { name: 'Add global index' }).click();
    await page.getByRole('button', { name: 'Add local index' }).click();
    await expectClean(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    for (const name of ['Log', 'Any request', 'Regions']) {
      await page.getByRole('link', { name, exact: true }).click();
      await expectClean(page);
    }
  });

  test(`the forms of requests are clean in the ${theme} theme`, async ({ page }) => {
    await openThemed(page, theme);
    await createTable(page, 'notes');
    for (const operation of ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Other']) {
      await chooseOperation(page, operation);
      await expectClean(page);
    }
  });

  test(`an item and its dialogs are clean in the ${theme} theme`, async ({ page }) => {
    await openThemed(page, theme);
    await createTable(page, 'notes');
    const Item = { pk: { S: 'a' }, sk: { N: '1' }, b: { BOOL: true }, m: { M: {} } };
    await send(page, 'PutItem', { TableName: 'notes', Item: { ...Item, x: { B: 'AQ==' } } });
    await run(page, 'Scan');
    await page.getByRole('button', { name: 'Item 1', exact: true }).click();
    await expectClean(page);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const box = page.getByRole('dialog').getByLabel('Item', { exact: true });
    await expect(box).toHaveValue(/AQ==/);
    await box.fill('{"pk":{"S":"a"},"sk":{"N":"1"},"b":{"BOOL":false}}');
    await page.keyboard.press('Escape');
    await expectClean(page);
    await page.getByRole('button', { name: 'Drop the edit' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The request', { exact: true }).click();
    await expectClean(page);
  });

  test(`answers and a table’s details are clean in the ${theme} theme`, async ({ page }) => {
    await openThemed(page, theme);
    await createTable(page, 'notes');
    await run(page, 'Scan');
    await page.getByRole('radio', { name: 'Response JSON' }).check();
    await expectClean(page);
    await page
      .getByRole('textbox', { name: 'Request JSON' })
      .fill('{"TableName":"notes","Limit":0}');
    await run(page, 'Scan');
    await expect(page.getByRole('alert')).toBeVisible();
    await expectClean(page);
    for (const name of ['Details', 'Log']) {
      await page.getByRole('link', { name, exact: true }).click();
      await expectClean(page);
    }
  });

  test(`indexes are clean in the ${theme} theme`, async ({ page }) => {
    await openThemed(page, theme);
    await createTable(page, 'notes');
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Add global index' }).click();
    await page.getByLabel('Index name').fill('by-sk');
    await page.getByLabel('Partition key', { exact: true }).fill('sk');
    await page.getByLabel('Projection').selectOption('Keys and these');
    await page.getByLabel('Attributes beside the keys').fill('text');
    await expect(page.getByText('An attribute has one type.')).toBeVisible();
    await expectClean(page);
    await page.getByLabel('Partition key type').selectOption('Number');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expectClean(page);
    await page.getByRole('button', { name: 'Delete index by-sk' }).click();
    await expectClean(page);
  });
}

test('an index is added and deleted with the keyboard alone', async ({ page }) => {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await openConsole(page);
  await createTable(page, 'notes');
  await press('Tab', 'Tab', 'Tab', 'Enter');
  await expect(page.getByRole('heading', { name: 'Indexes' })).toBeVisible();
  await press('Tab', 'Tab', 'Tab', 'Tab');
  await expect(page.getByRole('button', { name: 'Add global index' })).toBeFocused();
  await press('Enter');
  await expect(page.getByLabel('Index name')).toBeFocused();
  await page.keyboard.type('by-day');
  await press('Tab', 'Tab');
  await expect(page.getByLabel('Partition key', { exact: true })).toBeFocused();
  await page.keyboard.type('day');
  await press('Enter');
  await expect(page.getByRole('row', { name: 'by-day' })).toContainText('ACTIVE');

  await expect(page.getByRole('button', { name: 'Add global index' })).toBeFocused();
  await press('Tab', 'Tab');
  const opener = page.getByRole('button', { name: 'Delete index by-day' });
  const confirm = page.getByRole('button', { name: 'Delete by-day' });
  await expect(opener).toBeFocused();
  await press('Enter');
  const keep = page.getByRole('button', { name: 'Keep it' });
  await expect(keep).toBeFocused();
  await press('Escape');
  await expect(opener).toBeFocused();
  await press('Enter');
  await expect(keep).toBeFocused();
  await press('Tab');
  await expect(confirm).toBeFocused();
  await press('Enter');
  await expect(page.getByText('No indexes.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add global index' })).toBeFocused();
});

test('a table is made and queried with the keyboard alone', async ({ page }) => {
  await openConsole(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Create table' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Table name')).toBeFocused();
  await page.keyboard.type('notes');
  await page.keyboard.press('Tab');
  await page.keyboard.type('pk');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'notes', level: 1 })).toBeVisible();

  await expect(page.getByRole('main')).toBeFocused();
  for (const link of ['Explore', 'Stream', 'Details']) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: link })).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'Scan' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Query' })).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Scan' })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('No items. 0 scanned.')).toBeVisible();
});

test('nothing is wider than a small screen', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await openConsole(page);
  await createTable(page, 'notes');
  await run(page, 'Scan');
  expect(await overflow(page)).toBe(0);
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Add global index' }).click();
  await page.getByLabel('Index name').fill('by-day');
  await page.getByLabel('Partition key', { exact: true }).fill('day');
  expect(await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth)).toBeLessThan(400);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row', { name: 'by-day' })).toBeVisible();
  expect(await overflow(page)).toBe(0);
});
