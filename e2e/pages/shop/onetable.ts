/** OneTable, unmodified: the shop's schema; OneTable makes the table and keeps addresses unique itself. */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from 'dynamodb-onetable';
import { open } from 'hashrange';
import { expose, failureOf } from '../expose.ts';
import { schema } from './onetable-model.ts';
import { batchesOf, LINES, ORDERS, PRODUCTS, type Shop as Steps, TABLE, walk } from './shop.ts';

const db = await open('onetable');
const client = new DynamoDBClient(db.clientConfig());
const shop = new Table({ client, name: TABLE, schema, partial: true });

const Customer = shop.getModel('Customer');
const Product = shop.getModel('Product');
const Order = shop.getModel('Order');
const Line = shop.getModel('Line');
const Invoice = shop.getModel('Invoice');

/** Puts an item into a batch, whether it is there or not. */
type PutInto = (params: { batch: object; exists: null }) => Promise<unknown>;

const CONDITION = 'ConditionalCheckFailedException';
const LEFT = '${stock} > {0}';

async function createTable(): Promise<unknown> {
  await shop.createTable();
  const { Table: made } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
  return made?.TableStatus;
}

async function stock(): Promise<number> {
  const puts: PutInto[] = [
    ...PRODUCTS.map(
      (product): PutInto =>
        (params) =>
          Product.create({ ...product, tags: new Set(product.tags) }, params),
    ),
    ...ORDERS.map(
      (order): PutInto =>
        (params) =>
          Order.create(
            { ...order, ...(order.status === 'open' ? { openStatus: 'open' } : {}) },
            params,
          ),
    ),
    ...LINES.map(
      (line): PutInto =>
        (params) =>
          Line.create(line, params),
    ),
    (params) => Invoice.create({ order: 'o03', number: '1', total: 206 }, params),
  ];
  for (const few of batchesOf(puts)) {
    const batch = {};
    for (const put of few) await put({ batch, exists: null });
    await shop.batchWrite(batch);
  }
  // OneTable writes what was left unprocessed itself.
  return 0;
}

async function batchGet(): Promise<unknown> {
  const again = await failureOf(Product.create({ sku: 'p00', price: 1, stock: 1 }));
  const batch = {};
  for (const sku of ['p03', 'p59', 'nothing', 'p30']) await Product.get({ sku }, { batch });
  const products = await shop.batchGet<{ sku: string; tags: Set<string> }>(batch, { parse: true });
  const found = products.map(({ sku, tags }) => ({ sku, tags: [...tags].sort() }));
  return {
    again: again['code'] === CONDITION,
    found: found.sort((a, b) => a.sku.localeCompare(b.sku)),
  };
}

async function signUp(): Promise<unknown> {
  const email = 'mail@example.com';
  await Customer.create({ customer: 'ada', email });
  const refused = await failureOf(Customer.create({ customer: 'grace', email }));
  const [owner] = await Customer.scan({ email });
  const stranger = await Customer.get({ customer: 'grace' });
  return {
    refused: [false, refused['code'] === 'UniqueError'],
    owner: owner?.customer,
    stranger: stranger !== undefined,
  };
}

async function takeFromStock(): Promise<unknown> {
  const take = async (): Promise<unknown> =>
    (await Product.update({ sku: 'p10' }, { add: { stock: -1 }, where: LEFT })).stock;
  const left = [await take(), await take()];
  return { left, refused: (await failureOf(take()))['code'] === CONDITION };
}

async function buy(order: string): Promise<void> {
  const transaction = {};
  Customer.check({ customer: 'ada' }, { transaction, where: 'attribute_exists(${email})' });
  for (const sku of ['p11', 'p12']) {
    await Product.update({ sku }, { add: { stock: -1 }, where: LEFT, transaction });
  }
  await Order.create(
    { customer: 'ada', order, placed: '2026-02-01', status: 'open', openStatus: 'open' },
    { transaction },
  );
  await shop.transact('write', transaction);
}

async function checkOut(): Promise<unknown> {
  await Customer.create({ customer: 'ada', email: 'ada@example.com' });
  await Product.update({ sku: 'p12', stock: 1 });
  await buy('x1');
  const cancelled = await failureOf(buy('x2'));
  const { err } = cancelled['context'] as {
    readonly err: { readonly CancellationReasons: readonly { readonly Code?: string }[] };
  };
  const left = [await Product.get({ sku: 'p11' }), await Product.get({ sku: 'p12' })];
  return {
    bought: true,
    codes: err.CancellationReasons.map(({ Code }) => Code),
    stock: left.map((product) => product?.stock).sort(),
    half: (await Order.get({ customer: 'ada', order: 'x2' })) !== undefined,
  };
}

async function readAtOnce(): Promise<unknown> {
  const transaction = {};
  for (const sku of ['p03', 'p04']) await Product.get({ sku }, { transaction });
  // Its types promise nothing, but a reading transaction answers items.
  const read: Promise<unknown> = shop.transact('get', transaction, { parse: true });
  const { count } = await Line.scan({}, { count: true });
  return {
    together: ((await read) as readonly { readonly sku: string }[]).map(({ sku }) => sku),
    lines: count,
  };
}

const orders = (): Promise<string[][]> =>
  walk<object>(async (next) => {
    const params = { limit: 10, reverse: true, ...(next && { next }) };
    const page = await Order.find({ customer: 'ada' }, params);
    return { ids: page.map(({ order }) => order), next: page.next };
  });

const openOrders = (): Promise<string[][]> =>
  walk<object>(async (next) => {
    const params = { index: 'open', limit: 5, ...(next && { next }) };
    const page = await Order.find({ openStatus: 'open' }, params);
    return { ids: page.map(({ order }) => order), next: page.next };
  });

async function ordersOfDays(): Promise<unknown> {
  const days = { between: ['2026-01-05', '2026-01-10'] as [string, string] };
  const found = await Order.find({ customer: 'ada', placed: days }, { index: 'byDate' });
  return found.map(({ order }) => order);
}

async function ordersOfProduct(): Promise<unknown> {
  const found = await Line.find({ sku: 'p01' }, { index: 'inverted' });
  return found.map(({ order }) => order);
}

async function contentsOf(order: string): Promise<{ lines: number; invoices: number }> {
  const found = await shop.fetch(['Line', 'Invoice'], { pk: `ORDER#${order}` });
  return { lines: found['Line']?.length ?? 0, invoices: found['Invoice']?.length ?? 0 };
}

async function ship(): Promise<unknown> {
  const send = () =>
    Order.update(
      { customer: 'ada', order: 'o00', status: 'shipped' },
      { remove: ['openStatus'], where: '${status} = {open}' },
    );
  const { status } = await send();
  const refused = await failureOf(send());
  return { status, refused: refused['code'] === CONDITION, open: await openOrders() };
}

async function cancel(): Promise<unknown> {
  const batch = {};
  for (const { order, sku } of await Line.find({ order: 'o01' })) {
    await Line.remove({ order, sku }, { batch });
  }
  await shop.batchWrite(batch);
  return { ...(await contentsOf('o01')), ofProduct: await ordersOfProduct() };
}

const steps: Steps = {
  createTable,
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
