import dynamoose from 'dynamoose';
import type { Item } from 'dynamoose/dist/Item';
import { TABLE } from './shop.ts';

type Keys = Readonly<Record<'pk' | 'sk', string>>;

type Stored<Entity> = Item & Keys & Entity;

const pk = { type: String, hashKey: true };
const sk = { type: String, rangeKey: true };
/** The sort key that leads back from a product to its orders. */
const invertedSk = {
  ...sk,
  index: { name: 'inverted', type: 'global', rangeKey: 'pk' },
} as const;

export const keysOf = {
  customer: (customer: string): Keys => ({ pk: `CUSTOMER#${customer}`, sk: 'CUSTOMER' }),
  address: (email: string): Keys => ({ pk: `EMAIL#${email}`, sk: 'EMAIL' }),
  product: (sku: string): Keys => ({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT' }),
  order: (customer: string, order: string): Keys => ({
    pk: `CUSTOMER#${customer}`,
    sk: `ORDER#${order}`,
  }),
  line: (order: string, sku: string): Keys => ({ pk: `ORDER#${order}`, sk: `PRODUCT#${sku}` }),
  invoice: (order: string, number: string): Keys => ({
    pk: `ORDER#${order}`,
    sk: `INVOICE#${number}`,
  }),
};

export const Customer = dynamoose.model<Stored<{ customer: string; email: string }>>('Customer', {
  pk,
  sk,
  customer: String,
  email: String,
});

/** An address belongs to one customer: the item that it is the key of is there once. */
export const Address = dynamoose.model<Stored<{ customer: string }>>('Address', {
  pk,
  sk,
  customer: String,
});

export const Product = dynamoose.model<
  Stored<{ sku: string; price: number; stock: number; tags: Set<string> }>
>('Product', {
  pk,
  sk,
  sku: String,
  price: Number,
  stock: Number,
  tags: { type: Set, schema: [String] },
});

export const Order = dynamoose.model<
  Stored<{ customer: string; order: string; placed: string; status: string; openStatus?: string }>
>('Order', {
  pk,
  sk,
  customer: String,
  order: String,
  placed: { type: String, index: { name: 'byDate', type: 'local' } },
  status: String,
  // Sparse: only an open order has it.
  openStatus: { type: String, index: { name: 'open', type: 'global', rangeKey: 'placed' } },
});

export const Line = dynamoose.model<Stored<{ order: string; sku: string; quantity: number }>>(
  'Line',
  { pk, sk: invertedSk, order: String, sku: String, quantity: Number },
);

export const Invoice = dynamoose.model<Stored<{ number: string; total: number }>>('Invoice', {
  pk,
  sk,
  number: String,
  total: Number,
});

/** One table of all models. Its page makes it when it is asked to. */
export const Shop = new dynamoose.Table(TABLE, [Customer, Address, Product, Order, Line, Invoice], {
  throughput: 'ON_DEMAND',
  initialize: false,
});
