import { expect, test } from '@playwright/test';
import { step } from './step.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/pages/client.html');
  expect(await step(page, 'createTable')).toEqual({ name: 'orders', status: 'ACTIVE' });
});

test('every attribute type comes back as it was put', async ({ page }) => {
  expect(await step(page, 'putAndGet')).toEqual({
    customer: 'ada',
    order: '1',
    lines: expect.stringContaining('pen'),
    tags: ['express', 'gift'],
    seal: [0, 127, 255],
    isOpen: true,
    note: null,
    place: 'Zürich \u{1f58b}',
    requestId: expect.stringMatching(/./),
  });
});

test('numbers keep 38 digits', async ({ page }) => {
  expect(await step(page, 'bigNumber')).toBe('12345678901234567890123456789012345678');
});

test('a conditional update moves a state once and hands back the item that refused it', async ({
  page,
}) => {
  expect(await step(page, 'conditionalUpdate')).toMatchObject({
    state: 'sent',
    moves: '2',
    refused: {
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      item: { state: { S: 'sent' } },
    },
  });
});

test('the paginator walks a range backwards', async ({ page }) => {
  expect(await step(page, 'pagedQuery')).toEqual([
    [23, 22, 21, 20, 19, 18, 17, 16],
    [15, 14, 13, 12, 11, 10, 9, 8],
    [7, 6, 5, 4, 3],
  ]);
});

test('a transaction applies whole or not at all', async ({ page }) => {
  expect(await step(page, 'transaction')).toEqual({
    name: 'TransactionCanceledException',
    codes: ['None', 'ConditionalCheckFailed'],
    halfApplied: false,
  });
});

test('an abort signal ends the wait and nothing else', async ({ page }) => {
  await step(page, 'putAndGet');
  expect(await step(page, 'abort')).toEqual({ name: 'AbortError', aliveAfter: true });
});

test('errors carry the names the SDK documents', async ({ page }) => {
  expect(await step(page, 'errorNames')).toEqual({
    noTable: 'ResourceNotFoundException',
    noKey: 'ValidationException',
    notHere: 'UnknownOperationException',
  });
});

test('items survive a reload', async ({ page }) => {
  await step(page, 'putAndGet');
  await page.reload();
  expect(await step(page, 'readBack')).toEqual({ S: 'Zürich \u{1f58b}' });
});
