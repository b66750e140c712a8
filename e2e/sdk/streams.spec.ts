import { expect, test } from '@playwright/test';
import { step } from './step.ts';

const CHANGES = {
  ada: ['INSERT ada  0', 'MODIFY ada 0 10'],
  grace: ['INSERT grace  0', 'REMOVE grace 0 '],
  linus: ['INSERT linus  0'],
  source: 'aws:dynamodb',
  isRecent: true,
};

test.beforeEach(async ({ page }) => {
  await page.goto('/pages/streams.html');
  expect(await step(page, 'createTable')).toEqual({
    view: 'NEW_AND_OLD_IMAGES',
    label: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
  });
  await step(page, 'write');
});

test('the streams client reads every change once, in order by key, and after a reload again', async ({
  page,
}) => {
  expect(await step(page, 'recordsFromTheStart')).toEqual(CHANGES);
  await page.reload();
  expect(await step(page, 'recordsFromTheStart')).toEqual(CHANGES);
});

test('a reader that starts now sees what comes', async ({ page }) => {
  expect(await step(page, 'recordsFromNow')).toEqual({ before: 0, after: ['INSERT alan  1'] });
});

test('refusals carry the names the SDK documents', async ({ page }) => {
  expect(await step(page, 'refusals')).toEqual({
    twice: 'ValidationException',
    garbage: 'ValidationException',
  });
});
