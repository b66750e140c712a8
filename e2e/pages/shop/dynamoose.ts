/** dynamoose, unmodified: the shop's models in one table, which dynamoose makes itself. */
import { DescribeTableCommand, DynamoDB } from '@aws-sdk/client-dynamodb';
import dynamoose from 'dynamoose';
import { open } from 'hashrange';
import {
  Address,
  Customer,
  Invoice,
  keysOf,
  Line,
  Order,
  Product,
  Shop,
} from './dynamoose-model.ts';
import { expose, failureOf } from '../expose.ts';
import { batchesOf, LINES, ORDERS, PRODUCTS, type Shop as Steps, TABLE, walk } from './shop.ts';

type Key = Record<string, unknown>;

const db = await open('dynamoose');
const client = new DynamoDB(db.clientConfig());
dynamoose.aws.ddb.set(client);

const CONDITION = 'ConditionalCheckFailedException';

const inStock = () => new dynamoose.Condition().attribute('stock').gt(0);

async function createTable(): Promise<unknown> {
  await Shop.initialize();
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
  return Table?.TableStatus;
}

interface Batches<Item> {
  readonly batchPut: (items: Item[]) => Promise<{ readonly unprocessedItems: unknown[] }>;
}

/** Answers how many were left unprocessed. */
async function putAll<Item>(model: Batches<Item>, items: readonly Item[]): Promise<number> {
  let unprocessed = 0;
  for (const batch of batchesOf(items)) {
    unprocessed += (await model.batchPut(batch)).unprocessedItems.length;
  }
  return unprocessed;
}

async function stock(): Promise<number> {
  const products = PRODUCTS.map((product) => ({
    ...product,
    ...keysOf.product(product.sku),
    tags: new Set(product.tags),
  }));
  const orders = ORDERS.map((order) => ({
    ...order,
    ...keysOf.order(order.customer, order.order),
    ...(order.status === 'open' ? { openStatus: 'open' } : {}),
  }));
  const lines = LINES.map((line) => ({ ...line, ...keysOf.line(line.order, line.sku) }));
  await Invoice.create({ ...keysOf.invoice('o03', '1'), number: '1', total: 206 });
  return (
    (await putAll(Product, products)) + (await putAll(Order, orders)) + (await putAll(Line, lines))
  );
}

async function batchGet(): Promise<unknown> {
  const again = await failureOf(Product.create({ ...keysOf.product('p00'), sku: 'p00' }));
  const products = await Product.batchGet(['p03', 'p59', 'nothing', 'p30'].map(keysOf.product));
  const found = products.map(({ sku, tags }) => ({ sku, tags: [...tags].sort() }));
  return {
    again: again['name'] === CONDITION,
    found: found.sort((a, b) => a.sku.localeCompare(b.sku)),
  };
}

async function signUp(): Promise<unknown> {
  const email = 'mail@example.com';
  const claim = (customer: string): Promise<unknown> =>
    dynamoose.transaction([
      Customer.transaction.create({ ...keysOf.customer(customer), customer, email }),
      Address.transaction.create({ ...keysOf.address(email), customer }),
    ]);
  await claim('ada');
  const refused = await failureOf(claim('grace'));
  const owner = await Address.get(keysOf.address(email));
  const stranger = await Customer.get(keysOf.customer('grace'));
  return {
    refused: [false, refused['name'] === 'TransactionCanceledException'],
    owner: owner.customer,
    stranger: stranger !== undefined,
  };
}

async function takeFromStock(): Promise<unknown> {
  const take = async (): Promise<number> => {
    const change = { $ADD: { stock: -1 } };
    return (await Product.update(keysOf.product('p10'), change, { condition: inStock() })).stock;
  };
  const left = [await take(), await take()];
  return { left, refused: (await failureOf(take()))['name'] === CONDITION };
}

async function checkOut(): Promise<unknown> {
  const ada = keysOf.customer('ada');
  await Customer.create({ ...ada, customer: 'ada', email: 'ada@example.com' });
  await Product.update(keysOf.product('p12'), { stock: 1 });
  const take = (sku: string) =>
    Product.transaction.update(
      keysOf.product(sku),
      { $ADD: { stock: -1 } },
      { condition: inStock() },
    );
  const buy = (order: string): Promise<unknown> =>
    dynamoose.transaction([
      Customer.transaction.condition(ada, new dynamoose.Condition().attribute('email').exists()),
      take('p11'),
      take('p12'),
      Order.transaction.create({
        ...keysOf.order('ada', order),
        customer: 'ada',
        order,
        placed: '2026-02-01',
        status: 'open',
        openStatus: 'open',
      }),
    ]);
  await buy('x1');
  const cancelled = await failureOf(buy('x2'));
  const reasons = cancelled['CancellationReasons'] as readonly { readonly Code?: string }[];
  const left = await Product.batchGet(['p11', 'p12'].map(keysOf.product));
  return {
    bought: true,
    codes: reasons.map(({ Code }) => Code),
    stock: left.map((product) => product.stock).sort(),
    half: (await Order.get(keysOf.order('ada', 'x2'))) !== undefined,
  };
}

async function readAtOnce(): Promise<unknown> {
  const products = (await dynamoose.transaction([
    Product.transaction.get(keysOf.product('p03')),
    Product.transaction.get(keysOf.product('p04')),
  ])) as readonly { readonly sku: string }[];
  const { count } = await Line.scan('quantity').exists().all().count().exec();
  return { together: products.map(({ sku }) => sku), lines: count };
}

const orders = (): Promise<string[][]> =>
  walk<Key>(async (cursor) => {
    const query = Order.query('pk').eq('CUSTOMER#ada').where('sk').beginsWith('ORDER#');
    const page = await query.sort('descending').limit(10).startAt(cursor).exec();
    return { ids: page.map(({ order }) => order), next: page.lastKey };
  });

const openOrders = (): Promise<string[][]> =>
  walk<Key>(async (cursor) => {
    const query = Order.query('openStatus').eq('open').using('open');
    const page = await query.limit(5).startAt(cursor).exec();
    return { ids: page.map(({ order }) => order), next: page.lastKey };
  });

async function ordersOfDays(): Promise<unknown> {
  const query = Order.query('pk').eq('CUSTOMER#ada').where('placed');
  const found = await query.between('2026-01-05', '2026-01-10').using('byDate').exec();
  return found.map(({ order }) => order);
}

async function ordersOfProduct(): Promise<unknown> {
  const query = Line.query('sk').eq('PRODUCT#p01').where('pk').beginsWith('ORDER#');
  const found = await query.using('inverted').exec();
  return found.map(({ order }) => order);
}

async function contentsOf(order: string): Promise<{ lines: number; invoices: number }> {
  const found = await Line.query('pk').eq(`ORDER#${order}`).consistent().exec();
  const lines = found.filter(({ sk }) => sk.startsWith('PRODUCT#')).length;
  return { lines, invoices: found.length - lines };
}

async function ship(): Promise<unknown> {
  const send = () =>
    Order.update(
      keysOf.order('ada', 'o00'),
      { $SET: { status: 'shipped' }, $REMOVE: ['openStatus'] },
      { condition: new dynamoose.Condition().attribute('status').eq('open') },
    );
  const { status } = await send();
  const refused = await failureOf(send());
  return { status, refused: refused['name'] === CONDITION, open: await openOrders() };
}

async function cancel(): Promise<unknown> {
  const lines = await Line.query('pk').eq('ORDER#o01').exec();
  await Line.batchDelete(lines.map(({ pk, sk }) => ({ pk, sk })));
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
