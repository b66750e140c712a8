import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { set } from 'dynamodb-toolbox/schema/set';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { TABLE } from './shop.ts';

const key = (name: string) => ({ name, type: 'string' as const });

/** Without a client until the page has opened its database. */
export const Shop = new Table({
  name: TABLE,
  partitionKey: key('pk'),
  sortKey: key('sk'),
  indexes: {
    inverted: { type: 'global', partitionKey: key('sk'), sortKey: key('pk') },
    open: { type: 'global', partitionKey: key('openStatus'), sortKey: key('placed') },
    byDate: { type: 'local', sortKey: key('placed') },
  },
});

export function connect(documents: DynamoDBDocumentClient): void {
  Shop.documentClient = documents;
}

const entity = { table: Shop, timestamps: false } as const;

export const Customer = new Entity({
  ...entity,
  name: 'Customer',
  schema: item({ customer: string().key(), email: string() }),
  computeKey: ({ customer }: { customer: string }) => ({
    pk: `CUSTOMER#${customer}`,
    sk: 'CUSTOMER',
  }),
});

/** An address belongs to one customer: the item that it is the key of is there once. */
export const Address = new Entity({
  ...entity,
  name: 'Address',
  schema: item({ email: string().key(), customer: string() }),
  computeKey: ({ email }: { email: string }) => ({ pk: `EMAIL#${email}`, sk: 'EMAIL' }),
});

export const Product = new Entity({
  ...entity,
  name: 'Product',
  schema: item({
    sku: string().key(),
    price: number(),
    stock: number(),
    tags: set(string()).optional(),
  }),
  computeKey: ({ sku }: { sku: string }) => ({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT' }),
});

export const Order = new Entity({
  ...entity,
  name: 'Order',
  schema: item({
    customer: string().key(),
    order: string().key(),
    placed: string(),
    status: string(),
    // Sparse: only an open order has it.
    openStatus: string().optional().hidden(),
  }),
  computeKey: ({ customer, order }: { customer: string; order: string }) => ({
    pk: `CUSTOMER#${customer}`,
    sk: `ORDER#${order}`,
  }),
});

export const Line = new Entity({
  ...entity,
  name: 'Line',
  schema: item({ order: string().key(), sku: string().key(), quantity: number() }),
  computeKey: ({ order, sku }: { order: string; sku: string }) => ({
    pk: `ORDER#${order}`,
    sk: `PRODUCT#${sku}`,
  }),
});

export const Invoice = new Entity({
  ...entity,
  name: 'Invoice',
  schema: item({ order: string().key(), number: string().key(), total: number() }),
  computeKey: ({ order, number: of }: { order: string; number: string }) => ({
    pk: `ORDER#${order}`,
    sk: `INVOICE#${of}`,
  }),
});
