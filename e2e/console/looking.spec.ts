/** The console sees what others write, soon and without being told. */
import { expect, test, type Page } from '@playwright/test';
import { createTable, openConsole, run, send } from './console-page.ts';

function make(page: Page, name: string): Promise<unknown> {
  return send(page, 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
}

test('a page whose clock stands still sees what another tab and the prompt make', async ({
  context,
}) => {
  const [console, app] = [await context.newPage(), await context.newPage()];
  await console.clock.install();
  await openConsole(console);
  await console.clock.pauseAt(Date.now() + 60_000);
  await openConsole(app);
  await make(app, 'by-the-app');
  await expect(console.getByRole('row', { name: /^by-the-app/ })).toBeVisible();
  await make(console, 'at-the-prompt');
  await expect(console.getByRole('row', { name: /^at-the-prompt/ })).toBeVisible();
  await console.getByRole('link', { name: 'Regions', exact: true }).click();
  await console.getByLabel('Region to open').fill('eu-west-1');
  await console.getByRole('button', { name: 'Open Region' }).click();
  await expect(console.getByRole('region', { name: /^Link eu-west-1/ })).toBeVisible();
});

/** A page that can be told to be out of sight. */
async function canBeAway(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let isAway = false;
    Object.defineProperty(document, 'hidden', { get: () => isAway });
    Object.assign(globalThis, {
      away: (value: boolean) => {
        isAway = value;
        document.dispatchEvent(new Event('visibilitychange'));
      },
    });
  });
}

function go(page: Page, away: boolean): Promise<void> {
  return page.evaluate((value) => {
    (globalThis as unknown as { away: (value: boolean) => void }).away(value);
  }, away);
}

test('who comes back to the console does not wait for its next look', async ({ page }) => {
  await canBeAway(page);
  await openConsole(page);
  await go(page, true);
  await make(page, 'meanwhile');
  await go(page, false);
  await expect(page.getByRole('row', { name: /^meanwhile/ })).toBeVisible({ timeout: 1_000 });
});

test('a database that is gone is told of, whatever was asked of it', async ({ context }) => {
  const [console, other] = [await context.newPage(), await context.newPage()];
  const errors: Error[] = [];
  console.on('pageerror', (error) => errors.push(error));
  await canBeAway(console);
  await openConsole(console);
  await createTable(console, 'notes', 'String');
  await run(console, 'Scan');
  // It does not notice before it is asked.
  await go(console, true);
  await openConsole(other);
  // There from the opening of the database on.
  await other.waitForFunction(() => 'hashrange' in globalThis);
  await other.evaluate(() =>
    (globalThis as unknown as { hashrange: { destroy: () => Promise<void> } }).hashrange.destroy(),
  );
  await console.getByRole('button', { name: 'Run Scan' }).press('Enter');
  await expect(console.getByRole('heading', { name: 'The database is not open' })).toBeVisible();
  await expect(console.getByRole('main')).toBeFocused();
  expect(errors).toEqual([]);
});
