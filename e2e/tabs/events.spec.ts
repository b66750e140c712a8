/** What a database tells its pages unasked, whichever tab runs it. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { call } from './page-calls.ts';

async function listening(page: Page, name: string): Promise<void> {
  await page.goto('pages/tabs.html');
  await call(page, 'open', name);
  await call(page, 'listen');
}

const heard = (page: Page): Promise<readonly string[]> => call(page, 'heard');

test('events reach every tab, and go on from the next owner when the owner closes', async ({
  context,
}) => {
  const [first, second, third] = [
    await context.newPage(),
    await context.newPage(),
    await context.newPage(),
  ];
  await listening(first, 'events');
  await listening(second, 'events');
  await call(second, 'giveUp', 'mail');
  const mail = 'given-up mail RetryAttemptsExhausted 1';
  await expect.poll(() => heard(first)).toEqual([mail]);
  await expect.poll(() => heard(second)).toEqual([mail]);

  await first.close();
  await expect.poll(() => heard(second)).toEqual([mail, 'owner owner']);
  await listening(third, 'events');
  await call(third, 'giveUp', 'search');
  const search = 'given-up search RetryAttemptsExhausted 1';
  await expect.poll(() => heard(second)).toEqual([mail, 'owner owner', search]);
  await expect.poll(() => heard(third)).toEqual([search]);
});

test('a page hears that another tab runs the database now', async ({ context }) => {
  const [first, second, third] = [
    await context.newPage(),
    await context.newPage(),
    await context.newPage(),
  ];
  for (const page of [first, second, third]) await listening(page, 'followed');
  await first.close();
  await expect
    .poll(async () => [...(await heard(second)), ...(await heard(third))].sort())
    .toEqual(['owner follower', 'owner owner']);
});

test('a page hears that its store is lost', async ({ context, page: other }) => {
  const page = await context.newPage();
  await listening(page, 'to-be-lost');
  await other.goto('pages/inline.html');
  await other.evaluate(() => {
    indexedDB.deleteDatabase('hashrange/to-be-lost/us-east-1');
  });
  await call(page, 'askUntilRefused');
  await expect.poll(() => heard(page)).toEqual([expect.stringMatching(/^storage-lost [0-9a-f]+/)]);
});

test('every tab hears of tables, of tabs and of the end, and who asks then sees it', async ({
  context,
}) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await listening(first, 'changes');
  await call(first, 'listenToChanges');
  await listening(second, 'changes');
  await call(second, 'listenToChanges');
  await expect.poll(() => heard(first)).toEqual(['tabs 2']);
  await call(second, 'makeTable', 'made');
  const made = 'tables made,tabs';
  await expect.poll(() => heard(first)).toEqual(['tabs 2', made]);
  await expect.poll(() => heard(second)).toEqual([made]);
  await call(second, 'destroy');
  await expect.poll(() => heard(first)).toEqual(['tabs 2', made, 'ended destroyed']);
  // The handle that destroys knows.
  expect(await heard(second)).toEqual([made]);
});

test('a page is told how much the browser keeps, and how safely', async ({ page }) => {
  await page.goto('pages/tabs.html');
  await call(page, 'open', 'room');
  const { used, quota, persisted } = await call(page, 'storage');
  expect(used).toBeGreaterThan(0);
  expect(quota).toBeGreaterThan(used ?? 0);
  expect(persisted).toBe(false);
});

/** The person, or the browser in their place, lets the page keep its data. */
async function letItPersist(page: Page, browserName: string): Promise<void> {
  const context = page.context();
  if (browserName === 'firefox') {
    await context.grantPermissions(['persistent-storage']);
    return;
  }
  // Of that name Playwright knows nothing in Chromium.
  const devtools = await context.newCDPSession(page);
  const { targetInfo } = await devtools.send('Target.getTargetInfo');
  await devtools.send('Browser.setPermission', {
    permission: { name: 'persistent-storage' },
    setting: 'granted',
    origin: new URL(page.url()).origin,
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  });
}

test('a page that asks is told whether the browser will keep its data', async ({
  page,
  browserName,
}) => {
  await page.goto('pages/tabs.html');
  await call(page, 'open', 'kept');
  // Chromium refuses by itself a page that nobody has come to often; Firefox asks the person, and nobody is there to answer.
  if (browserName === 'chromium') expect(await call(page, 'persist')).toBe(false);
  expect((await call(page, 'storage')).persisted).toBe(false);
  await letItPersist(page, browserName);
  expect(await call(page, 'persist')).toBe(true);
  const { used, quota, persisted } = await call(page, 'storage');
  expect(persisted).toBe(true);
  expect(used).toBeGreaterThan(0);
  expect(quota).toBeGreaterThan(used ?? 0);
});
