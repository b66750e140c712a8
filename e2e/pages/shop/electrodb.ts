/** ElectroDB, unmodified: the shop's entities in a service, with collections and cursors. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { open } from 'hashrange';
import { shopService } from './electrodb-model.ts';
import { expose, failureOf } from '../expose.ts';
import { LINES, ORDERS, PRODUCTS, type Shop, TABLE, walk } from './shop.ts';
import { createTable } from '../table.ts';

const db = await open('electrodb');
const client = new DynamoDBClient(db.clientConfig());
const shop = shopService(client, TABLE);
const { customer, address, product, order, line, invoice } = shop.entities;

/** ElectroDB packs the other kind of cursor with Node's Buffer, which a page has not. */
const PAGER = 'raw';

const refused = async (work: Promise<unknown>): Promise<boolean> =>
  String((await failureOf(work))['message']).includes('conditional request failed');

async function stock(): Promise<unknown> {
  const products = await product.put(PRODUCTS.map((each) => ({ ...each }))).go();
  const put = await order.put([...ORDERS]).go();
  const lines = await line.put(LINES).go();
  await invoice.put({ order: 'o03', number: '1', total: 206 }).go();
  return products.unprocessed.length + put.unprocessed.length + lines.unprocessed.length;
}

async function batchGet(): Promise<unknown> {
  const [first] = PRODUCTS;
  if (first === undefined) throw new Error('There are no products');
  const again = await refused(product.create({ ...first }).go());
  const wanted = ['p03', 'p59', 'nothing', 'p30'].map((sku) => ({ sku }));
  const { data } = await product.get(wanted).go();
  const found = data.map(({ sku, tags }) => ({ sku, tags: [...(tags ?? [])].sort() }));
  return { again, found: found.sort((a, b) => a.sku.localeCompare(b.sku)) };
}

async function signUp(): Promise<unknown> {
  const claim = (id: string): Promise<{ canceled: boolean }> =>
    shop.transaction
      .write((entities) => [
        entities.customer.create({ customer: id, email: 'mail@example.com' }).commit(),
        entities.address.create({ email: 'mail@example.com', customer: id }).commit(),
      ])
      .go();
  const first = await claim('ada');
  const second = await claim('grace');
  const { data: owner } = await address.get({ email: 'mail@example.com' }).go();
  const { data: stranger } = await customer.get({ customer: 'grace' }).go();
  return {
    refused: [first.canceled, second.canceled],
    owner: owner?.customer,
    stranger: stranger !== null,
  };
}

async function takeFromStock(): Promise<unknown> {
  const take = (): Promise<{ data: { stock?: number | undefined } }> =>
    product
      .patch({ sku: 'p10' })
      .subtract({ stock: 1 })
      .where(({ stock: left }, { gt }) => gt(left, 0))
      .go({ response: 'all_new' });
  const left = [(await take()).data.stock, (await take()).data.stock];
  return { left, refused: await refused(take()) };
}

async function checkOut(): Promise<unknown> {
  await customer.put({ customer: 'ada', email: 'ada@example.com' }).go();
  await product.patch({ sku: 'p12' }).set({ stock: 1 }).go();
  const buy = (id: string) =>
    shop.transaction
      .write((entities) => [
        entities.customer
          .check({ customer: 'ada' })
          .where(({ email }, { exists }) => exists(email))
          .commit(),
        ...['p11', 'p12'].map((sku) =>
          entities.product
            .patch({ sku })
            .subtract({ stock: 1 })
            .where(({ stock: left }, { gt }) => gt(left, 0))
            .commit(),
        ),
        entities.order
          .create({ customer: 'ada', order: id, placed: '2026-02-01', status: 'open' })
          .commit(),
      ])
      .go();
  const bought = await buy('x1');
  const cancelled = await buy('x2');
  const { data: left } = await product.get([{ sku: 'p11' }, { sku: 'p12' }]).go();
  const { data: half } = await order.get({ customer: 'ada', order: 'x2' }).go();
  const codes = cancelled.data.map(({ code }) => code);
  return {
    bought: !bought.canceled,
    codes,
    stock: left.map((each) => each.stock).sort(),
    half: half !== null,
  };
}

async function readAtOnce(): Promise<unknown> {
  const { data } = await shop.transaction
    .get((entities) => [
      entities.product.get({ sku: 'p03' }).commit(),
      entities.product.get({ sku: 'p04' }).commit(),
    ])
    .go();
  const scanned = await line.scan.go({ pages: 'all' });
  return { together: data.map(({ item }) => item?.sku), lines: scanned.data.length };
}

const orders = (): Promise<string[][]> =>
  walk<string>(async (cursor) => {
    const page = await order.query
      .ofCustomer({ customer: 'ada' })
      .go({ cursor: cursor ?? null, limit: 10, order: 'desc', pager: PAGER });
    return { ids: page.data.map((each) => each.order), next: page.cursor ?? undefined };
  });

const openOrders = (): Promise<string[][]> =>
  walk<string>(async (cursor) => {
    const page = await order.query
      .byStatus({ status: 'open' })
      .go({ cursor: cursor ?? null, limit: 5, pager: PAGER });
    return { ids: page.data.map((each) => each.order), next: page.cursor ?? undefined };
  });

async function ordersOfDays(): Promise<unknown> {
  const { data } = await order.query
    .byDate({ customer: 'ada' })
    .between({ placed: '2026-01-05' }, { placed: '2026-01-10' })
    .go();
  return data.map((each) => each.order);
}

async function ordersOfProduct(): Promise<unknown> {
  const { data } = await line.query.ofProduct({ sku: 'p01' }).go();
  return data.map((each) => each.order);
}

async function contentsOf(id: string): Promise<{ lines: number; invoices: number }> {
  const { data } = await shop.collections.contents({ order: id }).go();
  return { lines: data.line.length, invoices: data.invoice.length };
}

async function ship(): Promise<unknown> {
  const send = (): Promise<{ data: { status?: string | undefined } }> =>
    order
      .patch({ customer: 'ada', order: 'o00' })
      .set({ status: 'shipped' })
      .composite({ placed: '2026-01-01' })
      .where(({ status }, { eq }) => eq(status, 'open'))
      .go({ response: 'all_new' });
  const { data } = await send();
  return { status: data.status, refused: await refused(send()), open: await openOrders() };
}

async function cancel(): Promise<unknown> {
  const { data } = await line.query.ofOrder({ order: 'o01' }).go();
  await line.delete(data.map(({ order: id, sku }) => ({ order: id, sku }))).go();
  return { ...(await contentsOf('o01')), ofProduct: await ordersOfProduct() };
}

const steps: Shop = {
  createTable: () =>
    createTable(client, {
      name: TABLE,
      keys: ['pk', 'sk'],
      globalIndexes: { inverted: ['gsi1pk', 'gsi1sk'], open: ['gsi2pk', 'gsi2sk'] },
      localIndexes: { byDate: ['pk', 'lsi1sk'] },
    }),
  stock,
  batchGet,
  signUp,
  takeFromStock,
  checkOut,
  readAtOnce,
  orders,
  openOrders,
  ordersOfDays,
  ordersOfProduct,
  contents: () => contentsOf('o03'),
  ship,
  cancel,
};
expose({ ...steps });
