/** Two Regions of a database in two tabs of a browser: what is written while they do not hear each other is there in both in the end. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

const HOME = 'eu-west-1';
const AWAY = 'us-east-1';
const TableName = 'shared';
const BOTH_WRITE = 'both';

type Json = Readonly<Record<string, unknown>>;

/** What the spec uses of the handle that the page has. */
interface Handle {
  readonly send: (operation: string, input: Json) => Promise<Json>;
  readonly regions: {
    readonly setLink: (from: string, to: string, troubles: Json) => Promise<void>;
    readonly describe: () => Promise<
      readonly { readonly ConflictCount: number; readonly Replicas: readonly Json[] }[]
    >;
  };
}

interface Tab {
  readonly name: string;
  readonly send: (operation: string, input: Json) => Promise<Json>;
  /** Cuts or heals the link that ends here. */
  readonly setLink: (from: string, isCut: boolean) => Promise<void>;
  readonly conflicts: () => Promise<number>;
  /** Every item, as text, in order. */
  readonly items: () => Promise<readonly string[]>;
}

async function tabOf(page: Page, baseURL: string | undefined, name: string): Promise<Tab> {
  await page.goto(`${baseURL ?? ''}pages/region.html?region=${name}`);
  await page.waitForFunction(() => 'region' in window);
  const send = (operation: string, input: Json): Promise<Json> =>
    page.evaluate(
      ([op, given]) => (window as unknown as { readonly region: Handle }).region.send(op, given),
      [operation, input] as const,
    );
  return {
    name,
    send,
    setLink: (from, isCut) =>
      page.evaluate(
        ([source, target, Cut]) =>
          (window as unknown as { readonly region: Handle }).region.regions.setLink(
            source,
            target,
            { Cut },
          ),
        [from, name, isCut] as const,
      ),
    conflicts: () =>
      page.evaluate(async () => {
        const [state] = await (
          window as unknown as { readonly region: Handle }
        ).region.regions.describe();
        return state?.ConflictCount ?? 0;
      }),
    items: async () => {
      const { Items } = await send('Scan', { TableName });
      return (Items as readonly unknown[]).map((item) => JSON.stringify(item)).sort();
    },
  };
}

function put(tab: Tab, id: string): Promise<Json> {
  return tab.send('PutItem', { TableName, Item: { id: { S: id }, by: { S: tab.name } } });
}

test('two Regions in two tabs, cut off from each other and written on both sides, are equal once they are healed', async ({
  context,
  baseURL,
}) => {
  const home = await tabOf(await context.newPage(), baseURL, HOME);
  const away = await tabOf(await context.newPage(), baseURL, AWAY);
  await home.send('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  for (const id of ['old', 'gone', BOTH_WRITE]) await put(home, id);
  await home.send('UpdateTable', {
    TableName,
    ReplicaUpdates: [{ Create: { RegionName: AWAY } }],
  });
  await expect
    .poll(async () => JSON.stringify(await home.send('DescribeTable', { TableName })))
    .toContain(`"RegionName":"${AWAY}","ReplicaStatus":"ACTIVE"`);
  await expect.poll(away.items).toEqual(await home.items());

  await home.setLink(AWAY, true);
  await away.setLink(HOME, true);
  for (let i = 0; i < 20; i++) {
    await put(home, `home-${i}`);
    await put(away, `away-${i}`);
  }
  await home.send('DeleteItem', { TableName, Key: { id: { S: 'gone' } } });
  await put(home, BOTH_WRITE);
  await put(away, BOTH_WRITE);
  expect(await home.items()).toHaveLength(22);
  expect(await away.items()).toHaveLength(23);

  await home.setLink(AWAY, false);
  await away.setLink(HOME, false);
  await expect.poll(away.items, { timeout: 20_000 }).toHaveLength(42);
  await expect.poll(home.items, { timeout: 20_000 }).toEqual(await away.items());
  // The later writer won, in both.
  expect(await home.items()).toContain(JSON.stringify({ id: { S: BOTH_WRITE }, by: { S: AWAY } }));
  expect((await home.conflicts()) + (await away.conflicts())).toBeGreaterThan(0);
});
