import { expect, test } from '@playwright/test';
import { step } from './step.ts';

const ORDERS = [0, 1, 2, 3, 4, 5, 6].map((i) => `order-${i}`);
const LATE = ORDERS.map((id) => id.replace('order', 'late'));

test('a tail goes on behind what was confirmed, after a reload', async ({ page }) => {
  await page.goto('/pages/following.html');
  await step(page, 'createTable');
  await step(page, 'write');
  expect(await step(page, 'take')).toEqual(ORDERS.slice(0, 4));
  await page.reload();
  // The fourth was taken, and not confirmed.
  expect(await step(page, 'take')).toEqual(ORDERS.slice(3));
});

test('a trigger handles every record in one tab, and goes on in another when that one closes', async ({
  context,
}) => {
  const first = await context.newPage();
  await first.goto('/pages/following.html');
  await step(first, 'createTable');
  await step(first, 'write');
  await step(first, 'handle');
  expect(await step(first, 'handled')).toEqual(ORDERS);
  const second = await context.newPage();
  await second.goto('/pages/following.html');
  await step(second, 'handle');
  expect(await step(second, 'handled')).toEqual([]);
  await first.close();
  await step(second, 'writeMore');
  await expect.poll(() => step(second, 'handled')).toEqual(LATE);
});
