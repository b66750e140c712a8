import { expect, test } from '@playwright/test';
import { step } from './step.ts';

const ORDERS = [0, 1, 2, 3, 4, 5, 6].map((i) => `order-${i}`);
const LATE = ORDERS.map((id) => id.replace('order', 'late'));
const LAST = ORDERS.map((id) => id.replace('order', 'very-late'));

test('a tail goes on behind what was confirmed, after a reload', async ({ page }) => {
  await page.goto('/pages/following.html');
  await step(page, 'createTables');
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
  await step(first, 'createTables');
  await step(first, 'write');
  await step(first, 'handle');
  expect(await step(first, 'handled')).toEqual(ORDERS);
  const second = await context.newPage();
  await second.goto('/pages/following.html');
  await step(second, 'handle');
  expect(await step(second, 'handled')).toEqual([]);
  await first.close();
  // A tab that closes may live long enough to handle what is written now.
  await step(second, 'writeMore');
  await expect.poll(() => step(second, 'shipped')).toEqual([...LATE, ...ORDERS]);
  await step(second, 'writeLast');
  const handledLast = async (): Promise<readonly string[]> =>
    ((await step(second, 'handled')) as string[]).filter((id) => LAST.includes(id));
  await expect.poll(handledLast).toEqual(LAST);
});
