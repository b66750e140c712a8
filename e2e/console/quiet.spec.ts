import { expect, test, type Page } from '@playwright/test';
import type { Database } from 'hashrange/external';
import { createTable, openConsole, run, send } from './console-page.ts';

/** All that the devtools would show: a policy that refuses something complains there too. */
test('no view of the console says anything in the devtools', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.message));
  await openConsole(page);
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
  await createTable(page, 'notes');
  await page.getByRole('radio', { name: 'PutItem', exact: true }).check();
  await page.getByLabel('Item', { exact: true }).fill('{"pk":{"S":"a"},"sk":{"N":"1"}}');
  await run(page, 'PutItem');
  await run(page, 'Scan');
  for (const tab of ['Stream', 'Details']) {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await expect(page.getByRole('link', { name: tab, exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
  }
  for (const view of ['Regions', 'Any request', 'Log', 'Tables']) {
    await page.getByRole('link', { name: view, exact: true }).first().click();
    await expect(page).toHaveTitle(new RegExp(`^${view} `));
  }
  expect(said).toEqual([]);
});

interface Asking {
  /** What the page has asked its database for, one by one, whichever way it went. */
  readonly asked: string[];
}

/** From here on the page counts its requests and questions: calls as `[confirmed, number, { target }, ...]`, questions as `{ ask, question }`. */
async function countRequests(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const note = (message: unknown): void => {
      if (Array.isArray(message)) {
        for (const part of message as readonly unknown[])
          if (typeof part === 'object' && part !== null && 'target' in part)
            asked.push(String(part.target));
      } else if (typeof message === 'object' && message !== null && 'question' in message) {
        asked.push(String(message.question));
      }
    };
    const ways: readonly { postMessage: unknown }[] = [
      Worker.prototype,
      MessagePort.prototype,
      BroadcastChannel.prototype,
    ];
    for (const way of ways) {
      way.postMessage = new Proxy(way.postMessage as () => void, {
        apply: (post, target, values: readonly unknown[]) => {
          note(values[0]);
          Reflect.apply(post, target, [...values] as []);
        },
      });
    }
  });
}

const asked = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as Asking).asked);

/** So long nothing happens, by the time of the database. Longer than any pause between two looks has been. */
function rest(page: Page, ms: number): Promise<void> {
  return page.evaluate(
    (pauseMs) =>
      new Promise<void>((resolve) => {
        const { hashrange } = globalThis as unknown as { readonly hashrange: Database };
        hashrange.host.after(pauseMs, resolve);
      }),
    ms,
  );
}

test('a console that nobody touches asks for nothing, and hears what another tab changes', async ({
  context,
}) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  for (const page of [one, other]) {
    await countRequests(page);
    await openConsole(page);
    await page.waitForFunction(() => 'hashrange' in globalThis);
  }
  const both = (): Promise<(readonly string[])[]> => Promise.all([asked(one), asked(other)]);
  const definition = one.getByRole('banner').getByRole('definition');
  await expect(definition.filter({ hasText: 'owner of 2' })).toBeVisible();

  for (const [maker, watcher] of [
    [one, other],
    [other, one],
  ] as const) {
    // What was written last is told of within a second.
    await rest(one, 2_000);
    const before = await both();
    expect(before[0]?.length).toBeGreaterThan(0);
    await rest(one, 6_000);
    expect(await both()).toEqual(before);

    const TableName = maker === one ? 'by-the-owner' : 'by-the-follower';
    await maker.evaluate((name) => {
      const { hashrange } = globalThis as unknown as { readonly hashrange: Database };
      return hashrange.ensureTable({ TableName: name, pk: 'id' });
    }, TableName);
    await expect(watcher.getByRole('row', { name: TableName })).toBeVisible();
    await send(maker, 'PutItem', { TableName, Item: { id: { S: 'a' } } });
    const row = watcher.getByRole('row', { name: TableName });
    await expect(row.getByRole('cell', { name: '1', exact: true })).toBeVisible();
  }
});

test('a table that another tab deletes goes from the list, and its settings are shown anew', async ({
  context,
}) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await openConsole(one);
  await createTable(one, 'notes');
  await one.getByRole('link', { name: 'Details', exact: true }).click();
  await expect(one.getByRole('button', { name: 'Switch time to live on' })).toBeVisible();
  await openConsole(other);
  await other.waitForFunction(() => 'hashrange' in globalThis);
  await send(other, 'UpdateTimeToLive', {
    TableName: 'notes',
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'ends' },
  });
  await expect(one.getByRole('button', { name: 'Switch time to live off' })).toBeVisible();
  await one.getByRole('link', { name: 'Tables', exact: true }).first().click();
  await expect(one.getByRole('row', { name: 'notes' })).toBeVisible();
  await send(other, 'DeleteTable', { TableName: 'notes' });
  await expect(one.getByRole('row', { name: 'notes' })).toHaveCount(0);
});

test('a database that another tab destroys is told of to a page that asks for nothing', async ({
  context,
}) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await openConsole(one);
  await openConsole(other);
  await other.waitForFunction(() => 'hashrange' in globalThis);
  await other.evaluate(() =>
    (globalThis as unknown as { readonly hashrange: Database }).hashrange.destroy(),
  );
  for (const page of [one, other])
    await expect(page.getByRole('heading', { name: 'The database is not open' })).toBeVisible();
});
