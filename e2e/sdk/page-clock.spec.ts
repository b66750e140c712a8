import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { step } from './step.ts';

const HOUR_MS = 3_600_000;
const CALLED_TWICE = { calls: [true, true], handled: 1, discarded: 0, state: 'stopped' };

const aheadBy = (hours: number): number => Date.now() + hours * HOUR_MS;

/** Whatever the page can ask of its database is answered. */
async function everythingAnswers(page: Page): Promise<void> {
  expect(await step(page, 'failOnce')).toEqual(CALLED_TWICE);
  expect(await step(page, 'window')).toBe(true);
  expect(await step(page, 'tail')).toBe(true);
  expect(await step(page, 'giveUp')).toEqual([1, 'RetryAttemptsExhausted']);
  expect(await step(page, 'calls')).toHaveLength(6);
}

test.describe('a record is as old as its database says', () => {
  test('where the clock was set before the library came', async ({ page }) => {
    await page.clock.install({ time: aheadBy(25) });
    await page.goto('/pages/clock.html');
    expect(await step(page, 'failOnce')).toEqual(CALLED_TWICE);
  });

  test('where the clock was set afterwards', async ({ page }) => {
    await page.goto('/pages/clock.html');
    await step(page, 'put');
    await page.clock.install({ time: aheadBy(25) });
    expect(await step(page, 'failOnce')).toEqual(CALLED_TWICE);
  });

  test('where the clock is run ahead meanwhile', async ({ page }) => {
    await page.clock.install();
    await page.goto('/pages/clock.html');
    await step(page, 'put');
    const failing = step(page, 'failOnce');
    for (let day = 0; day < 3; day++) await page.clock.fastForward('25:00:00');
    expect(await failing).toEqual(CALLED_TWICE);
  });
});

test.describe('every call is answered while the page has no time', () => {
  test('from before the library came', async ({ page }) => {
    await page.clock.install();
    await page.clock.pauseAt(aheadBy(1));
    await page.goto('/pages/clock.html');
    await everythingAnswers(page);
    expect(await step(page, 'end')).toBe('ended');
  });

  test('from when the database was open', async ({ page }) => {
    await page.goto('/pages/clock.html');
    await step(page, 'put');
    await page.clock.install();
    await page.clock.pauseAt(aheadBy(1));
    await everythingAnswers(page);
    expect(await step(page, 'end')).toBe('ended');
  });

  test('in a tab that another one serves', async ({ context }) => {
    const owner = await context.newPage();
    await owner.goto('/pages/clock.html');
    await step(owner, 'put');
    const page = await context.newPage();
    await page.clock.install();
    await page.clock.pauseAt(aheadBy(1));
    await page.goto('/pages/clock.html');
    await everythingAnswers(page);
    await owner.close();
    await everythingAnswers(page);
  });
});

test('a record that is given up is told of, and nothing is written to the console', async ({
  page,
}) => {
  const written: string[] = [];
  page.on('console', (message) => written.push(message.text()));
  await page.goto('/pages/clock.html');
  expect(await step(page, 'giveUp')).toEqual([1, 'RetryAttemptsExhausted']);
  expect(written).toEqual([]);
});
