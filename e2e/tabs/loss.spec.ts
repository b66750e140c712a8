/** Tabs that have a database open while it is deleted under them: by a developer tool, another script, or with the data of the site. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { call } from './page-calls.ts';

const open = async (page: Page, url: string, name: string): Promise<Page> => {
  await page.goto(url);
  expect((await call(page, 'openAndAsk', name)).code).toBeUndefined();
  return page;
};

/** Deletes the database as a script does that knows nothing of hashrange. */
async function deleteDatabase(page: Page, name: string): Promise<void> {
  await page.evaluate(
    (database) =>
      new Promise((resolve, reject) => {
        const deletion = indexedDB.deleteDatabase(database);
        deletion.onsuccess = resolve;
        deletion.onerror = reject;
      }),
    `hashrange/${name}/us-east-1`,
  );
}

test('tabs whose database another script has deleted are told, and go on when they accept it', async ({
  context,
  baseURL,
}) => {
  const name = 'deleted';
  const url = `${baseURL ?? ''}pages/tabs.html`;
  const pages = [await context.newPage(), await context.newPage(), await context.newPage()];
  for (const page of pages) await open(page, url, name);
  const [first, second, third] = pages as [Page, Page, Page];
  await call(first, 'makeTable', 'kept');
  await deleteDatabase(second, name);
  for (const page of pages) {
    const told = await call(page, 'askUntilRefused');
    expect(told).toMatchObject({ code: 'storage-lost' });
    expect(told.lost).toBeDefined();
    expect(told.message).toContain('lost');
  }
  // For as long as nobody has accepted it, in each tab and after a reload.
  await second.reload();
  const { code, lost } = await call(second, 'openAndAsk', name);
  expect(code).toBe('storage-lost');
  expect(await call(first, 'openAndAsk', name)).toMatchObject({ code: 'storage-lost', lost });
  const anew = await call(first, 'openAndAsk', name, lost);
  expect(anew).toMatchObject({ code: undefined, tables: [] });
  await call(first, 'makeTable', 'anew');
  expect((await call(second, 'openAndAsk', name)).tables).toEqual(['anew']);
  // The handle of the lost database stays one.
  expect((await call(third, 'ask')).code).toBe('storage-lost');
  await call(third, 'destroyByName', name);
  expect((await call(second, 'askUntilRefused')).code).toBe('destroyed');
  expect(await call(third, 'openAndAsk', name)).toMatchObject({ code: undefined, tables: [] });
});

test('tabs whose site data are cleared are told, and none goes on with an empty database', async ({
  context,
  baseURL,
  browserName,
}) => {
  const name = 'cleared';
  const url = `${baseURL ?? ''}pages/tabs.html`;
  const pages = [await context.newPage(), await context.newPage()];
  for (const page of pages) await open(page, url, name);
  const [first, second] = pages as [Page, Page];
  await call(first, 'makeTable', 'kept');
  if (browserName === 'chromium') {
    const session = await context.newCDPSession(second);
    const { origin } = new URL(url);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  } else {
    // WebDriver has no word for it.
    await second.evaluate(() => {
      localStorage.clear();
    });
    await deleteDatabase(second, name);
  }
  // A visitor that comes now finds nothing, and nothing tells that there was something.
  const visitor = await open(await context.newPage(), url, name);
  for (const page of pages) {
    expect(await call(page, 'askUntilRefused')).toMatchObject({ code: 'storage-lost' });
    expect(await call(page, 'ask')).toMatchObject({ code: 'storage-lost' });
  }
  // This page knows better, until it accepts.
  const { code, lost } = await call(first, 'openAndAsk', name);
  expect(code).toBe('storage-lost');
  await call(visitor, 'makeTable', 'anew');
  expect((await call(first, 'openAndAsk', name, lost)).tables).toEqual(['anew']);
});
