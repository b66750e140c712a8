import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

/** Two of them fill a page. */
const ITEM_BYTES = 20_000;
const ITEMS = 200;

async function opened(page: Page): Promise<void> {
  await page.goto('/pages/full.html');
  await page.waitForFunction(() => window.full !== undefined);
  await page.evaluate(() => window.full?.open());
}

/** Pages that lie in IndexedDB: rows of tables and indexes, whosever they are. */
function storedPages(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('hashrange/full/us-east-1');
        opening.onerror = () => {
          reject(new Error(String(opening.error)));
        };
        opening.onsuccess = () => {
          const database = opening.result;
          const keys = database.transaction('page').objectStore('page').getAllKeys();
          keys.onsuccess = () => {
            database.close();
            // Rows of the reserve begin with 3.
            const names = keys.result as string[];
            resolve(names.filter((name) => name.charCodeAt(0) !== 3).length);
          };
        };
      }),
  );
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
  await expect.poll(() => storedPages(page)).toBeGreaterThan(ITEMS / 4);
  const dropped = await page.evaluate(() =>
    window.full?.ask('DeleteTable', { TableName: 'notes' }),
  );
  expect(dropped?.status).toBe(200);
  await opened(page);
  await expect.poll(() => storedPages(page)).toBeLessThan(ITEMS / 8);
  const scanned = await page.evaluate(() => window.full?.ask('Scan', { TableName: 'notes' }));
  expect(JSON.parse(scanned?.body ?? '')).toMatchObject({ Count: 0 });
});
