import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { openConsole, overflow } from './console-page.ts';

type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const BRAND: Item = { author: { S: 'Ibsen' }, title: { S: 'Brand' } };

async function createPlays(page: Page, stream = 'New and old images'): Promise<void> {
  await page.getByRole('button', { name: 'Create table' }).click();
  await page.getByLabel('Table name').fill('plays');
  await page.getByLabel('Partition key', { exact: true }).fill('author');
  await page.getByLabel('Sort key (optional)').fill('title');
  await page.getByLabel('Stream').selectOption(stream);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'plays', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Stream' }).click();
}

/** Sends a request past the console, as a script of the page would. */
function send(page: Page, operation: string, input: object): Promise<void> {
  return page.evaluate(
    async ([name, body]) => {
      const db = (globalThis as unknown as { hashrange: Sender }).hashrange;
      await db.send(name, body);
    },
    [operation, input] as const,
  );
}

interface Sender {
  send(operation: string, input: object): Promise<unknown>;
}

function put(page: Page, item: Item): Promise<void> {
  return send(page, 'PutItem', { TableName: 'plays', Item: item });
}

function records(page: Page): Locator {
  return page.getByRole('region', { name: 'Records' }).locator('tbody tr');
}

function state(page: Page): Locator {
  return page.getByLabel('Tail of the stream').getByRole('status');
}

function attribute(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Images' }).getByRole('row', { name });
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
}

test('a stream is enabled, tailed live and disabled', async ({ page }) => {
  await openConsole(page);
  await createPlays(page, 'None');

  await test.step('it is enabled with what its records carry', async () => {
    await expect(page.getByRole('heading', { name: 'plays has no stream' })).toBeVisible();
    await page.getByRole('radio', { name: 'New and old images' }).check();
    await page.getByRole('button', { name: 'Enable stream' }).click();
    await expect(page.getByText('Nothing yet.')).toBeVisible();
    await expect(state(page)).toHaveText('Live');
  });

  await test.step('changes come by themselves, the newest first', async () => {
    await put(page, {
      ...BRAND,
      year: { N: '1865' },
      form: { S: 'verse' },
      tags: { SS: ['a', 'b'] },
    });
    await expect(records(page)).toHaveCount(1);
    await put(page, {
      ...BRAND,
      year: { N: '1866' },
      tags: { SS: ['b', 'c'] },
      note: { NULL: true },
    });
    await send(page, 'DeleteItem', { TableName: 'plays', Key: BRAND });
    await expect(records(page)).toHaveCount(3);
    await expect(records(page).nth(0)).toContainText('REMOVE');
    await expect(records(page).nth(1)).toContainText('year, −form, tags, +note');
    await expect(records(page).nth(2)).toContainText('INSERT');
  });

  await test.step('a record opens to both images, changes marked', async () => {
    await page.getByRole('button', { name: 'MODIFY Ibsen / Brand' }).click();
    await expect(attribute(page, 'year').getByRole('cell')).toHaveText(['N 1865', 'N 1866']);
    await expect(attribute(page, 'year')).toContainText('changed');
    await expect(attribute(page, 'form')).toContainText('removed');
    await expect(attribute(page, 'note')).toContainText('added');
    await expect(attribute(page, 'title')).toContainText('key');
    await page.getByLabel('Changes only').check();
    await expect(attribute(page, 'year')).toBeVisible();
    await page.getByText('The record as JSON').click();
    await expect(page.getByRole('region', { name: 'Record as JSON' })).toContainText('"eventID"');
    await page.getByRole('button', { name: 'Close record' }).click();
    await expect(page.getByRole('region', { name: 'Images' })).toHaveCount(0);
  });

  await test.step('an item is shown as text, whatever it says', async () => {
    await put(page, { author: { S: '<img src=x>' }, title: { S: '<b>bold</b>' } });
    await page.getByRole('button', { name: 'INSERT <img src=x> / <b>bold</b>' }).click();
    await expect(attribute(page, 'title').getByRole('cell').nth(1)).toHaveText('S <b>bold</b>');
    await expect(attribute(page, 'title').getByRole('cell').nth(0)).toHaveText('no item');
  });

  await test.step('it is disabled, after a question', async () => {
    await page.getByRole('button', { name: 'Disable stream' }).click();
    await page.getByRole('button', { name: 'Disable it' }).click();
    await expect(page.getByRole('heading', { name: 'plays has no stream' })).toBeVisible();
    await page.getByRole('radio', { name: 'Keys only' }).check();
    await page.getByRole('button', { name: 'Enable stream' }).click();
    await put(page, BRAND);
    await page.getByRole('button', { name: 'INSERT Ibsen / Brand' }).click();
    await expect(
      page.getByText('The stream keeps less than both images: keys only.'),
    ).toBeVisible();
    await expect(attribute(page, 'author').getByRole('cell')).toHaveText(['S Ibsen']);
  });
});

