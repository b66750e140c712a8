/**
 * A site that has used up what the browser lets it store: 6 MB, in items of 195 KB. What frees room is taken, the database opens again
 * and is read. In a private window what is deleted is free at once; on the disk Chromium counts its own files, which shrink when they are
 * compacted.
 */
import type { Page } from '@playwright/test';
import { chromium, expect, test } from '@playwright/test';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/find-browser.ts';
import type { Full } from '../pages/full.ts';

const QUOTA_BYTES = 6_000_000;
const ITEM_BYTES = 195_000;
const ITEMS_MOST = 40;

/** Runs in the page with what the page exposes. */
function inPage<A, R>(page: Page, work: (full: Full, argument: A) => Promise<R>, argument: A) {
  return page.evaluate<R>(`(${work.toString()})(window.full, ${JSON.stringify(argument)})`);
}

const ask = async (page: Page, operation: string, input: object): Promise<string> => {
  const answer = await inPage(page, (full, [name, body]) => full.ask(name, body), [
    operation,
    { TableName: 'notes', ...input },
  ] as const);
  return `${String(answer.status)} ${answer.status === 200 ? '' : answer.body}`.trim();
};

const keyOf = (item: number): object => ({ id: { S: `item-${String(item)}` } });
const put = async (page: Page, item: number): Promise<number> =>
  (await inPage(page, (full, [id, bytes]) => full.put(id, bytes), [item, ITEM_BYTES] as const))
    .status;
const remove = (page: Page, item: number): Promise<string> =>
  ask(page, 'DeleteItem', { Key: keyOf(item) });
const names = (page: Page): Promise<string[]> => inPage(page, (full) => full.names(), null);

async function open(page: Page): Promise<void> {
  await page.waitForFunction('window.full');
  await inPage(page, (full) => full.open(), null);
}

/** Opens the page, with so much room, and fills the database; answers how many items it took. */
async function fillUp(page: Page, baseURL: string): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await page.goto(`${baseURL}pages/full.html`);
  const { origin } = new URL(baseURL);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA_BYTES });
  await open(page);
  const { taken, refusal } = await inPage(page, (full, [bytes, most]) => full.fill(bytes, most), [
    ITEM_BYTES,
    ITEMS_MOST,
  ] as const);
  expect(refusal).toContain('There is no room left');
  expect(refusal).toContain('nothing was written');
  expect(taken).toBeGreaterThan(5);
  return taken;
}

test('a private window whose quota is used up is emptied, opened again and filled again', async ({
  page,
  baseURL,
}) => {
  const taken = await fillUp(page, baseURL ?? '');
  for (const item of [0, 1, 2, 3]) expect(await remove(page, item)).toBe('200');
  expect(await put(page, 0)).toBe(200);
  await page.reload();
  await open(page);
  expect((await names(page)).length).toBe(taken - 3);
  for (const item of [4, 5]) expect(await remove(page, item)).toBe('200');
  await page.reload();
  await open(page);
  expect(await put(page, 1)).toBe(200);
  expect((await names(page)).length).toBe(taken - 4);
  await inPage(page, (full) => full.reset(), null);
  await open(page);
  const { taken: again } = await inPage(page, (full, [bytes, most]) => full.fill(bytes, most), [
    ITEM_BYTES,
    ITEMS_MOST,
  ] as const);
  expect(again).toBeGreaterThan(5);
});

test('a profile on the disk whose quota is used up is emptied, opened again and written again', async ({
  baseURL,
}) => {
  const profile = newProfile('quota');
  const executablePath = findBrowser('chromium');
  const context = await chromium.launchPersistentContext(profile, {
    args: [...CHROMIUM_FLAGS],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    const page = await context.newPage();
    const taken = await fillUp(page, baseURL ?? '');
    expect(await remove(page, 0)).toBe('200');
    await page.reload();
    await open(page);
    expect((await names(page)).length).toBe(taken - 1);
    for (let item = 1; item < taken; item++) expect(await remove(page, item)).toBe('200');
    expect(await put(page, 0)).toBe(200);
    expect(await names(page)).toEqual(['item-0']);
  } finally {
    await context.close();
    removeProfile(profile);
  }
});

test('at the very edge of the quota one item makes room for another, again and again', async ({
  page,
  baseURL,
}) => {
  const taken = await fillUp(page, baseURL ?? '');
  for (const item of [0, 1, 2, 3, 4]) {
    expect(await remove(page, item)).toBe('200');
    expect(await put(page, item)).toBe(200);
  }
  expect((await names(page)).length).toBe(taken);
});
