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

test('a page is told how much the browser keeps, and how safely', async ({ page }) => {
  await page.goto('pages/tabs.html');
  await call(page, 'open', 'room');
  const { used, quota, persisted } = await call(page, 'storage');
  expect(used).toBeGreaterThan(0);
  expect(quota).toBeGreaterThan(used ?? 0);
  expect(persisted).toBe(false);
});
