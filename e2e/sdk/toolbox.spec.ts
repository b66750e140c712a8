import { expect, test } from '@playwright/test';
import { step } from './step.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/pages/toolbox.html');
  expect(await step(page, 'createTable')).toBe('ACTIVE');
});

test('an item is put once and updated', async ({ page }) => {
  expect(await step(page, 'putOnce')).toMatchObject({
    item: { player: 'kim', game: 'go', points: 10 },
    refused: 'ConditionalCheckFailedException',
  });
  expect(await step(page, 'update')).toBe(15);
});

test('a transaction and a query in two pages', async ({ page }) => {
  expect(await step(page, 'transactionAndQuery')).toEqual(['go', 'hex']);
});