test('a tail is narrowed, paused and read on where it stood', async ({ page }) => {
  await openConsole(page);
  await createPlays(page);
  await put(page, BRAND);
  await put(page, { ...BRAND, year: { N: '1865' } });
  await put(page, { author: { S: 'Strindberg' }, title: { S: 'Miss Julie' } });
  await expect(records(page)).toHaveCount(3);

  await test.step('by key and event', async () => {
    await page.getByLabel('Key contains').fill('ibsen');
    await expect(records(page)).toHaveCount(2);
    await expect(page.getByText('2 of 3 records')).toBeVisible();
    await page.getByRole('radio', { name: 'MODIFY' }).check();
    await expect(records(page)).toHaveCount(1);
    await page.getByRole('radio', { name: 'Expired' }).check();
    await expect(page.getByText('No record passes the filter.')).toBeVisible();
    await page.getByRole('radio', { name: 'All' }).check();
    await page.getByLabel('Key contains').fill('');
    await expect(records(page)).toHaveCount(3);
  });

  await test.step('paused, it stands still through another view and a reload', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(state(page)).toHaveText('Paused');
    await put(page, { author: { S: 'Hamsun' }, title: { S: 'In God’s Power' } });
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('link', { name: 'Stream' }).click();
    await expect(records(page)).toHaveCount(3);
    await page.reload();
    await expect(state(page)).toHaveText('Paused');
    await expect(records(page)).toHaveCount(3);
    await expect(records(page).nth(0)).toContainText('Strindberg');
  });

  await test.step('resumed, it has lost nothing', async () => {
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(records(page)).toHaveCount(4);
    await expect(records(page).nth(0)).toContainText('Hamsun');
  });

  await test.step('from now on, and from the beginning again', async () => {
    await page.getByRole('button', { name: 'From now' }).click();
    await expect(page.getByText('Nothing yet.')).toBeVisible();
    await expect(state(page)).toHaveText('Live');
    await put(page, { author: { S: 'Bjørnson' }, title: { S: 'The Editor' } });
    await expect(records(page)).toHaveCount(1);
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await put(page, { author: { S: 'Bjørnson' }, title: { S: 'A Bankruptcy' } });
    await page.getByRole('link', { name: 'Stream' }).click();
    await expect(records(page)).toHaveCount(2);
    await page.reload();
    await expect(records(page)).toHaveCount(2);
    await page.getByRole('button', { name: 'From the beginning' }).click();
    await expect(records(page)).toHaveCount(6);
  });
});

test('many records: the newest are kept, older pages stand still', async ({ page }) => {
  const writeMany = (from: number, to: number): Promise<void> =>
    page.evaluate(
      async ([first, last]) => {
        const db = (globalThis as unknown as { hashrange: Sender }).hashrange;
        const puts: Promise<unknown>[] = [];
        for (let place = first; place < last; place++) {
          const Item = { author: { S: 'many' }, title: { S: String(place).padStart(5, '0') } };
          puts.push(db.send('PutItem', { TableName: 'plays', Item }));
        }
        await Promise.all(puts);
      },
      [from, to] as const,
    );
  await openConsole(page);
  await createPlays(page);
  await writeMany(0, 2_100);
  await expect(records(page).nth(0)).toContainText('02099');
  await expect(page.getByText('The newest 2,000 records are kept here')).toBeVisible();
  await expect(records(page)).toHaveCount(100);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(records(page).nth(0)).toContainText('01999');
  await writeMany(2_100, 2_105);
  await expect(page.getByRole('button', { name: '5 newer' })).toBeVisible();
  await expect(records(page).nth(0)).toContainText('01999');
  await page.getByRole('button', { name: '5 newer' }).click();
  await expect(records(page).nth(0)).toContainText('02104');
});

