/**
 * A shop in one table, as each library models it: customers, unique addresses, products, orders, their lines and invoices.
 * The inverted index leads from a product to the orders it is in; the sparse one holds open orders by date.
 */
export const TABLE = 'shop';

export interface Product {
  readonly sku: string;
  readonly price: number;
  readonly stock: number;
  readonly tags: string[];
}

export interface Order {
  readonly customer: string;
  readonly order: string;
  /** A day. */
  readonly placed: string;
  readonly status: string;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** More than one batch holds. */
export const PRODUCTS: readonly Product[] = Array.from({ length: 60 }, (_, index) => ({
  sku: `p${twoDigits(index)}`,
  price: 100 + index,
  stock: 2,
  tags: ['blue', `shelf ${index % 4}`],
}));

/** Ada's orders; the days are in another order than the ids, and every second order is open. */
export const ORDERS: readonly Order[] = Array.from({ length: 24 }, (_, index) => ({
  customer: 'ada',
  order: `o${twoDigits(index)}`,
  placed: `2026-01-${twoDigits(((index * 7) % 24) + 1)}`,
  status: index % 2 === 0 ? 'open' : 'shipped',
}));

/** Two products an order. */
export const LINES = ORDERS.flatMap(({ order }, index) =>
  [index % 6, 6 + (index % 4)].map((product) => ({
    order,
    sku: `p${twoDigits(product)}`,
    quantity: 1,
  })),
);

/** The most that BatchWriteItem takes, for libraries that leave the cutting to the app. */
const BATCH = 25;

export function batchesOf<Item>(items: readonly Item[]): Item[][] {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH) batches.push(items.slice(at, at + BATCH));
  return batches;
}

/** What one page of a cursor's walk answers. */
export interface CursorPage<Cursor> {
  readonly ids: readonly string[];
  readonly next: Cursor | undefined;
}

/** The ids page by page, until there is no next one. */
export async function walk<Cursor>(
  page: (cursor: Cursor | undefined) => Promise<CursorPage<Cursor>>,
): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: Cursor | undefined;
  do {
    const { ids, next } = await page(cursor);
    // A page may be empty at the end: DynamoDB does not look ahead.
    if (ids.length > 0) pages.push([...ids]);
    cursor = next;
  } while (cursor !== undefined);
  return pages;
}

/** What every library is asked to do; the answers are the same. */
export interface Shop {
  /** Creates the table with its indexes and answers its status. */
  readonly createTable: () => Promise<unknown>;
  /** Puts all products, orders, lines and an invoice in batches. */
  readonly stock: () => Promise<unknown>;
  /** Creates a product once more; then gets three products and one that there is not, in one batch. */
  readonly batchGet: () => Promise<unknown>;
  /** Two customers want the same address: it is claimed in the transaction that creates the customer. */
  readonly signUp: () => Promise<unknown>;
  /** Takes one of two pieces, three times. */
  readonly takeFromStock: () => Promise<unknown>;
  /** Order, line and both products' stock in one transaction; then again, when one of them has run out. */
  readonly checkOut: () => Promise<unknown>;
  /** Products p03 and p04 in one reading transaction; how many lines a scan finds among all the rest. */
  readonly readAtOnce: () => Promise<unknown>;
  /** Ada's orders backwards, ten a page. */
  readonly orders: () => Promise<unknown>;
  /** Open orders by date, five a page, from the sparse index. */
  readonly openOrders: () => Promise<unknown>;
  /** Ada's orders placed from the 5th to the 10th of January, from the local index. */
  readonly ordersOfDays: () => Promise<unknown>;
  /** Orders with product p01, from the inverted index. */
  readonly ordersOfProduct: () => Promise<unknown>;
  /** Order o03 with all that is stored under it. */
  readonly contents: () => Promise<unknown>;
  /** Ships o00 if it is open, twice. */
  readonly ship: () => Promise<unknown>;
  /** Deletes what is stored under o01, and counts what is left of it in the table and in the inverted index. */
  readonly cancel: () => Promise<unknown>;
}
