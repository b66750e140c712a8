import { expect, test } from '@playwright/test';
import {
  alert,
  chooseOperation,
  createTable,
  openConsole,
  rows,
  run,
  writeAnswer,
} from './console-page.ts';

const BIG = '12345678901234567890123456789012345678';

test.beforeEach(async ({ page }) => {
  await openConsole(page);
  await createTable(page, 'notes');
});

test('an item of all ten types is put, shown and taken back into the form without loss', async ({
  page,
}) => {
  const item = {
    pk: { S: 'u#1' },
    sk: { N: BIG },
    seal: { B: 'AQID' },
    open: { BOOL: false },
    note: { NULL: true },
    tags: { SS: ['a', 'b'] },
    sizes: { NS: ['1', '3'] },
    keys: { BS: ['AQ=='] },
    lines: { L: [{ S: 'pen' }, { N: '1.5' }] },
    place: { M: { town: { S: 'Zürich' } } },
  };
  await chooseOperation(page, 'PutItem');
  await page.getByLabel('Item', { exact: true }).fill(JSON.stringify(item));
  await run(page, 'PutItem');
  await expect(writeAnswer(page)).toContainText('PutItem done. 1 capacity unit');

  await run(page, 'Scan');
  await expect(rows(page).first()).toContainText(BIG);
  await page.getByRole('button', { name: 'Item 1', exact: true }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const edited = page.getByRole('dialog').getByLabel('Item', { exact: true });
  await expect(edited).toHaveValue(/Zürich/);
  expect(JSON.parse(await edited.inputValue())).toEqual(item);
  await expect(page.getByText('Nothing is changed.')).toBeVisible();
});

test('plain JSON becomes an item, digit by digit', async ({ page }) => {
  await chooseOperation(page, 'PutItem');
  await page.getByRole('radio', { name: 'Plain JSON' }).check();
  await page.getByLabel('Item', { exact: true }).fill(`{"pk":"u#1","sk":${BIG},"done":true}`);
  const request = JSON.parse(
    await page.getByRole('textbox', { name: 'Request JSON' }).inputValue(),
  );
  expect(request.Item).toEqual({ pk: { S: 'u#1' }, sk: { N: BIG }, done: { BOOL: true } });
});

test('conditions refuse in the words of AWS, and let through what they should', async ({
  page,
}) => {
  await chooseOperation(page, 'PutItem');
  const item = { pk: { S: 'u#1' }, sk: { N: '1' }, views: { N: '1' } };
  await page.getByLabel('Item', { exact: true }).fill(JSON.stringify(item));
  await page.getByLabel('Condition expression').fill('attribute_not_exists(pk)');
  await run(page, 'PutItem');
  await expect(writeAnswer(page)).toContainText('PutItem done.');
  await page.getByLabel('Return the item if the condition fails').check();
  await run(page, 'PutItem');
  await expect(alert(page)).toContainText('ConditionalCheckFailedException');
  await expect(alert(page)).not.toContainText('com.amazon');
  await expect(alert(page)).toContainText('The conditional request failed');
  await writeAnswer(page).getByText('The answer, with an item').click();
  await expect(page.getByRole('region', { name: 'Answer JSON' })).toContainText('"views"');

  await test.step('an update under a condition', async () => {
    await chooseOperation(page, 'UpdateItem');
    await page.getByLabel('Partition key pk').fill('u#1');
    await page.getByLabel('Sort key sk').fill('1');
    await page.getByLabel('Update expression').fill('SET #v = #v + :one');
    await page.getByLabel('Condition expression').fill('#v = :one');
    await page.getByLabel('Attribute names (JSON)').fill('{"#v":"views"}');
    await page.getByLabel('Attribute values (JSON)').fill('{":one":{"N":"1"}}');
    await page.getByLabel('Return values').selectOption('ALL_NEW');
    await run(page, 'UpdateItem');
    await expect(writeAnswer(page)).toContainText('UpdateItem done.');
    await expect(page.getByRole('region', { name: 'Answer JSON' })).toContainText(
      '"views": { "N": "2" }',
    );
  });

  await test.step('a delete that answers what was there', async () => {
    await chooseOperation(page, 'DeleteItem');
    await page.getByLabel('Condition expression').fill('attribute_exists(pk)');
    await page.getByLabel('Attribute names (JSON)').fill('');
    await page.getByLabel('Attribute values (JSON)').fill('');
    await page.getByLabel('Return values').selectOption('ALL_OLD');
    await run(page, 'DeleteItem');
    await expect(writeAnswer(page)).toContainText('DeleteItem done.');
    await expect(writeAnswer(page)).toContainText('with an item');
    await run(page, 'Scan');
    await expect(page.getByText('No items. 0 scanned.')).toBeVisible();
  });
});

test('the form follows the JSON, and the JSON the form', async ({ page }) => {
  await chooseOperation(page, 'Query');
  const json = page.getByRole('textbox', { name: 'Request JSON' });
  await json.fill(
    JSON.stringify({
      TableName: 'notes',
      KeyConditionExpression: 'pk = :p and sk between :a and :b',
      ExpressionAttributeValues: { ':p': { S: 'u#1' }, ':a': { N: '1' }, ':b': { N: '9' } },
      ScanIndexForward: false,
      Limit: 3,
    }),
  );
  await expect(page.getByLabel('Partition key pk')).toHaveValue('u#1');
  await expect(page.getByLabel('Sort key operator')).toHaveValue('between');
  await expect(page.getByLabel('Sort key upper bound')).toHaveValue('9');
  await expect(page.getByLabel('Descending')).toBeChecked();
  await page.getByLabel('Limit').fill('7');
  expect(JSON.parse(await json.inputValue())).toMatchObject({
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :sk AND :sk2',
    Limit: 7,
    ReturnConsumedCapacity: 'TOTAL',
  });
});

test('any operation is written as JSON, and the log keeps it', async ({ page }) => {
  await page.getByRole('link', { name: 'Any request' }).click();
  await page.getByLabel('Operation name').fill('DescribeTable');
  await page.getByRole('textbox', { name: 'Request JSON' }).fill('{"TableName":"nowhere"}');
  await page.getByRole('textbox', { name: 'Request JSON' }).press('Control+Enter');
  await expect(alert(page)).toContainText('ResourceNotFoundException');
  await page.getByRole('link', { name: 'Log' }).click();
  await page.getByRole('button', { name: 'DescribeTable' }).click();
  await expect(page.getByRole('region', { name: 'Request', exact: true })).toContainText('nowhere');
  await page.getByRole('button', { name: 'Open in the builder' }).click();
  await expect(page.getByLabel('Operation name')).toHaveValue('DescribeTable');
});

test('a table is deleted after a question', async ({ page }) => {
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Delete table' }).click();
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.getByRole('button', { name: 'Delete notes' }).click();
  await expect(page.getByText('No tables yet.')).toBeVisible();
});

test('the devtools prompt has the open database', async ({ page }) => {
  const answer = await page.evaluate(() =>
    (
      globalThis as unknown as {
        hashrange: {
          request: (target: string, body: string, options: object) => Promise<unknown>;
        };
      }
    ).hashrange.request('DynamoDB_20120810.ListTables', '{}', { region: 'us-east-1' }),
  );
  expect(answer).toMatchObject({ status: 200, body: '{"TableNames":["notes"]}' });
  await page.evaluate(() =>
    (globalThis as unknown as { hashrange: { reset: () => Promise<void> } }).hashrange.reset(),
  );
  await expect(page.getByText('There is no table of this name.')).toBeVisible();
});
