/** Who works by keyboard alone never begins at the top of the page again. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import {
  alert,
  chooseOperation,
  createTable,
  openConsole,
  openTable,
  rows,
  run,
  send,
} from './console-page.ts';

function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

async function press(place: Locator): Promise<void> {
  await place.press('Enter');
}

/** Opens the dialog and leaves it by Escape. */
async function openAndLeave(opener: Locator): Promise<void> {
  await press(opener);
  await expect(opener.page().getByRole('dialog')).toBeVisible();
  await opener.page().keyboard.press('Escape');
  await expect(opener.page().getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
}

test.beforeEach(async ({ page }) => {
  await openConsole(page);
});

test('the focus stays while items are read, edited and deleted', async ({ page }) => {
  const main = page.getByRole('main');
  await openAndLeave(button(page, 'Create table'));
  await createTable(page, 'notes', 'String');
  await expect(main).toBeFocused();
  await send(page, 'PutItem', { TableName: 'notes', Item: { pk: { S: 'a' }, sk: { S: '1' } } });

  await test.step('a request runs, is refused, and runs again', async () => {
    const runScan = button(page, 'Run Scan');
    await press(runScan);
    await expect(rows(page)).toHaveCount(1);
    await expect(runScan).toBeFocused();
    const json = page.getByRole('textbox', { name: 'Request JSON' });
    const request = await json.inputValue();
    await json.fill('{"TableName":"notes","Limit":0}');
    await press(runScan);
    await expect(alert(page)).toBeVisible();
    await expect(page.getByLabel('Figures')).toHaveCount(0);
    await expect(runScan).toBeFocused();
    await json.fill(request);
    await press(runScan);
    await expect(alert(page)).toHaveCount(0);
    await expect(runScan).toBeFocused();
  });

  await test.step('the dialogs of an item close', async () => {
    await press(button(page, 'Item 1'));
    await expect(button(page, 'Item 1')).toBeFocused();
    await openAndLeave(button(page, 'Edit'));
    await openAndLeave(button(page, 'Delete'));
    await press(button(page, 'Edit'));
    const box = page.getByRole('dialog').getByLabel('Item', { exact: true });
    await expect(box).toBeFocused();
    await box.fill('{"pk":{"S":"a"},"sk":{"S":"1"},"note":{"S":"b"}}');
    await press(button(page, 'Save'));
    await expect(button(page, 'Edit')).toBeFocused();
  });

  await test.step('an item is deleted, and its row goes', async () => {
    await press(button(page, 'Delete'));
    await press(button(page, 'Delete item'));
    await expect(button(page, 'Delete')).toBeFocused();
    await press(button(page, 'Read again'));
    await expect(page.getByText('No items. 0 scanned.')).toBeVisible();
    await expect(main).toBeFocused();
  });
});

test('the focus stays with the settings of a table, and goes to the page when it is deleted', async ({
  page,
}) => {
  const main = page.getByRole('main');
  await createTable(page, 'notes', 'String');
  for (const tab of ['Stream', 'Details', 'Explore', 'Stream']) {
    await press(page.getByRole('link', { name: tab, exact: true }));
    await expect(page.getByRole('link', { name: tab, exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await expect(main).toBeFocused();
  }
  await press(button(page, 'Enable stream'));
  await expect(button(page, 'Pause')).toBeFocused();
  await openAndLeave(button(page, 'Disable stream'));
  await press(button(page, 'Disable stream'));
  await press(button(page, 'Disable it'));
  await expect(button(page, 'Enable stream')).toBeFocused();

  await press(page.getByRole('link', { name: 'Details' }));
  await openAndLeave(button(page, 'Add global index'));
  await page.getByLabel('Attribute with the time').fill('until');
  await press(button(page, 'Switch time to live on'));
  await expect(button(page, 'Switch time to live off')).toBeFocused();
  await page.getByLabel('Region of a new replica').fill('eu-west-1');
  await press(button(page, 'Add replica'));
  const deletion = button(page, 'Delete the replica in eu-west-1');
  await expect(deletion).toBeVisible();
  await expect(button(page, 'Add replica')).toBeFocused();
  await openAndLeave(deletion);
  await press(deletion);
  await press(button(page, 'Delete it from eu-west-1'));
  await expect(page.getByLabel('Region of a new replica')).toBeFocused();

  await openAndLeave(button(page, 'Delete table'));
  await press(button(page, 'Delete table'));
  await press(button(page, 'Delete notes'));
  await expect(page.getByText('No tables yet.')).toBeVisible();
  await expect(main).toBeFocused();
});

test('the focus stays with pages that are turned to their end, and with a log that is cleared', async ({
  page,
}) => {
  for (let number = 10; number < 40; number++) {
    await send(page, 'CreateTable', {
      TableName: `table${String(number)}`,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
  }
  const pages = page.getByRole('group', { name: 'Pages: Tables', exact: true });
  const next = pages.getByRole('button', { name: 'Next' });
  await press(next);
  await expect(pages.getByText('26–30 of 30')).toBeVisible();
  await expect(next).toBeFocused();
  await press(next);
  await expect(pages.getByText('26–30 of 30')).toBeVisible();

  for (const view of ['Regions', 'Any request', 'Log', 'Tables']) {
    await press(page.getByRole('link', { name: view, exact: true }));
    await expect(page).toHaveTitle(new RegExp(`^${view} `));
    await expect(page.getByRole('main')).toBeFocused();
  }
  await openTable(page, 'table10');
  await run(page, 'Scan');
  await press(page.getByRole('link', { name: 'Log', exact: true }));
  await press(button(page, 'Clear log'));
  await expect(page.getByText('No requests yet.')).toBeVisible();
  await expect(button(page, 'Clear log')).toBeFocused();
});

test('the focus stays with the filters when one is taken away', async ({ page }) => {
  await createTable(page, 'notes', 'String');
  await chooseOperation(page, 'Scan');
  await press(button(page, 'Add filter'));
  await press(button(page, 'Remove filter 1'));
  await expect(button(page, 'Add filter')).toBeFocused();
});