test('time to live is switched on, and its deletions are marked', async ({ page }) => {
  await openConsole(page);
  await createPlays(page);
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByLabel('Attribute with the time').fill('until');
  await page.getByRole('button', { name: 'Switch time to live on' }).click();
  await expect(page.getByText('Items expire at the time in until')).toBeVisible();
  await page.getByRole('link', { name: 'Stream' }).click();
  const longAgo = String(Math.floor(Date.now() / 1000) - 60);
  await put(page, { ...BRAND, until: { N: longAgo } });
  await expect(records(page)).toHaveCount(2, { timeout: 20_000 });
  await page.getByRole('radio', { name: 'Expired' }).check();
  await expect(records(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'REMOVE Ibsen / Brand' }).click();
  await expect(page.getByText('Expired: DynamoDB itself has deleted the item')).toContainText(
    'Service dynamodb.amazonaws.com',
  );
  await expect(attribute(page, 'until')).toContainText('removed');
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Switch time to live off' }).click();
  await expect(page.getByRole('alert')).toContainText('ValidationException');
  await expect(page.getByRole('alert')).toContainText(
    'Time to live has been modified multiple times within a fixed interval',
  );
});

test('a tail is used with the keyboard alone', async ({ page }) => {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const record = (name: string): Locator => page.getByRole('button', { name });
  await openConsole(page);
  await createPlays(page);
  await put(page, BRAND);
  await put(page, { ...BRAND, year: { N: '1865' } });
  await send(page, 'DeleteItem', { TableName: 'plays', Key: BRAND });
  await expect(records(page)).toHaveCount(3);

  await page.getByRole('radio', { name: 'All' }).focus();
  await press('Tab', 'Tab');
  await expect(record('REMOVE Ibsen / Brand')).toBeFocused();
  await press('ArrowDown');
  await expect(record('MODIFY Ibsen / Brand')).toBeFocused();
  await expect(attribute(page, 'year')).toContainText('added');
  await press('End');
  await expect(record('INSERT Ibsen / Brand')).toBeFocused();
  await press('Home');
  await expect(record('REMOVE Ibsen / Brand')).toBeFocused();
  await press('Tab');
  await expect(page.getByRole('button', { name: 'Close record' })).toBeFocused();
  await press('Enter');
  await expect(page.getByRole('region', { name: 'Images' })).toHaveCount(0);
  await expect(record('REMOVE Ibsen / Brand')).toBeFocused();

  await page.getByRole('button', { name: 'Pause' }).focus();
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused();
  await press('Enter');
  await expect(state(page)).toHaveText('Live');
  await page.getByRole('button', { name: 'Disable stream' }).focus();
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await press('Tab', 'Enter');
  await expect(page.getByRole('button', { name: 'Enable stream' })).toBeFocused();
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
});

for (const theme of ['light', 'dark']) {
  test(`streams are clean in the ${theme} theme, and no wider than a small screen`, async ({
    page,
  }) => {
    await openConsole(page);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    await createPlays(page, 'None');
    await expectClean(page);
    await page.getByRole('button', { name: 'Enable stream' }).click();
    await expect(page.getByText('Nothing yet.')).toBeVisible();
    await expectClean(page);
    await put(page, { ...BRAND, a: { SS: ['x'] }, b: { M: { inner: { L: [{ N: '1' }] } } } });
    await put(page, { ...BRAND, a: { SS: ['y'] }, b: { M: { inner: { L: [{ BOOL: true }] } } } });
    await page.getByRole('button', { name: 'MODIFY Ibsen / Brand' }).click();
    await expect(attribute(page, 'inner')).toContainText('changed inside');
    await page.getByText('The record as JSON').click();
    await expectClean(page);
    await page.getByRole('button', { name: 'Disable stream' }).click();
    await expectClean(page);
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Details' }).click();
    await expectClean(page);
    expect(await overflow(page)).toBe(0);
  });
}
