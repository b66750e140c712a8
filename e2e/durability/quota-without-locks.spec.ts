/** A site without Web Locks that may store nothing more: the lease of its database cannot be renewed by writing. */
import { expect, test } from '@playwright/test';
import { call } from '../opening-calls.ts';
import { knowingPlainHost, plainUrl, visitPlain } from '../plain-host.ts';

const NAME = 'full';
/** Twice what a lease lasts. */
const LONG_MS = 10_000;
const REFUSED = { message: expect.stringContaining('no room left') as unknown };

test.use({
  launchOptions: async ({ launchOptions, browserName }, use) => {
    await use(knowingPlainHost(launchOptions, browserName));
  },
});

test('a database is read on, and after a reload too, and belongs to one tab', async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const cdp = await context.newCDPSession(page);
  const { origin } = new URL(plainUrl(baseURL));
  await visitPlain(page, baseURL);
  await call(page, 'open', NAME);
  for (const id of ['a', 'b']) await call(page, 'put', id);

  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  // The browser goes by what it last knew of the room for a while.
  await expect.poll(async () => call(page, 'put', 'b'), { timeout: 60_000 }).toMatchObject(REFUSED);
  const startMs = Date.now();
  while (Date.now() - startMs < LONG_MS) expect(await call(page, 'ids')).toEqual(['a', 'b']);
  expect(await call(page, 'put', 'c')).toMatchObject(REFUSED);
  const second = await context.newPage();
  await visitPlain(second, baseURL);
  expect(await call(second, 'open', NAME)).toMatchObject({ code: 'storage-full' });
  expect(await call(page, 'ids')).toEqual(['a', 'b']);

  await page.reload();
  expect(await call(page, 'open', NAME)).toEqual(expect.any(Number));
  expect(await call(page, 'ids')).toEqual(['a', 'b']);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin });
  await expect.poll(async () => call(page, 'put', 'c')).toEqual({});
  expect(await call(page, 'ids')).toEqual(['a', 'b', 'c']);
  expect(await call(second, 'open', NAME)).toMatchObject({ code: 'in-use' });
});
