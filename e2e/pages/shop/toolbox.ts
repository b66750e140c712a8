/** dynamodb-toolbox, unmodified: the shop's entities over the document client. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchDeleteRequest } from 'dynamodb-toolbox/entity/actions/batchDelete';
import { BatchGetRequest } from 'dynamodb-toolbox/entity/actions/batchGet';
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute as transact } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { $add, $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { BatchGetCommand, execute as getBatch } from 'dynamodb-toolbox/table/actions/batchGet';
import {
  BatchWriteCommand,
  execute as writeBatch,
  type IBatchWriteRequest,
} from 'dynamodb-toolbox/table/actions/batchWrite';
import { open } from 'hashrange';
import { expose, failureOf } from '../expose.ts';
import { createTable } from '../table.ts';
import { batchesOf, LINES, ORDERS, PRODUCTS, type Shop as Steps, TABLE } from './shop.ts';
import {
  Address,
  connect,
  Customer,
  Invoice,
  Line,
  Order,
  Product,
  Shop,
} from './toolbox-model.ts';
import {
  contentsOf,
  linesOf,
  openOrders,
  orders,
  ordersOfDays,
  ordersOfProduct,
  readAtOnce,
} from './toolbox-reads.ts';

const db = await open('toolbox');
const client = new DynamoDBClient(db.clientConfig());
connect(DynamoDBDocumentClient.from(client));

const CONDITION = 'ConditionalCheckFailedException';

/** Answers how many were left unprocessed. */
async function writeAll(requests: readonly IBatchWriteRequest[]): Promise<number> {
  let unprocessed = 0;
  for (const batch of batchesOf(requests)) {
    const command = Shop.build(BatchWriteCommand).requests(...batch);
    unprocessed += Object.keys((await writeBatch(command)).UnprocessedItems ?? {}).length;
  }
  return unprocessed;
}

const stock = (): Promise<number> =>
  writeAll([
    ...PRODUCTS.map((product) =>
      Product.build(BatchPutRequest).item({ ...product, tags: new Set(product.tags) }),
    ),
    ...ORDERS.map((order) =>
      Order.build(BatchPutRequest).item({
        ...order,
        ...(order.status === 'open' ? { openStatus: 'open' } : {}),
      }),
    ),
    ...LINES.map((line) => Line.build(BatchPutRequest).item(line)),
    Invoice.build(BatchPutRequest).item({ order: 'o03', number: '1', total: 206 }),
  ]);

async function batchGet(): Promise<unknown> {
  const put = Product.build(PutItemCommand)
    .item({ sku: 'p00', price: 1, stock: 1 })
    .options({ condition: { attr: 'sku', exists: false } });
  const again = await failureOf(put.send());
  const requests = ['p03', 'p59', 'nothing', 'p30'].map((sku) =>
    Product.build(BatchGetRequest).key({ sku }),
  );
  const { Responses } = await getBatch(Shop.build(BatchGetCommand).requests(...requests));
  const found = Responses.flat().flatMap((product) =>
    product === undefined
      ? []
      : [{ sku: product.sku, tags: [...(product.tags ?? new Set<string>())].sort() }],
  );
  return {
    again: again['name'] === CONDITION,
    found: found.sort((a, b) => a.sku.localeCompare(b.sku)),
  };
}

async function signUp(): Promise<unknown> {
  const email = 'mail@example.com';
  const claim = (customer: string): Promise<unknown> =>
    transact(
      Customer.build(PutTransaction)
        .item({ customer, email })
        .options({ condition: { attr: 'customer', exists: false } }),
      Address.build(PutTransaction)
        .item({ email, customer })
        .options({ condition: { attr: 'email', exists: false } }),
    );
  await claim('ada');
  const refused = await failureOf(claim('grace'));
  const { Item: owner } = await Address.build(GetItemCommand).key({ email }).send();
  const { Item: stranger } = await Customer.build(GetItemCommand).key({ customer: 'grace' }).send();
  return {
    refused: [false, refused['name'] === 'TransactionCanceledException'],
    owner: owner?.customer,
    stranger: stranger !== undefined,
  };
}

async function takeFromStock(): Promise<unknown> {
  const take = async (): Promise<number | undefined> => {
    const { Attributes } = await Product.build(UpdateItemCommand)
      .item({ sku: 'p10', stock: $add(-1) })
      .options({ condition: { attr: 'stock', gt: 0 }, returnValues: 'ALL_NEW' })
      .send();
    return Attributes?.stock;
  };
  const left = [await take(), await take()];
  return { left, refused: (await failureOf(take()))['name'] === CONDITION };
}

async function checkOut(): Promise<unknown> {
  await Customer.build(PutItemCommand).item({ customer: 'ada', email: 'ada@example.com' }).send();
  await Product.build(UpdateItemCommand).item({ sku: 'p12', stock: 1 }).send();
  const take = (sku: string) =>
    Product.build(UpdateTransaction)
      .item({ sku, stock: $add(-1) })
      .options({ condition: { attr: 'stock', gt: 0 } });
  const buy = (order: string): Promise<unknown> =>
    transact(
      Customer.build(ConditionCheck)
        .key({ customer: 'ada' })
        .condition({ attr: 'email', exists: true }),
      take('p11'),
      take('p12'),
      Order.build(PutTransaction)
        .item({ customer: 'ada', order, placed: '2026-02-01', status: 'open', openStatus: 'open' })
        .options({ condition: { attr: 'order', exists: false } }),
    );
  await buy('x1');
  const cancelled = await failureOf(buy('x2'));
  const reasons = cancelled['CancellationReasons'] as readonly { readonly Code?: string }[];
  const left = await Promise.all(
    ['p11', 'p12'].map((sku) => Product.build(GetItemCommand).key({ sku }).send()),
  );
  const half = await Order.build(GetItemCommand).key({ customer: 'ada', order: 'x2' }).send();
  return {
    bought: true,
    codes: reasons.map(({ Code }) => Code),
    stock: left.map(({ Item }) => Item?.stock).sort(),
    half: half.Item !== undefined,
  };
}

async function ship(): Promise<unknown> {
  const send = () =>
    Order.build(UpdateItemCommand)
      .item({ customer: 'ada', order: 'o00', status: 'shipped', openStatus: $remove() })
      .options({ condition: { attr: 'status', eq: 'open' }, returnValues: 'ALL_NEW' })
      .send();
  const { Attributes } = await send();
  const refused = await failureOf(send());
  return {
    status: Attributes?.status,
    refused: refused['name'] === CONDITION,
    open: await openOrders(),
  };
}

async function cancel(): Promise<unknown> {
  const lines = await linesOf('o01');
  await writeAll(lines.map(({ order, sku }) => Line.build(BatchDeleteRequest).key({ order, sku })));
  return { ...(await contentsOf('o01')), ofProduct: await ordersOfProduct() };
}

const steps: Steps = {
  createTable: () =>
    createTable(client, {
      name: TABLE,
      keys: ['pk', 'sk'],
      globalIndexes: { inverted: ['sk', 'pk'], open: ['openStatus', 'placed'] },
      localIndexes: { byDate: ['pk', 'placed'] },
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
