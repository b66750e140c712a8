/** Read units where a table has indexes: capacity.md sections 1 and 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes, Operation } from '../ask.ts';
import { definition, globalIndex, keys, localIndex } from '../global-indexes/shapes.ts';
import { freshTable } from '../region.ts';

let TableName: string;

/** Four items of 5,000 bytes and more, of one partition key and one index key. */
const itemOf = (sk: string): Attributes => ({
  pk: { S: 'p' },
  sk: { S: sk },
  g: { S: 'g' },
  l: { S: `l${sk}` },
  big: { S: '-'.repeat(5_000) },
});
const SORT_KEYS = ['1', '2', '3', '4'];
/** Of all of them together, consistent: their sum is a little more than 20,000 bytes. */
const ALL = 5;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('g'), definition('l')],
    GlobalSecondaryIndexes: [
      globalIndex('gsi-all', keys(['g'])),
      globalIndex('gsi-keys', keys(['g']), 'KEYS_ONLY'),
    ],
    LocalSecondaryIndexes: [
      localIndex('lsi-all', 'l'),
      localIndex('lsi-keys', 'l', 'KEYS_ONLY'),
      localIndex('lsi-some', 'l', ['a']),
    ],
  });
  await fill(TableName, SORT_KEYS.map(itemOf));
});

const Indexes = { ReturnConsumedCapacity: 'INDEXES' } as const;
const Key = { pk: { S: 'p' }, sk: { S: '1' } };
const where = (name: 'g' | 'pk', value = name === 'g' ? 'g' : 'p') => ({
  KeyConditionExpression: `${name} = :v`,
  ExpressionAttributeValues: { ':v': { S: value } },
});

/** What `request` reports beside the name of the table. */
async function capacityOf(operation: Operation, request: object): Promise<unknown> {
  const answer: object = await ask(operation, { TableName, ...Indexes, ...request });
  const { TableName: _, ...rest } = (answer as { ConsumedCapacity: { TableName: string } })
    .ConsumedCapacity;
  return rest;
}

const ofTable = (units: number) => ({ CapacityUnits: units, Table: { CapacityUnits: units } });
const arm = (
  kind: 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes',
  index: string,
  units: number,
  table = 0,
) => ({
  CapacityUnits: units + table,
  Table: { CapacityUnits: table },
  [kind]: { [index]: { CapacityUnits: units } },
});
const global = (index: string, units: number) => arm('GlobalSecondaryIndexes', index, units);
const local = (index: string, units: number, table?: number) =>
  arm('LocalSecondaryIndexes', index, units, table);

describe('a read of the table itself has its own arm alone [suite]', () => {
  it.each<[Operation, object, number]>([
    ['Query', where('pk'), ALL / 2],
    ['Scan', {}, ALL / 2],
    ['GetItem', { Key }, 1],
  ])('%s', async (operation, request, units) => {
    expect(await capacityOf(operation, request)).toEqual(ofTable(units));
  });

  it('BatchGetItem', async () => {
    const RequestItems = { [TableName]: { Keys: [Key] } };
    const { ConsumedCapacity } = await ask('BatchGetItem', { RequestItems, ...Indexes });
    expect(ConsumedCapacity).toEqual([{ TableName, ...ofTable(1) }]);
  });

  it('TransactGetItems, on a named axis [emul, captured]', async () => {
    const TransactItems = [{ Get: { TableName, Key } }];
    const { ConsumedCapacity } = await ask('TransactGetItems', { TransactItems, ...Indexes });
    const units = { CapacityUnits: 4, ReadCapacityUnits: 4 };
    expect(ConsumedCapacity).toEqual([{ TableName, ...units, Table: units }]);
  });
});

