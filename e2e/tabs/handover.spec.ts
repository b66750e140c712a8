/** Tabs that are closed and left in any browser: those that stay go on with the same database. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { call } from './page-calls.ts';

const NAME = 'handover';
const HANDOVERS = 4;

async function ownerOf(pages: readonly Page[]): Promise<Page> {
  for (const page of pages) if ((await call(page, 'status')).role === 'owner') return page;
  throw new Error('no tab is the owner');
}

test('tabs that stay go on when the owner is closed or left', async ({ context, baseURL }) => {
  let pages: Page[] = [];
  let opened = 0;
  const open = async (): Promise<void> => {
    const page = await context.newPage();
    await page.goto(`${baseURL ?? ''}pages/tabs.html`);
    await call(page, 'open', NAME);
    await call(page, 'start', `page-${++opened}`);
    pages.push(page);
  };
  while (pages.length < 3) await open();
  for (let handover = 0; handover < HANDOVERS; handover++) {
    const owner = await ownerOf(pages);
    const { epoch, tabs } = await call(owner, 'status');
    expect(tabs).toBe(3);
    pages = pages.filter((page) => page !== owner);
    if (handover % 2 === 0) await owner.close();
    else await owner.goto('about:blank');
    for (const page of pages) {
      expect((await call(page, 'nextOwner', epoch)).epoch).toBeGreaterThan(epoch);
      await call(page, 'gapUntilAnswered');
    }
    await open();
  }
  for (const page of pages) {
    const { lanes, faults } = await call(page, 'finish');
    expect(faults).toEqual([]);
    for (const { label, lane, adds } of lanes)
      expect((await call(page, 'readLane', label, lane)).counter).toBe(adds);
  }
});

test('a tab that closes its database leaves it to the others, one that destroys it does not', async ({
  context,
  baseURL,
}) => {
  const first = await context.newPage();
  const second = await context.newPage();
  for (const page of [first, second]) {
    await page.goto(`${baseURL ?? ''}pages/tabs.html`);
    await call(page, 'open', 'left');
  }
  await call(first, 'close');
  expect((await call(second, 'nextOwner', 1)).role).toBe('owner');
  await first.reload();
  expect((await call(first, 'open', 'left')).role).toBe('follower');
  await call(first, 'destroy');
  const refused = call(second, 'status').then(
    () => 'an answer',
    (error: unknown) => String(error),
  );
  expect(await refused).toContain('destroyed in another tab');
  await second.reload();
  expect(await call(second, 'open', 'left')).toMatchObject({ role: 'owner', epoch: 1 });
});

test('a tab that nobody sees leaves the database to one that is seen', async ({
  context,
  baseURL,
}) => {
  const [hidden, seen] = [await context.newPage(), await context.newPage()];
  for (const page of [hidden, seen]) {
    await page.goto(`${baseURL ?? ''}pages/tabs.html`);
    await call(page, 'open', 'looked-at');
    await call(page, 'start', page === hidden ? 'hidden' : 'seen');
  }
  expect((await call(hidden, 'status')).role).toBe('owner');
  await hidden.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  expect((await call(seen, 'nextOwner', 1)).role).toBe('owner');
  expect((await call(hidden, 'nextOwner', 1)).role).toBe('follower');
  for (const page of [hidden, seen]) {
    await call(page, 'gapUntilAnswered');
    const { lanes, faults } = await call(page, 'finish');
    expect(faults).toEqual([]);
    for (const { label, lane, adds } of lanes)
      expect((await call(page, 'readLane', label, lane)).counter).toBe(adds);
  }
});
