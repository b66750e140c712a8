/** The only tab, whose worker hangs: no other tab is there to take the database. */
import { expect, test } from '@playwright/test';
import { call as ask } from '../opening-calls.ts';
import { hangWorker, watchWorkers, workersStarted } from './own-worker.ts';
import { call } from './page-calls.ts';

/** Ten looks of a second each without a sign of life, and the opening of the next worker. */
const ANSWERED_MS = 15_000;

test.beforeEach(async ({ page }) => {
  test.setTimeout(120_000);
  await watchWorkers(page);
});

test(
  'the only tab goes on with a new worker when its own hangs',
  { tag: '@alone' },
  async ({ page, baseURL }) => {
    await page.goto(`${baseURL ?? ''}pages/tabs.html`);
    await call(page, 'open', 'hung');
    await call(page, 'start', 'only');
    await call(page, 'gapUntilAnswered');
    await call(page, 'resetGap');
    await hangWorker(page);
    expect((await call(page, 'nextOwner', 1)).role).toBe('owner');
    expect(await call(page, 'gapUntilAnswered')).toBeLessThan(ANSWERED_MS);
    const { lanes, faults } = await call(page, 'finish');
    expect(faults).toEqual([]);
    for (const { label, lane, adds } of lanes)
      expect((await call(page, 'readLane', label, lane)).counter).toBe(adds);
    expect(await workersStarted(page)).toBe(2);
  },
);

test('a database is closed although its worker hangs', async ({ page, baseURL }) => {
  await page.goto(`${baseURL ?? ''}pages/tabs.html`);
  await call(page, 'open', 'hung-at-close');
  await hangWorker(page);
  const startMs = Date.now();
  await call(page, 'close').catch((error: unknown) => {
    expect(String(error)).toContain('the database worker ended');
  });
  expect(Date.now() - startMs).toBeLessThan(20_000);
  await page.reload();
  expect((await call(page, 'open', 'hung-at-close')).role).toBe('owner');
});

test('the only tab goes on with a new worker although its page has no time', async ({
  page,
  baseURL,
}) => {
  await page.goto(`${baseURL ?? ''}pages/opening.html`);
  await ask(page, 'open', 'no-time');
  await ask(page, 'put', 'kept');
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await hangWorker(page);
  const answered = ask(page, 'ids');
  // A browser without such tasks has nothing else that goes by.
  if (!(await page.evaluate(() => 'scheduler' in globalThis))) await page.clock.resume();
  expect(await answered).toEqual(['kept']);
});
