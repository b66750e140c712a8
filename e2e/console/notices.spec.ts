import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Database } from 'hashrange/external';
import { openConsole, overflow } from './console-page.ts';

/** At the devtools prompt: a trigger whose handler fails gives up a record. */
async function giveUp(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => 'hashrange' in globalThis);
  await page.evaluate(async (trigger) => {
    const { hashrange: db } = globalThis as unknown as { readonly hashrange: Database };
    const TableName = 'orders';
    await db.ensureTable({ TableName, pk: 'id' });
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
    await db.send('UpdateTable', { TableName, StreamSpecification }).catch(() => undefined);
    const failing = db.trigger(trigger, { table: TableName, retries: 0 }, () => {
      throw new Error('no');
    });
    await failing.idle();
    await db.send('PutItem', { TableName, Item: { id: { S: trigger } } });
    await failing.idle();
    await failing.stop();
  }, name);
}

test('what the database tells is shown in every tab until somebody dismisses it, by keyboard too', async ({
  context,
}) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await openConsole(one);
  await openConsole(other);
  await giveUp(other, 'mail');
  for (const page of [one, other]) {
    await expect(page.getByRole('status')).toContainText(
      'The trigger mail gave up 1 record of orders',
    );
  }
  await giveUp(one, 'search');
  const notices = one.getByRole('region', { name: 'Notices' });
  await expect(one.getByRole('status')).toContainText('The trigger search gave up');
  await notices.getByText('1 more').press('Enter');
  await expect(notices.getByRole('listitem')).toContainText('The trigger mail gave up');
  await notices.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(notices.getByText('gave up')).toHaveCount(0);
});

for (const theme of ['light', 'dark']) {
  test(`notices are clean in the ${theme} theme, and fit a narrow page`, async ({ page }) => {
    await openConsole(page);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    for (const name of ['mail', 'search', 'x'.repeat(200)]) await giveUp(page, name);
    await expect(page.getByRole('status')).toContainText('xxx');
    await page.getByText('2 more').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    await page.setViewportSize({ width: 420, height: 800 });
    expect(await overflow(page)).toBe(0);
  });
}
