import { expect, test, type Locator, type Page } from '@playwright/test';
import { alert, chooseOperation, openConsole, rows, run } from './console-page.ts';

const PLAYS = [
  { author: 'Ibsen', title: 'Brand', year: 1865, form: 'verse' },
  { author: 'Ibsen', title: 'A Doll’s House', year: 1879, form: 'prose' },
  { author: 'Strindberg', title: 'The Father', year: 1887, form: 'prose' },
];

function group(page: Page, name: string): Locator {
  return page.getByRole('group', { name });
}

function indexRow(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Indexes', exact: true }).getByRole('row', { name });
}

async function fillKey(
  owner: Page | Locator,
  part: 'Partition' | 'Sort',
  name: string,
  type = 'String',
): Promise<void> {
  await owner.getByRole('textbox', { name: `${part} key` }).fill(name);
  await owner.getByLabel(`${part} key type`).selectOption(type);
}

/** A table of plays with one global and one local index. */
async function createPlays(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create table' }).click();
  await page.getByLabel('Table name').fill('plays');
  await fillKey(page, 'Partition', 'author');
  await fillKey(page, 'Sort', 'title');

  await page.getByRole('button', { name: 'Add global index' }).click();
  const global = group(page, 'Global index 1');
  await expect(global.getByLabel('Index name')).toBeFocused();
  await global.getByLabel('Index name').fill('by-form');
  await fillKey(global, 'Partition', 'form');
  await fillKey(global, 'Sort', 'year', 'Number');
  await global.getByLabel('Projection').selectOption('Keys and these');
  await global.getByLabel('Attributes beside the keys').fill('note, stage');

  await page.getByRole('button', { name: 'Add local index' }).click();
  const local = group(page, 'Local index 1');
  await expect(local.getByLabel('Index name')).toBeFocused();
  await local.getByLabel('Index name').fill('in-order');
  await expect(local.getByText('author')).toBeVisible();
  await fillKey(local, 'Sort', 'year');
  await local.getByLabel('Projection').selectOption('Keys only');
}

async function putPlays(page: Page): Promise<void> {
  await chooseOperation(page, 'PutItem');
  await page.getByRole('radio', { name: 'Plain JSON' }).check();
  for (const play of PLAYS) {
    await page.getByLabel('Item', { exact: true }).fill(JSON.stringify(play));
    await run(page, 'PutItem');
    await expect(page.getByText('Done.')).toBeVisible();
  }
}

test('indexes come with a table, are queried, added and deleted', async ({ page }) => {
  await openConsole(page);

  await test.step('an attribute with two types is not sent', async () => {
    await createPlays(page);
    const local = group(page, 'Local index 1');
    const fault = local.getByText(
      '“year” is Number as the sort key of the index “by-form”. An attribute has one type.',
    );
    await expect(fault).toBeVisible();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(local.getByLabel('Sort key type')).toBeFocused();
    await local.getByLabel('Sort key type').selectOption('Number');
    await expect(fault).toBeHidden();
  });

  await test.step('what DynamoDB refuses is shown in its words', async () => {
    const name = group(page, 'Local index 1').getByLabel('Index name');
    await name.fill('by-form');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(alert(page)).toContainText('ValidationException');
    await expect(alert(page)).toContainText('Duplicate index name: by-form');
    await name.fill('in-order');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'plays', level: 1 })).toBeVisible();
  });

  await test.step('both are queried', async () => {
    await putPlays(page);
    await chooseOperation(page, 'Query');
    await page.getByLabel('Read from').selectOption('Index by-form (global)');
    await page.getByLabel('Partition key form').fill('prose');
    await page.getByLabel('Sort key operator').selectOption('>');
    await page.getByLabel('Sort key year').fill('1880');
    await run(page, 'Query');
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText('The Father');
    await page.getByLabel('Read from').selectOption('Index in-order (local)');
    await page.getByLabel('Partition key author').fill('Ibsen');
    await page.getByLabel('Sort key operator').selectOption('any value');
    await page.getByLabel('Descending').check();
    await run(page, 'Query');
    await expect(rows(page)).toHaveText([/A Doll’s House/, /Brand/]);
  });

  await test.step('the page of the table tells them', async () => {
    await page.getByRole('link', { name: 'Details' }).click();
    await expect(indexRow(page, 'by-form').getByRole('cell')).toContainText([
      'global',
      'form S',
      'year N',
      'keys, note, stage',
      'ACTIVE',
      '3',
    ]);
    await expect(indexRow(page, 'in-order').getByRole('cell')).toContainText([
      'local',
      'author S',
      'year N',
      'keys only',
    ]);
    await expect(indexRow(page, 'in-order').getByRole('button')).toHaveCount(0);
  });

  await test.step('another is added and built', async () => {
    await page.getByRole('button', { name: 'Add global index' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Index name')).toBeFocused();
    await dialog.getByLabel('Index name').fill('by-year');
    await fillKey(dialog, 'Partition', 'year');
    await expect(dialog.getByText('“year” is Number as the sort key')).toBeVisible();
    await dialog.getByLabel('Partition key type').selectOption('Number');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(indexRow(page, 'by-year')).toContainText('ACTIVE');
    await expect(indexRow(page, 'by-year').getByRole('cell').nth(5)).toHaveText('3');
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await page.getByLabel('Read from').selectOption('Index by-year (global)');
    await page.getByLabel('Partition key year').fill('1879');
    await run(page, 'Query');
    await expect(rows(page)).toHaveText([/A Doll’s House/]);
  });

  await test.step('and deleted, after a question', async () => {
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Delete index by-year' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await expect(page.getByRole('button', { name: 'Delete index by-year' })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete by-year' }).click();
    await expect(indexRow(page, 'by-year')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Add global index' })).toBeFocused();
    await expect(indexRow(page, 'by-form')).toContainText('ACTIVE');
  });

  await test.step('a request that names it still says so', async () => {
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await expect(page.getByLabel('Read from').locator(':checked')).toHaveText(
      'Index by-year (not in the table)',
    );
    await run(page, 'Query');
    await expect(alert(page)).toContainText('The table does not have the specified index: by-year');
  });
});