describe('a read of a global index is on the arm of the index [suite]', () => {
  it.each<[Operation, string, object, number]>([
    ['Query', 'gsi-all', where('g'), ALL / 2],
    ['Scan', 'gsi-all', {}, ALL / 2],
    // By what the index holds of each item, not by the item.
    ['Query', 'gsi-keys', where('g'), 0.5],
    ['Scan', 'gsi-keys', {}, 0.5],
    ['Query', 'gsi-all', { ...where('g'), Limit: 2 }, 1.5],
    ['Query', 'gsi-all', { ...where('g'), Select: 'COUNT' }, ALL / 2],
    ['Query', 'gsi-all', { ...where('g'), ProjectionExpression: 'sk' }, ALL / 2],
    ['Query', 'gsi-all', { ...where('g'), FilterExpression: 'attribute_not_exists(big)' }, ALL / 2],
  ])('%s of %s %o: %d', async (operation, IndexName, request, units) => {
    expect(await capacityOf(operation, { IndexName, ...request })).toEqual(
      global(IndexName, units),
    );
  });

  it('also where nothing matches: 0.5 (unconfirmed)', async () => {
    const request = { IndexName: 'gsi-all', ...where('g', 'none') };
    expect(await capacityOf('Query', request)).toEqual(global('gsi-all', 0.5));
  });

  it('TOTAL is the sum alone', async () => {
    const { ConsumedCapacity } = await ask('Query', {
      TableName,
      IndexName: 'gsi-all',
      ...where('g'),
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: ALL / 2 });
  });
});

describe('a read of a local index that holds what is asked for is on the arm of the index', () => {
  it.each<[Operation, string, object, number]>([
    ['Query', 'lsi-all', where('pk'), ALL / 2],
    ['Query', 'lsi-all', { ...where('pk'), Select: 'ALL_ATTRIBUTES' }, ALL / 2],
    ['Query', 'lsi-all', { ...where('pk'), ConsistentRead: true }, ALL],
    ['Scan', 'lsi-all', {}, ALL / 2],
    ['Query', 'lsi-keys', { ...where('pk'), ConsistentRead: true }, 1],
    ['Query', 'lsi-some', { ...where('pk'), ProjectionExpression: 'a, sk' }, 0.5],
    ['Scan', 'lsi-keys', {}, 0.5],
  ])('%s of %s %o: %d', async (operation, IndexName, request, units) => {
    expect(await capacityOf(operation, { IndexName, ...request })).toEqual(local(IndexName, units));
  });
});

describe('a read of a local index that fetches takes the items on the arm of the table [docs, emul]', () => {
  it.each<[Operation, object, number, number]>([
    // Each item of 5,000 bytes is rounded up by itself.
    ['Query', { ...where('pk'), Select: 'ALL_ATTRIBUTES' }, 0.5, 4],
    ['Query', { ...where('pk'), Select: 'ALL_ATTRIBUTES', ConsistentRead: true }, 1, 8],
    ['Query', { ...where('pk'), ProjectionExpression: 'big' }, 0.5, 4],
    ['Query', { ...where('pk'), ProjectionExpression: 'big', Limit: 1 }, 0.5, 1],
    ['Scan', { Select: 'ALL_ATTRIBUTES' }, 0.5, 4],
  ])('%s %o: %d and %d', async (operation, request, units, table) => {
    expect(await capacityOf(operation, { IndexName: 'lsi-keys', ...request })).toEqual(
      local('lsi-keys', units, table),
    );
  });

  it('those too that a filter drops', async () => {
    const request = {
      IndexName: 'lsi-keys',
      ...where('pk'),
      FilterExpression: 'attribute_not_exists(sk)',
      Select: 'ALL_ATTRIBUTES',
    };
    expect(await capacityOf('Query', request)).toEqual(local('lsi-keys', 0.5, 4));
  });
});

describe('several tables of BatchGetItem', () => {
  it('are listed each with its sum', async () => {
    const other = await freshTable();
    const { ConsumedCapacity } = await ask('BatchGetItem', {
      RequestItems: {
        [TableName]: { Keys: [Key, { ...Key, sk: { S: '2' } }], ConsistentRead: true },
        [other]: { Keys: [{ pk: { S: 'none' } }] },
      },
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(ConsumedCapacity).toEqual([
      { TableName, CapacityUnits: 4 },
      { TableName: other, CapacityUnits: 0.5 },
    ]);
  });
});
