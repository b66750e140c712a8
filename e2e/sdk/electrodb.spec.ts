import { expect, test } from '@playwright/test';
import { step } from './step.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/pages/electrodb.html');
  expect(await step(page, 'createTable')).toBe('ACTIVE');
});

test('an entity is created once, patched under a condition', async ({ page }) => {
  expect(await step(page, 'createAndGet')).toMatchObject({
    data: {
      shelf: 'a',
      isbn: '001',
      title: 'Structure',
      copies: 1,
      subjects: ['maths', 'programs'],
    },
    again: expect.stringContaining('conditional request failed'),
  });
  expect(await step(page, 'conditionalPatch')).toEqual({ copies: 0, refused: true });
});

test('cursors page through an item collection', async ({ page }) => {
  expect(await step(page, 'pages')).toEqual([4, 4, 2]);
});

test('a service writes a transaction and reads a collection', async ({ page }) => {
  expect(await step(page, 'transaction')).toEqual({ canceled: false, books: 1, labels: 1 });
});
