/** What the shop reads through dynamodb-toolbox. */
import {
  execute as getTogether,
  GetTransaction,
} from 'dynamodb-toolbox/entity/actions/transactGet';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { ScanCommand } from 'dynamodb-toolbox/table/actions/scan';
import { walk } from './shop.ts';
import { Invoice, Line, Order, Product, Shop } from './toolbox-model.ts';

type Key = Record<string, unknown>;

export async function readAtOnce(): Promise<unknown> {
  const { Responses = [] } = await getTogether(
    Product.build(GetTransaction).key({ sku: 'p03' }),
    Product.build(GetTransaction).key({ sku: 'p04' }),
  );
  const { Count } = await Shop.build(ScanCommand)
    .entities(Line)
    .options({ maxPages: Infinity, select: 'COUNT' })
    .send();
  return { together: Responses.map(({ Item }) => Item?.sku), lines: Count };
}

export const orders = (): Promise<string[][]> =>
  walk<Key>(async (exclusiveStartKey) => {
    const { Items = [], LastEvaluatedKey } = await Shop.build(QueryCommand)
      .entities(Order)
      .query({ partition: 'CUSTOMER#ada', range: { beginsWith: 'ORDER#' } })
      .options({ limit: 10, reverse: true, ...(exclusiveStartKey && { exclusiveStartKey }) })
      .send();
    return { ids: Items.map(({ order }) => order), next: LastEvaluatedKey };
  });

export const openOrders = (): Promise<string[][]> =>
  walk<Key>(async (exclusiveStartKey) => {
    const { Items = [], LastEvaluatedKey } = await Shop.build(QueryCommand)
      .entities(Order)
      .query({ index: 'open', partition: 'open' })
      .options({ limit: 5, ...(exclusiveStartKey && { exclusiveStartKey }) })
      .send();
    return { ids: Items.map(({ order }) => order), next: LastEvaluatedKey };
  });

export async function ordersOfDays(): Promise<unknown> {
  const { Items = [] } = await Shop.build(QueryCommand)
    .entities(Order)
    .query({
      index: 'byDate',
      partition: 'CUSTOMER#ada',
      range: { between: ['2026-01-05', '2026-01-10'] },
    })
    .options({ consistent: true })
    .send();
  return Items.map(({ order }) => order);
}

export async function ordersOfProduct(): Promise<unknown> {
  const { Items = [] } = await Shop.build(QueryCommand)
    .entities(Line)
    .query({ index: 'inverted', partition: 'PRODUCT#p01', range: { beginsWith: 'ORDER#' } })
    .send();
  return Items.map(({ order }) => order);
}

export async function contentsOf(order: string): Promise<{ lines: number; invoices: number }> {
  const { Items = [] } = await Shop.build(QueryCommand)
    .entities(Line, Invoice)
    .query({ partition: `ORDER#${order}` })
    .options({ showEntityAttr: true })
    .send();
  const lines = Items.filter(({ entity }) => entity === 'Line').length;
  return { lines, invoices: Items.length - lines };
}

/** The lines of an order, by their keys. */
export async function linesOf(
  order: string,
): Promise<readonly { readonly order: string; readonly sku: string }[]> {
  const { Items = [] } = await Shop.build(QueryCommand)
    .entities(Line)
    .query({ partition: `ORDER#${order}` })
    .send();
  return Items;
}
