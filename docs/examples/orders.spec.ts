import { expect, test } from '@playwright/test';
import { openMemory } from 'hashrange/memory';

test('an order is shown', async ({ page }) => {
  await using db = await openMemory();
  await page.route('http://localhost:8000/**', async (route) => {
    const request = route.request();
    const [method, headers, body] = [request.method(), request.headers(), request.postData()];
    const answer = await db.fetch(new Request(request.url(), { method, headers, body }));
    await route.fulfill({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()) });
  });
  await db.ensureTable({ TableName: 'orders', pk: 'id' });
  await db.send('PutItem', { TableName: 'orders', Item: { id: { S: '1' }, text: { S: 'a pen' } } });

  await page.goto('/');
  await expect(page.getByText('a pen')).toBeVisible();
});
