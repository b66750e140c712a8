/** Tabs of the last release beside tabs of this one: docs/guarantees.md, "One Region, any number of tabs". */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Database, HashrangeError } from 'hashrange/external';
import { call } from './page-calls.ts';
import { TABLE } from './protocol.ts';

/** How the library of the last release has answered. */
interface Old {
  readonly code: string | undefined;
  readonly message: string;
  /** Ids of the items that were put, each acknowledged. */
  readonly stored: readonly string[];
}

/** Opens the database with the last release's library, and puts items until it is refused or has put so many. */
async function putInLastRelease(page: Page, name: string, countMax: number): Promise<Old> {
  return page.evaluate(
    async ({ database, table, most }) => {
      const url = new URL('last-release/external.js', document.baseURI).href;
      const { open } = (await import(url)) as { open: (name: string) => Promise<Database> };
      const stored: string[] = [];
      try {
        const db = await open(database);
        await db.ensureTable({ TableName: table, pk: 'id' });
        while (stored.length < most) {
          const id = `old-${crypto.randomUUID()}`;
          await db.send('PutItem', { TableName: table, Item: { id: { S: id } } });
          stored.push(id);
        }
        return { code: undefined, message: '', stored };
      } catch (error) {
        const { code, message } = error as HashrangeError;
        return { code, message, stored };
      }
    },
    { database: name, table: TABLE, most: countMax },
  );
}

async function twoPages(page: Page): Promise<readonly [old: Page, young: Page]> {
  const young = await page.context().newPage();
  for (const each of [page, young]) await each.goto('pages/tabs.html');
  return [page, young];
}

test('a tab of the last release that has the database gives it to a new one, and is told to reload', async ({
  page,
}) => {
  const [old, young] = await twoPages(page);
  await putInLastRelease(old, 'met', 5);
  const refused = putInLastRelease(old, 'met', Number.POSITIVE_INFINITY);
  const { role } = await call(young, 'open', 'met');
  expect(role).toBe('owner');
  const { code, message, stored } = await refused;
  expect(code).toBe('protocol');
  expect(message).toContain('reload the page');
  const ids = await call(young, 'ids');
  expect(ids).toEqual(expect.arrayContaining([...stored]));
  expect(ids.length).toBeGreaterThanOrEqual(stored.length + 5);
});

test('a tab of the last release is not let in while a new one has the database', async ({
  page,
}) => {
  const [old, young] = await twoPages(page);
  const { epoch } = await call(young, 'open', 'held');
  await call(young, 'start', 'young');
  const { code, message, stored } = await putInLastRelease(old, 'held', 1);
  expect(code).toBe('protocol');
  expect(message).toContain('reload the page');
  expect(stored).toEqual([]);
  await call(young, 'gapUntilAnswered');
  expect(await call(young, 'status')).toMatchObject({ role: 'owner', epoch });
  expect((await call(young, 'finish')).faults).toEqual([]);
});

test('a tab of the last release does not touch what a new one has written', async ({ page }) => {
  const [old, young] = await twoPages(page);
  await putInLastRelease(old, 'changed', 1);
  await old.reload();
  await call(young, 'open', 'changed');
  await call(young, 'put', 'young');
  await young.close();
  const { code, message } = await putInLastRelease(old, 'changed', 1);
  expect([code, message]).toEqual(['newer-format', expect.stringContaining('newer')]);
  await old.reload();
  await call(old, 'open', 'changed');
  const ids = await call(old, 'ids');
  expect(ids).toHaveLength(2);
  expect(ids).toContain('young');
});
