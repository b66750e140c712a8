import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity, Service } from 'electrodb';

const model = <Name extends string>(entity: Name) => ({ entity, version: '1', service: 'shop' });

const Customer = new Entity({
  model: model('customer'),
  attributes: {
    customer: { type: 'string', required: true },
    email: { type: 'string', required: true },
  },
  indexes: {
    byId: { pk: { field: 'pk', composite: ['customer'] }, sk: { field: 'sk', composite: [] } },
  },
});

/** An address belongs to one customer: the item that it is the key of is there once. */
const Address = new Entity({
  model: model('address'),
  attributes: {
    email: { type: 'string', required: true },
    customer: { type: 'string', required: true },
  },
  indexes: {
    byEmail: { pk: { field: 'pk', composite: ['email'] }, sk: { field: 'sk', composite: [] } },
  },
});

const Product = new Entity({
  model: model('product'),
  attributes: {
    sku: { type: 'string', required: true },
    price: { type: 'number', required: true },
    stock: { type: 'number', default: 0 },
    tags: { type: 'set', items: 'string' },
  },
  indexes: {
    bySku: { pk: { field: 'pk', composite: ['sku'] }, sk: { field: 'sk', composite: [] } },
  },
});

const Order = new Entity({
  model: model('order'),
  attributes: {
    customer: { type: 'string', required: true },
    order: { type: 'string', required: true },
    placed: { type: 'string', required: true },
    status: { type: 'string', required: true },
  },
  indexes: {
    ofCustomer: {
      pk: { field: 'pk', composite: ['customer'] },
      sk: { field: 'sk', composite: ['order'] },
    },
    byDate: {
      index: 'byDate',
      pk: { field: 'pk', composite: ['customer'] },
      sk: { field: 'lsi1sk', composite: ['placed'] },
    },
    byStatus: {
      index: 'open',
      // Sparse: a shipped order has no key there.
      condition: ({ status }) => status === 'open',
      pk: { field: 'gsi2pk', composite: ['status'] },
      sk: { field: 'gsi2sk', composite: ['placed'] },
    },
  },
});

const Line = new Entity({
  model: model('line'),
  attributes: {
    order: { type: 'string', required: true },
    sku: { type: 'string', required: true },
    quantity: { type: 'number', required: true },
  },
  indexes: {
    ofOrder: {
      collection: 'contents',
      pk: { field: 'pk', composite: ['order'] },
      sk: { field: 'sk', composite: ['sku'] },
    },
    ofProduct: {
      index: 'inverted',
      pk: { field: 'gsi1pk', composite: ['sku'] },
      sk: { field: 'gsi1sk', composite: ['order'] },
    },
  },
});

const Invoice = new Entity({
  model: model('invoice'),
  attributes: {
    order: { type: 'string', required: true },
    number: { type: 'string', required: true },
    total: { type: 'number', required: true },
  },
  indexes: {
    ofOrder: {
      collection: 'contents',
      pk: { field: 'pk', composite: ['order'] },
      sk: { field: 'sk', composite: ['number'] },
    },
  },
});

export function shopService(client: DynamoDBClient, table: string) {
  return new Service(
    {
      customer: Customer,
      address: Address,
      product: Product,
      order: Order,
      line: Line,
      invoice: Invoice,
    },
    { client, table },
  );
}
