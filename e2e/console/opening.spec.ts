/** What is said while the database opens, and when it cannot. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { createTable, openConsole } from './console-page.ts';

/** A page of the same origin that has no database open. */
async function besides(page: Page): Promise<void> {
  await page.goto('/sample/');
}

async function deleteStore(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('hashrange/default/us-east-1');
        request.onsuccess = () => {
          resolve();
        };
        request.onerror = () => {
          reject(new Error('not deleted'));
        };
      }),
  );
}

test('a lost database is told of on every visit, until the loss is accepted', async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
  await besides(page);
  await deleteStore(page);
  for (const visit of ['first', 'second']) {
    await page.goto('/');
    await expect(
      page.getByRole('heading', { name: 'The browser has lost this database' }),
      visit,
    ).toBeVisible();
  }
  await expect(page.getByRole('definition').filter({ hasText: /^\d{4}-\d\d-\d\d$/ })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Accept the loss and begin anew' }).press('Enter');
  await expect(page.getByText('No tables yet.')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await createTable(page, 'anew');
  await page.goto('/');
  await expect(page.getByRole('row', { name: /^anew/ })).toBeVisible();
});

test('a database of a newer version is deleted when its name is typed, not before', async ({
  page,
}) => {
  await openConsole(page);
  await besides(page);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('hashrange/default/us-east-1', 1_000_000);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => {
          reject(new Error('not opened'));
        };
      }),
  );
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'The database is not open' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete the database' }).click();
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Delete default' })).toBeDisabled();
  await page.getByLabel('Type default to delete it').fill('default');
  await page.getByRole('button', { name: 'Delete default' }).press('Enter');
  await expect(page.getByText('No tables yet.')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});

test('an opening that takes longer than a moment shows how far it is', async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
  await page.addInitScript(() => {
    // As if the worker had taken a second to start.
    let late = 0;
    globalThis.PerformanceMark = class extends PerformanceMark {
      override get startTime(): number {
        return super.startTime + late;
      }
    };
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        late = 1_000;
      }
    };
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const bar = document.querySelector('progress[aria-label="Opening the database"]');
      if (bar !== null) seen.push(bar.parentElement?.innerText ?? '');
    }).observe(document, { childList: true, subtree: true, attributes: true });
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'notes', level: 1 })).toBeVisible();
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen.join('\n')).toMatch(/\d+ of \d+ records of its log are replayed\./);
});

test('the database is at the devtools prompt when the console is first seen', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelector('h1')?.textContent !== 'Tables') return;
      seen.disconnect();
      // When everything of this turn has run.
      setTimeout(() => Object.assign(globalThis, { wasThere: 'hashrange' in globalThis }));
    });
    seen.observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto('/');
  await page.waitForFunction(() => 'wasThere' in globalThis);
  expect(await page.evaluate(() => (globalThis as { wasThere?: boolean }).wasThere)).toBe(true);
});
