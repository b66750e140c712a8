/** Plain http on a host name, where browsers have no Web Locks: one tab has the database. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { call } from '../opening-calls.ts';
import { knowingPlainHost, visitPlain as visit } from '../plain-host.ts';
import { hangWorker, watchWorkers } from './own-worker.ts';

const NAME = 'notes';
const IN_USE = { code: 'in-use', message: expect.stringContaining('another tab') as unknown };
/** What a lease lasts at most. */
const LEASE_MS = 5_000;

test.use({
  launchOptions: async ({ launchOptions, browserName }, use) => {
    await use(knowingPlainHost(launchOptions, browserName));
  },
});

test.beforeEach(async ({ page, baseURL }) => {
  await visit(page, baseURL);
  expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([
    false,
    false,
  ]);
});

test('a second tab is told that the database is in use, and has it when the first has closed', async ({
  page,
  context,
  baseURL,
}) => {
  await call(page, 'open', NAME);
  const second = await context.newPage();
  await visit(second, baseURL);
  expect(await call(second, 'open', NAME)).toEqual(IN_USE);
  await call(page, 'put', 'of the first');
  await call(page, 'close');
  expect(await call(second, 'open', NAME)).toEqual(expect.any(Number));
  expect(await call(second, 'ids')).toEqual(['of the first']);
  expect(await call(page, 'open', NAME)).toEqual(IN_USE);
});

test('a tab that is reloaded, or left and come back to, has its database at once', async ({
  page,
  baseURL,
}) => {
  await call(page, 'open', NAME);
  await call(page, 'put', 'before');
  for (let reload = 0; reload < 3; reload++) {
    if (reload === 1) {
      await page.goto('about:blank');
      await visit(page, baseURL);
    } else await page.reload();
    expect(await call(page, 'open', NAME)).toBeLessThan(LEASE_MS / 2);
    expect(await call(page, 'ids')).toEqual(['before']);
  }
});

test('a tab that crashed is waited for, five seconds at most', async ({
  page,
  context,
  baseURL,
}) => {
  await call(page, 'open', NAME);
  await call(page, 'put', 'acknowledged');
  await crash(page);
  const next = await context.newPage();
  await visit(next, baseURL);
  // Who crashes says nothing.
  await next.evaluate((name) => {
    localStorage.removeItem(`hashrange/${name}/us-east-1/gone`);
  }, NAME);
  expect(await call(next, 'open', NAME)).toEqual(expect.any(Number));
  expect(await call(next, 'ids')).toEqual(['acknowledged']);
});

test('a trigger runs in one tab at a time, also when the one that had it was stopped and goes on', async ({
  page,
  context,
  baseURL,
}) => {
  await watchWorkers(page);
  await page.reload();
  await call(page, 'open', NAME);
  await call(page, 'listen');
  await call(page, 'put', 'first');
  expect(await call(page, 'handled')).toEqual(['first']);
  const second = await context.newPage();
  await visit(second, baseURL);
  expect(await call(second, 'open', NAME)).toEqual(IN_USE);

  await hangWorker(page, 2 * LEASE_MS);
  expect(await call(second, 'open', NAME)).toEqual(expect.any(Number));
  await call(second, 'listen');
  await call(second, 'put', 'second');
  expect(await call(second, 'handled')).toEqual(['second']);
  // It goes on, and finds that the database is another's.
  expect(await call(page, 'put', 'lost')).toEqual(IN_USE);
  await call(second, 'put', 'third');
  expect(await call(second, 'handled')).toEqual(['second', 'third']);
  expect(await call(page, 'handledSoFar')).toEqual(['first']);
});

test('what a worker that hangs does not answer is answered after half a minute, and the next one goes on', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await watchWorkers(page);
  await page.reload();
  await call(page, 'open', NAME);
  await call(page, 'put', 'before');
  await hangWorker(page);
  const startMs = Date.now();
  expect(await call(page, 'put', 'undecided')).toMatchObject({
    message: expect.stringContaining('No tab has answered for 30 seconds'),
  });
  const waitedMs = Date.now() - startMs;
  expect(waitedMs).toBeGreaterThan(28_000);
  expect(waitedMs).toBeLessThan(40_000);
  await expect.poll(() => call(page, 'ids')).toContain('before');
});

async function crash(page: Page): Promise<void> {
  if (page.context().browser()?.browserType().name() === 'firefox') {
    await page.close();
    return;
  }
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}
