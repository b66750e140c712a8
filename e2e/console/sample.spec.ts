import { expect, test } from '@playwright/test';
import {
  chooseOperation,
  figure,
  loadSample,
  openConsole,
  rows,
  run,
  SAMPLE_TIMEOUT_MS,
} from './console-page.ts';

test.describe.configure({ timeout: SAMPLE_TIMEOUT_MS + 60_000 });

test('the sample loads, is queried every way, and outlives a reload', async ({ page }) => {
  await openConsole(page);
  await expect(page.getByRole('link', { name: 'GeoNames' })).toBeVisible();
  await loadSample(page);
  await expect(page.getByRole('row', { name: /^cities ACTIVE/ })).toContainText('171,075');

  await test.step('begins_with on the sort key', async () => {
    await page.getByRole('link', { name: 'Explore it' }).click();
    await chooseOperation(page, 'Query');
    await page.getByLabel('Partition key country').fill('US');
    await page.getByLabel('Sort key operator').selectOption('begins_with');
    await page.getByLabel('Sort key place').fill('CA#075#');
    await run(page, 'Query');
    await expect(figure(page, 'Pages')).toHaveText('1');
    await expect(rows(page).filter({ hasText: 'San Francisco' }).first()).toBeVisible();
    await expect(rows(page).filter({ hasNotText: 'California' })).toHaveCount(0);
  });

  await test.step('between, backwards, with a limit, page after page', async () => {
    await page.getByLabel('Sort key operator').selectOption('between');
    await page.getByLabel('Sort key place').fill('CA#');
    await page.getByLabel('Sort key upper bound').fill('CA$');
    await page.getByLabel('Descending').check();
    await page.getByLabel('Limit').fill('5');
    await run(page, 'Query');
    await expect(figure(page, 'Returned')).toHaveText('5');
    await expect(rows(page).first()).toContainText('CA#115#');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(figure(page, 'Pages')).toHaveText('2');
    await expect(figure(page, 'Returned')).toHaveText('10');
    await expect(rows(page)).toHaveCount(10);
  });

  await test.step('a filter with a projection warns when it throws most away', async () => {
    await page.getByLabel('Limit').fill('');
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByLabel('Filter 1 attribute').fill('city');
    await page.getByLabel('Filter 1 operator').selectOption('begins_with');
    await page.getByLabel('Filter 1 value').fill('San F');
    await page.getByLabel('Projection').fill('city, lat');
    await run(page, 'Query');
    await expect(page.getByText('kept less than 10 %')).toBeVisible();
    await expect(page.getByRole('columnheader')).toHaveText(['Item', 'city', 'lat']);
  });

  await test.step('a scan is cut at one megabyte and shown page by page', async () => {
    await page.getByRole('button', { name: 'Remove filter 1' }).click();
    await page.getByLabel('Projection').fill('');
    await run(page, 'Scan');
    await expect(rows(page)).toHaveCount(50);
    await expect(page.getByText('More follow.')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('button', { name: 'Item 51', exact: true })).toBeVisible();
  });

  await test.step('everything is there after a reload', async () => {
    await page.reload();
    await page.getByRole('link', { name: 'Tables' }).click();
    await expect(page.getByRole('row', { name: /^cities ACTIVE/ })).toContainText('171,075');
    await expect(page.getByText('Sample loaded: 171,075 places.')).toBeVisible();
    await page.getByRole('link', { name: 'Explore it' }).click();
    await chooseOperation(page, 'Query');
    await page.getByLabel('Partition key country').fill('US');
    await page.getByLabel('Sort key operator').selectOption('begins_with');
    await page.getByLabel('Sort key place').fill('CA#');
    await run(page, 'Query');
    await expect(figure(page, 'Returned')).toHaveText('1,115');
  });
});

test('a load cut short by a reload goes on by itself', async ({ page }) => {
  await openConsole(page);
  await page.getByRole('button', { name: 'Load sample' }).click();
  const progress = page.getByRole('progressbar', { name: 'Loading the sample' });
  await expect
    .poll(async () => Number(await progress.getAttribute('value')))
    .toBeGreaterThan(13_000);
  await page.reload();
  await expect(page.getByText('Sample loaded: 171,075 places.')).toBeVisible({
    timeout: SAMPLE_TIMEOUT_MS,
  });
  await expect(page.getByRole('row', { name: /^cities ACTIVE/ })).toContainText('171,075');
});

test('a cancelled load stays cancelled until it is taken up again', async ({ page }) => {
  await openConsole(page);
  await page.getByRole('button', { name: 'Load sample' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Continue loading sample' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Continue loading sample' })).toBeVisible();
});
