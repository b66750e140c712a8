/** Where a page of an index ends: semantics.md section 4, "LastEvaluatedKey / ExclusiveStartKey shape" [suite]. */
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { client, freshTable } from '../region.ts';
import { definition, globalIndex, keys, localIndex } from './shapes.ts';

/** The keys of all items behind one another, `Limit` a page. */
async function pagesOf(
  request: { readonly TableName: string; readonly IndexName: string },
  where: object,
  Limit = 10,
): Promise<readonly (readonly Attributes[])[]> {
  const pages: (readonly Attributes[])[] = [];
  let ExclusiveStartKey: Attributes | undefined;
  do {
    const page = await ask('Query', {
      ...request,
      ...where,
      Limit,
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    });
    pages.push(page.Items ?? []);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return pages;
}

const equal = (name: string, value: string) => ({
  KeyConditionExpression: `#k = :v`,
  ExpressionAttributeNames: { '#k': name },
  ExpressionAttributeValues: { ':v': { S: value } },
});

async function putAll(TableName: string, items: readonly Attributes[]): Promise<void> {
  for (let i = 0; i < items.length; i += 25) {
    const writes = items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }));
  }
}

describe('the last key of a page', () => {
  const item: Attributes = {
    pk: { S: 'p' },
    sk: { S: 's' },
    g: { S: 'g' },
    n: { N: '1' },
    l: { S: 'l' },
    more: { S: 'm' },
  };
  let TableName: string;
  let hashOnly: string;

  beforeAll(async () => {
    const AttributeDefinitions = [definition('g'), definition('n', 'N')];
    const GlobalSecondaryIndexes = [
      globalIndex('hash', keys(['g'])),
      globalIndex('both', keys(['g'], ['n'])),
    ];
    TableName = await freshTable({
      range: 'sk',
      AttributeDefinitions: [...AttributeDefinitions, definition('l')],
      GlobalSecondaryIndexes: [
        ...GlobalSecondaryIndexes,
        globalIndex('turned', keys(['sk'], ['pk'])),
        globalIndex('reused', keys(['g'], ['pk'])),
      ],
      LocalSecondaryIndexes: [localIndex('local', 'l')],
    });
    hashOnly = await freshTable({ AttributeDefinitions, GlobalSecondaryIndexes });
    await fill(TableName, [item]);
    await fill(hashOnly, [item]);
  });

  it.each([
    ['local', 'pk', ['pk', 'sk', 'l']],
    ['hash', 'g', ['g', 'pk', 'sk']],
    ['both', 'g', ['g', 'n', 'pk', 'sk']],
    // Attributes of index and table key alike are there once.
    ['turned', 'sk', ['pk', 'sk']],
    ['reused', 'g', ['g', 'pk', 'sk']],
  ])('of index %s has these attributes and no others', async (IndexName, name, wanted) => {
    const where = equal(name, item[name]?.S ?? '');
    const page = await ask('Query', { TableName, IndexName, ...where, Limit: 1 });
    const expected = Object.fromEntries(wanted.map((each) => [each, item[each]]));
    expect(page.LastEvaluatedKey).toEqual(expected);
    const scanned = await ask('Scan', { TableName, IndexName, Limit: 1 });
    expect(scanned.LastEvaluatedKey).toEqual(expected);
  });

  it.each([
    ['hash', ['g', 'pk']],
    ['both', ['g', 'n', 'pk']],
  ])('of index %s of a table without a sort key', async (IndexName, wanted) => {
    const page = await ask('Query', {
      TableName: hashOnly,
      IndexName,
      ...equal('g', 'g'),
      Limit: 1,
    });
    const expected = Object.fromEntries(wanted.map((each) => [each, item[each]]));
    expect(page.LastEvaluatedKey).toEqual(expected);
  });
});

describe('pages go on among entries of one index key', () => {
  it('50 of one hash value of a global index, each once', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    const names = Array.from({ length: 50 }, (_, i) => `p${String(i).padStart(2, '0')}`);
    await putAll(
      TableName,
      names.map((pk) => ({ pk: { S: pk }, g: { S: 'same' } })),
    );
    const pages = await pagesOf({ TableName, IndexName: 'gsi' }, equal('g', 'same'));
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 10, 10, 0]);
    const seen = pages.flat().map(({ pk }) => pk?.S);
    expect(seen.toSorted()).toEqual(names);
  });

  it('10 of each sort value of a local index, in its order', async () => {
    const TableName = await freshTable({
      range: 'sk',
      AttributeDefinitions: [definition('l')],
      LocalSecondaryIndexes: [localIndex('lsi', 'l')],
    });
    const items = Array.from({ length: 30 }, (_, i) => ({
      pk: { S: 'p' },
      sk: { S: String(i).padStart(2, '0') },
      l: { S: `l${String(i % 3)}` },
    }));
    await putAll(TableName, items);
    const pages = await pagesOf({ TableName, IndexName: 'lsi' }, equal('pk', 'p'), 7);
    const order = items.toSorted((a, b) => (a.l.S + a.sk.S < b.l.S + b.sk.S ? -1 : 1));
    expect(pages.flat().map(({ sk }) => sk)).toEqual(order.map(({ sk }) => sk));
  });
});

describe('a page of an index', () => {
  it('ends at a megabyte of what the index holds, not of the items', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [
        globalIndex('all', keys(['g'])),
        globalIndex('keys', keys(['g']), 'KEYS_ONLY'),
      ],
    });
    const items = Array.from({ length: 12 }, (_, i) => ({
      pk: { S: String(i) },
      g: { S: 'g' },
      big: { S: '-'.repeat(100_000) },
    }));
    await fill(TableName, items);
    const all = await ask('Query', { TableName, IndexName: 'all', ...equal('g', 'g') });
    expect([all.Count, all.LastEvaluatedKey !== undefined]).toEqual([11, true]);
    const keysOnly = await ask('Query', { TableName, IndexName: 'keys', ...equal('g', 'g') });
    expect([keysOnly.Count, keysOnly.LastEvaluatedKey]).toEqual([12, undefined]);
  });
});

describe('a filter of a scan of an index', () => {
  it('may name keys of index and table [suite]', async () => {
    const TableName = await freshTable({
      AttributeDefinitions: [definition('g')],
      GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']))],
    });
    await fill(
      TableName,
      ['a', 'b', 'c'].map((pk) => ({ pk: { S: pk }, g: { S: pk === 'c' ? 'y' : 'x' } })),
    );
    const { Items, ScannedCount } = await ask('Scan', {
      TableName,
      IndexName: 'gsi',
      FilterExpression: 'g = :x AND pk > :a',
      ExpressionAttributeValues: { ':x': { S: 'x' }, ':a': { S: 'a' } },
    });
    expect([Items, ScannedCount]).toEqual([[{ pk: { S: 'b' }, g: { S: 'x' } }], 3]);
  });
});
