import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { openConsole, overflow } from './console-page.ts';

const HERE = 'us-east-1';
const THERE = 'eu-west-1';

interface Sender {
  send(operation: string, input: object): Promise<unknown>;
}

/** Writes past the console, to the Region that it looks at. */
function put(page: Page, title: string, by: string): Promise<void> {
  return page.evaluate(
    async ([play, writer]) => {
      const db = (globalThis as unknown as { hashrange: Sender }).hashrange;
      const Item = { author: { S: 'Ibsen' }, title: { S: play }, by: { S: writer } };
      await db.send('PutItem', { TableName: 'plays', Item });
    },
    [title, by] as const,
  );
}

async function createPlays(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create table' }).click();
  await page.getByLabel('Table name').fill('plays');
  await page.getByLabel('Partition key', { exact: true }).fill('author');
  await page.getByLabel('Sort key (optional)').fill('title');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'plays', level: 1 })).toBeVisible();
}

async function addReplica(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByLabel('Region of a new replica').fill(THERE);
  await page.getByRole('button', { name: 'Add replica' }).click();
  const replica = page.getByRole('listitem').filter({ hasText: THERE });
  await expect(replica).toContainText('ACTIVE');
}

async function openRegions(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Regions', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Regions', level: 1 })).toBeVisible();
}

function regionChoice(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Region', exact: true });
}

function link(page: Page): Locator {
  return page.getByRole('switch', { name: `Link ${THERE} and ${HERE}` });
}

/** What one Region takes over from the other. */
function flow(page: Page, to: string): Locator {
  return page
    .getByRole('region', { name: 'Replication by table' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell').first().getByText(to, { exact: true }) });
}

/** How many items are on their way into a Region. */
function pending(page: Page, to: string): Locator {
  return flow(page, to).getByRole('cell').nth(4);
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
}

test('a Region is opened beside the first, and tables and requests are of the one chosen', async ({
  page,
}) => {
  await openConsole(page);
  await createPlays(page);
  await openRegions(page);
  await expect(page.getByText('One Region has no links.')).toBeVisible();
  await page.getByLabel('Region to open').fill(THERE);
  await page.keyboard.press('Enter');
  await expect(regionChoice(page)).toHaveValue(HERE);
  await expect(link(page)).toBeChecked();

  await regionChoice(page).selectOption(THERE);
  await page.getByRole('link', { name: 'Tables', exact: true }).click();
  await expect(page.getByText('No tables yet.')).toBeVisible();
  await page.reload();
  await expect(regionChoice(page)).toHaveValue(THERE);
  await expect(page.getByText('No tables yet.')).toBeVisible();
  await regionChoice(page).selectOption(HERE);
  await expect(page.getByRole('row', { name: 'plays' })).toBeVisible();
});

test('a cut link holds writes back; healed, Regions agree, and conflicts are told', async ({
  page,
}) => {
  await page.goto(`/?regions=${HERE},${THERE}`);
  await createPlays(page);
  await addReplica(page);
  await put(page, 'Brand', 'first');

  await test.step('what is written here arrives there', async () => {
    await regionChoice(page).selectOption(THERE);
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await page.getByRole('radio', { name: 'Scan' }).check();
    await expect(async () => {
      await page.getByRole('button', { name: 'Run Scan' }).click();
      await expect(page.getByRole('region', { name: 'Items' })).toContainText('Brand');
    }).toPass();
  });

  await test.step('cut, each waits for the other', async () => {
    await openRegions(page);
    await expect(flow(page, HERE)).toContainText('ACTIVE');
    await link(page).click();
    await expect(page.getByLabel(`Link ${THERE} and ${HERE}`).first()).toContainText('Cut');
    await expect(link(page)).not.toBeChecked();
    await put(page, 'Brand', 'there');
    await expect(pending(page, HERE)).toHaveText('1');
    await expect(pending(page, THERE)).toHaveText('0');
    await regionChoice(page).selectOption(HERE);
    await put(page, 'Brand', 'here, later');
    await put(page, 'Peer Gynt', 'here');
    await put(page, 'Peer Gynt', 'here, again');
    await expect(pending(page, THERE)).toHaveText('2');
    await expect(pending(page, HERE)).toHaveText('1');
    await expect(flow(page, THERE)).not.toContainText('none');
    await expect(flow(page, HERE)).not.toContainText('none');
    await expect(page.getByText('None. Two Regions')).toBeVisible();
  });

  await test.step('healed, they agree, and the conflict shows both versions', async () => {
    await link(page).click();
    await expect(link(page)).toBeChecked();
    await expect(flow(page, HERE)).toContainText('none', { timeout: 20_000 });
    await expect(flow(page, THERE)).toContainText('none', { timeout: 20_000 });
    await page.getByRole('button', { name: 'Ibsen / Brand' }).click();
    await expect(page.getByText(`plays: the write of ${HERE} won`)).toBeVisible();
    const by = page.getByRole('region', { name: 'Images' }).getByRole('row', { name: 'by' });
    await expect(by.getByRole('cell')).toHaveText(['S there', 'S here, later']);
    await expect(by).toContainText('differs');
    await page.getByRole('button', { name: 'Close conflict' }).click();
  });

  await test.step('a link is troubled, and rid of it', async () => {
    await page.getByText('Delay, loss and disorder').click();
    await page.getByLabel('Delay, ms').fill('50');
    await page.getByLabel('Lost, %').fill('20');
    await page.getByLabel('Lost, %').press('Enter');
    await expect(page.getByText('Delay, loss and disorder: 50 ms late, 20 % lost')).toBeVisible();
    await page.getByRole('button', { name: 'No trouble' }).click();
    await expect(page.getByText('Delay, loss and disorder:')).toHaveCount(0);
  });

  await test.step('a replica is deleted, after a question', async () => {
    await page.getByRole('link', { name: 'plays' }).first().click();
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('button', { name: `Delete the replica in ${THERE}` }).click();
    await page.getByRole('button', { name: `Delete it from ${THERE}` }).click();
    await expect(page.getByText(`The table is in ${HERE} alone.`)).toBeVisible();
  });
});

test('a link is cut and healed with the keyboard alone', async ({ page }) => {
  await page.goto(`/?regions=${HERE},${THERE}#/regions`);
  await expect(link(page)).toBeChecked();
  await page.getByRole('button', { name: 'Open Region' }).focus();
  await page.keyboard.press('Tab');
  await expect(link(page)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(link(page)).not.toBeChecked();
  await expect(link(page)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(link(page)).toBeChecked();
});

for (const theme of ['light', 'dark']) {
  test(`Regions are clean in the ${theme} theme, and no wider than a small screen`, async ({
    page,
  }) => {
    await page.goto(`/?regions=${HERE},${THERE}`);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    await createPlays(page);
    await addReplica(page);
    await expectClean(page);
    await openRegions(page);
    await expect(flow(page, THERE)).toContainText('ACTIVE');
    await link(page).click();
    await expect(link(page)).not.toBeChecked();
    await put(page, 'Brand', 'here');
    await regionChoice(page).selectOption(THERE);
    await put(page, 'Brand', 'there');
    await page.getByText('Delay, loss and disorder').click();
    await expectClean(page);
    await link(page).click();
    await page.getByRole('button', { name: 'Ibsen / Brand' }).click({ timeout: 20_000 });
    await expectClean(page);
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await overflow(page)).toBe(0);
  });
}
