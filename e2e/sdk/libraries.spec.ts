/** The same shop in one table by each library, unmodified, with the same answers. */
import { expect, test } from '@playwright/test';
import { LINES, ORDERS } from '../pages/shop/shop.ts';
import { step } from './step.ts';

const LIBRARIES = ['electrodb', 'toolbox', 'dynamoose', 'onetable'];

const byDate = ORDERS.toSorted((a, b) => a.placed.localeCompare(b.placed));
const open = byDate.filter(({ status }) => status === 'open').map(({ order }) => order);
const ofProduct = LINES.filter(({ sku }) => sku === 'p01').map(({ order }) => order);

function pagesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}

for (const library of LIBRARIES) {
  test.describe(library, () => {
    test.beforeEach(async ({ page }) => {
      await page.goto(`/pages/${library}.html`);
      expect(await step(page, 'createTable')).toBe('ACTIVE');
    });

    test('an address is claimed once, in the transaction that creates its customer', async ({
      page,
    }) => {
      expect(await step(page, 'signUp')).toEqual({
        refused: [false, true],
        owner: 'ada',
        stranger: false,
      });
    });

    test('batches, conditions, counters and reads of many items', async ({ page }) => {
      expect(await step(page, 'stock')).toBe(0);
      expect(await step(page, 'batchGet')).toEqual({
        again: true,
        found: [
          { sku: 'p03', tags: ['blue', 'shelf 3'] },
          { sku: 'p30', tags: ['blue', 'shelf 2'] },
          { sku: 'p59', tags: ['blue', 'shelf 3'] },
        ],
      });
      expect(await step(page, 'takeFromStock')).toEqual({ left: [1, 0], refused: true });
      expect(await step(page, 'readAtOnce')).toEqual({
        together: ['p03', 'p04'],
        lines: LINES.length,
      });
    });

    test('a check-out is whole, or cancelled with the reason of each part', async ({ page }) => {
      await step(page, 'stock');
      expect(await step(page, 'checkOut')).toEqual({
        bought: true,
        codes: ['None', 'None', 'ConditionalCheckFailed', 'None'],
        stock: [0, 1],
        half: false,
      });
    });

    test('cursors, item collections and indexes', async ({ page }) => {
      await step(page, 'stock');
      const backwards = ORDERS.map(({ order }) => order).reverse();
      expect(await step(page, 'orders')).toEqual(pagesOf(backwards, 10));
      expect(await step(page, 'openOrders')).toEqual(pagesOf(open, 5));
      expect(await step(page, 'ordersOfDays')).toEqual(
        byDate.slice(4, 10).map(({ order }) => order),
      );
      expect(await step(page, 'ordersOfProduct')).toEqual(ofProduct);
      expect(await step(page, 'contents')).toEqual({ lines: 2, invoices: 1 });
    });

    test('indexes follow updates and deletes', async ({ page }) => {
      await step(page, 'stock');
      expect(await step(page, 'ship')).toEqual({
        status: 'shipped',
        refused: true,
        open: pagesOf(
          open.filter((order) => order !== 'o00'),
          5,
        ),
      });
      expect(await step(page, 'cancel')).toEqual({
        lines: 0,
        invoices: 0,
        ofProduct: ofProduct.filter((order) => order !== 'o01'),
      });
    });
  });
}
