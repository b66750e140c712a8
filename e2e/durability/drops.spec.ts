import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { storedPages } from './stored-pages.ts';

/** Two of them fill a page. */
const ITEM_BYTES = 20_000;
const ITEMS = 200;

async function opened(page: Page): Promise<void> {
  await page.goto('/pages/full.html');
  await page.waitForFunction(() => window.full !== undefined);
  await page.evaluate(() => window.full?.open());
}

test('the pages of a table that is dropped go, although the page is reloaded in the midst of it', async ({
  page,
}) => {
  await opened(page);
  const statuses = await page.evaluate(
    async ([items, bytes]) => {
      const { full } = window;
      if (full === undefined) return [];
      const puts = Array.from({ length: items }, (_, i) => full.put(i, bytes));
      return (await Promise.all(puts)).map(({ status }) => status);
    },
    [ITEMS, ITEM_BYTES] as const,
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  // The checkpoint writes them when the store rests.
  await expect.poll(() => storedPages(page, 'full')).toBeGreaterThan(ITEMS / 4);
  const dropped = await page.evaluate(() =>
    window.full?.ask('DeleteTable', { TableName: 'notes' }),
  );
  expect(dropped?.status).toBe(200);
  await opened(page);
  await expect.poll(() => storedPages(page, 'full')).toBeLessThan(ITEMS / 8);
  const scanned = await page.evaluate(() => window.full?.ask('Scan', { TableName: 'notes' }));
  expect(JSON.parse(scanned?.body ?? '')).toMatchObject({ Count: 0 });
});
