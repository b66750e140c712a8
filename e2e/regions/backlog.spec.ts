/** What a Region says that another one lacks, while a link is cut. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

const HERE = 'us-east-1';
const THERE = 'eu-west-1';
const TableName = 'shared';

type Json = Readonly<Record<string, unknown>>;

interface Replica {
  readonly Region: string;
  readonly PendingItems: number;
  readonly LagMs: number;
}

interface Handle {
  readonly send: (operation: string, input: Json) => Promise<Json>;
  readonly regions: {
    readonly cut: (one: string, other: string) => Promise<void>;
    readonly heal: (one: string, other: string) => Promise<void>;
    readonly describe: () => Promise<readonly { readonly Replicas: readonly Replica[] }[]>;
  };
}

const send = (page: Page, operation: string, input: Json): Promise<Json> =>
  page.evaluate(
    ([name, given]) => (window as unknown as { readonly region: Handle }).region.send(name, given),
    [operation, { TableName, ...input }] as const,
  );

/** Cuts or heals the link between the two, both ways. */
const setLink = (page: Page, work: 'cut' | 'heal'): Promise<void> =>
  page.evaluate(
    ([name, one, other]) =>
      (window as unknown as { readonly region: Handle }).region.regions[name](one, other),
    [work, HERE, THERE] as const,
  );

const put = (page: Page, id: string): Promise<Json> =>
  send(page, 'PutItem', { Item: { id: { S: id } } });

/** What the first Region says of the second, and the second of the first. */
async function told(page: Page): Promise<readonly (Replica | undefined)[]> {
  const states = await page.evaluate(() =>
    (window as unknown as { readonly region: Handle }).region.regions.describe(),
  );
  return states.map(({ Replicas }) => Replicas[0]);
}

test('in a cut each Region tells how many items the other one lacks, and since when', async ({
  page,
}) => {
  await page.goto(`/pages/region.html?region=${HERE}&with=${THERE}`);
  await page.waitForFunction(() => 'region' in window);
  await send(page, 'CreateTable', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  await put(page, 'old');
  await send(page, 'UpdateTable', { ReplicaUpdates: [{ Create: { RegionName: THERE } }] });
  const nothing = { PendingItems: 0, LagMs: 0 };
  await expect.poll(() => told(page)).toMatchObject([nothing, nothing]);

  await setLink(page, 'cut');
  const cutAt = Date.now();
  await put(page, 'new');
  await put(page, 'new');
  await send(page, 'DeleteItem', { Key: { id: { S: 'old' } } });
  await expect
    .poll(async () => (await told(page))[0]?.LagMs ?? 0, { intervals: [200] })
    .toBeGreaterThanOrEqual(2_000);
  const [here, there] = await told(page);
  expect(here).toMatchObject({ Region: THERE, PendingItems: 2 });
  expect(here?.LagMs).toBeLessThanOrEqual(Date.now() - cutAt);
  expect(there).toMatchObject({ Region: HERE, ...nothing });

  await setLink(page, 'heal');
  await expect.poll(() => told(page)).toMatchObject([nothing, nothing]);
});
