import { expect, test, type Locator, type Page } from '@playwright/test';
import { createTable, openConsole } from './console-page.ts';

function role(page: Page): Locator {
  return page
    .getByRole('banner')
    .getByRole('definition')
    .filter({ hasText: /owner|follower/ });
}

test('a second tab follows the first, sees the same tables and says so', async ({ context }) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await openConsole(one);
  await expect(role(one)).toHaveText('owner');
  await createTable(one, 'notes');
  await openConsole(other);
  await expect(other.getByRole('row', { name: 'notes' })).toBeVisible();
  await expect(role(other)).toHaveText('follower of 2');
  await expect(role(one)).toHaveText('owner of 2');
  await one.close();
  await expect(role(other)).toHaveText('owner', { timeout: 20_000 });
  await expect(other.getByRole('row', { name: 'notes' })).toBeVisible();
});
