import { expect, test } from '@playwright/test';
import { createTable, openConsole, run } from './console-page.ts';

/** All that the devtools would show: a policy that refuses something complains there too. */
test('no view of the console says anything in the devtools', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.message));
  await openConsole(page);
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
  await createTable(page, 'notes');
  await page.getByRole('radio', { name: 'PutItem', exact: true }).check();
  await page.getByLabel('Item', { exact: true }).fill('{"pk":{"S":"a"},"sk":{"N":"1"}}');
  await run(page, 'PutItem');
  await run(page, 'Scan');
  for (const tab of ['Stream', 'Details']) {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await expect(page.getByRole('link', { name: tab, exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
  }
  for (const view of ['Regions', 'Any request', 'Log', 'Tables']) {
    await page.getByRole('link', { name: view, exact: true }).first().click();
    await expect(page).toHaveTitle(new RegExp(`^${view} `));
  }
  expect(said).toEqual([]);
});
