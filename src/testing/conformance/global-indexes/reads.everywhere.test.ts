import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { INVALID_PARAMETER, VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable, refusal } from '../region.ts';

const definition = (AttributeName: string, AttributeType: 'S' | 'N' = 'S') => ({
  AttributeName,
  AttributeType,
});
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' as const });
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' as const });

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('g'), definition('n', 'N')],
    GlobalSecondaryIndexes: [
      { IndexName: 'all', KeySchema: [hash('g')], Projection: { ProjectionType: 'ALL' } },
      {
        IndexName: 'keys',
        KeySchema: [hash('g'), range('n')],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'some',
        KeySchema: [hash('g'), range('n')],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] },
      },
    ],
  });
  const items = Array.from({ length: 20 }, (_, i) => item(i));
  await client.send(
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );
});

/** Twenty items: even ones in g = even, odd ones in g = odd, and every fifth without n. */
function item(i: number): Record<string, AttributeValue> {
  return {
    pk: { S: `p${String(i % 4)}` },
    sk: { S: String(i).padStart(2, '0') },
    g: { S: i % 2 === 0 ? 'even' : 'odd' },
    ...(i % 5 === 0 ? {} : { n: { N: String(i) } }),
    a: { S: `a${String(i)}` },
    b: { S: `b${String(i)}` },
  };
}

const query = (input: Partial<QueryCommandInput>) =>
  client.send(new QueryCommand({ TableName, ...input }));

const ofG = (g: string, more = {}) => ({
  KeyConditionExpression: 'g = :g',
  ExpressionAttributeValues: { ':g': { S: g }, ...more },
});

describe('a query of a global index (semantics.md section 4 [suite])', () => {
  it('finds the items of its hash value', async () => {
    const { Items, Count } = await query({ IndexName: 'all', ...ofG('odd') });
    expect(Count).toBe(10);
    expect(new Set(Items?.map(({ sk }) => sk?.S))).toEqual(
      new Set(['01', '03', '05', '07', '09', '11', '13', '15', '17', '19']),
    );
  });

  it('leaves out items without an index key attribute', async () => {
    const { Items } = await query({ IndexName: 'keys', ...ofG('odd') });
    expect(Items?.map(({ n }) => n?.N)).toEqual(['1', '3', '7', '9', '11', '13', '17', '19']);
  });

  it('goes by its range key backwards', async () => {
    const { Items } = await query({ IndexName: 'keys', ScanIndexForward: false, ...ofG('even') });
    expect(Items?.map(({ n }) => n?.N)).toEqual(['18', '16', '14', '12', '8', '6', '4', '2']);
  });

  it.each([
    ['n = :n', { ':n': { N: '7' } }, ['7']],
    ['n < :n', { ':n': { N: '7' } }, ['1', '3']],
    ['n <= :n', { ':n': { N: '7' } }, ['1', '3', '7']],
    ['n > :n', { ':n': { N: '11' } }, ['13', '17', '19']],
    ['n >= :n', { ':n': { N: '11' } }, ['11', '13', '17', '19']],
    ['n BETWEEN :n AND :m', { ':n': { N: '3' }, ':m': { N: '9' } }, ['3', '7', '9']],
  ])('meets %s', async (condition, values, wanted) => {
    const { Items } = await query({
      IndexName: 'keys',
      KeyConditionExpression: `g = :g AND ${condition}`,
      ExpressionAttributeValues: { ':g': { S: 'odd' }, ...values },
    });
    expect(Items?.map(({ n }) => n?.N)).toEqual(wanted);
  });

  it('answers every attribute where it projects all', async () => {
    const { Items } = await query({ IndexName: 'all', ...ofG('odd') });
    expect(Items?.find(({ sk }) => sk?.S === '03')).toEqual(item(3));
  });

  it('answers the keys of index and table where it projects these', async () => {
    const { Items } = await query({ IndexName: 'keys', ...ofG('odd') });
    const { a: _, b: __, ...keys } = item(3);
    expect(Items?.find(({ sk }) => sk?.S === '03')).toEqual(keys);
  });

  it('answers the included attributes beside the keys', async () => {
    const { Items } = await query({ IndexName: 'some', ...ofG('odd') });
    const { b: _, ...included } = item(3);
    expect(Items?.find(({ sk }) => sk?.S === '03')).toEqual(included);
  });

  it('has a last key of index and table keys, and goes on behind it', async () => {
    const seen: (string | undefined)[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await query({
        IndexName: 'all',
        Limit: 3,
        ...ofG('even'),
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      });
      ExclusiveStartKey = page.LastEvaluatedKey;
      if (ExclusiveStartKey !== undefined)
        expect(new Set(Object.keys(ExclusiveStartKey))).toEqual(new Set(['g', 'pk', 'sk']));
      seen.push(...(page.Items ?? []).map(({ sk }) => sk?.S));
    } while (ExclusiveStartKey !== undefined);
    expect(seen.sort()).toEqual(['00', '02', '04', '06', '08', '10', '12', '14', '16', '18']);
  });
});

describe('a scan of a global index (semantics.md section 4 [suite])', () => {
  it('sees the items that are in the index', async () => {
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'all' }))).Count).toBe(20);
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'keys' }))).Count).toBe(16);
  });

  it('sees every entry once in its segments', async () => {
    const pages = await Promise.all(
      [0, 1, 2].map((Segment) =>
        client.send(new ScanCommand({ TableName, IndexName: 'all', Segment, TotalSegments: 3 })),
      ),
    );
    const seen = pages.flatMap(({ Items }) => Items?.map(({ sk }) => sk?.S));
    expect(seen.sort()).toEqual(Array.from({ length: 20 }, (_, i) => String(i).padStart(2, '0')));
  });
});

describe('a global index follows its table', () => {
  it('through a put, a move, a change outside its projection and a delete', async () => {
    const Key = { pk: { S: 'moved' }, sk: { S: 'x' } };
    const of = async (g: string) => (await query({ IndexName: 'keys', ...ofG(g) })).Items;
    await client.send(
      new PutItemCommand({ TableName, Item: { ...Key, g: { S: 'from' }, n: { N: '1' } } }),
    );
    expect(await of('from')).toEqual([{ ...Key, g: { S: 'from' }, n: { N: '1' } }]);
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET g = :g, b = :b',
        ExpressionAttributeValues: { ':g': { S: 'to' }, ':b': { S: 'b' } },
      }),
    );
    expect(await of('from')).toEqual([]);
    expect(await of('to')).toEqual([{ ...Key, g: { S: 'to' }, n: { N: '1' } }]);
    await client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'REMOVE n' }));
    expect(await of('to')).toEqual([]);
    await client.send(new DeleteItemCommand({ TableName, Key }));
    expect(await of('to')).toEqual([]);
  });
});

describe('what reads of a global index are refused (validation.md section 8)', () => {
  it('an index that is not there', async () => {
    expect((await refusal(query({ IndexName: 'none', ...ofG('odd') }))).message).toBe(
      'The table does not have the specified index: none',
    );
  });

  it('a strongly consistent read', async () => {
    const request = query({ IndexName: 'all', ConsistentRead: true, ...ofG('odd') });
    expect((await refusal(request)).message).toBe(
      'Consistent reads are not supported on global secondary indexes',
    );
  });

  it('a strongly consistent read, before its key condition (unconfirmed)', async () => {
    const { KeyConditionExpression } = ofG('odd');
    const request = query({
      IndexName: 'all',
      ConsistentRead: true,
      KeyConditionExpression,
      ExpressionAttributeValues: { ':g': { N: '1' } },
    });
    expect((await refusal(request)).message).toBe(
      'Consistent reads are not supported on global secondary indexes',
    );
  });

  it('all attributes of an index that does not project them', async () => {
    const request = query({ IndexName: 'some', Select: 'ALL_ATTRIBUTES', ...ofG('odd') });
    expect((await refusal(request)).message).toBe(
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index some because its projection type is not ALL',
    );
  });

  it('attributes that it does not project', async () => {
    const request = query({ IndexName: 'some', ProjectionExpression: 'b, a, c', ...ofG('odd') });
    expect((await refusal(request)).message).toBe(
      'One or more parameter values were invalid: Global secondary index some does not project [b, c]',
    );
  });

  it('a filter on attributes that it does not project', async () => {
    const request = query({
      IndexName: 'some',
      FilterExpression: 'b = :b',
      ...ofG('odd', { ':b': { S: 'x' } }),
    });
    expect((await refusal(request)).message).toBe(
      'One or more parameter values were invalid: Secondary index some does not project one or more filter attributes: [b]',
    );
  });

  it('a filter on its own key', async () => {
    const request = query({
      IndexName: 'keys',
      FilterExpression: 'n = :n',
      ...ofG('odd', { ':n': { N: '1' } }),
    });
    expect((await refusal(request)).message).toBe(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: n',
    );
  });

  const scan = (members: object): Promise<string> =>
    refusalOf(client.send(new ScanCommand({ TableName, ...members })));

  it('a strongly consistent scan', async () => {
    expect(await scan({ IndexName: 'all', ConsistentRead: true })).toBe(
      `${VALIDATION}Consistent reads are not supported on global secondary indexes`,
    );
  });

  it('a scan for all attributes of an index that does not project them', async () => {
    expect(await scan({ IndexName: 'some', Select: 'ALL_ATTRIBUTES' })).toBe(
      `${INVALID_PARAMETER}Select type ALL_ATTRIBUTES is not supported for global secondary index some because its projection type is not ALL`,
    );
  });

  it.each([{ ProjectionExpression: 'b, a, c' }, { AttributesToGet: ['b', 'a', 'c'] }])(
    'a scan for attributes that it does not project: %j',
    async (members) => {
      expect(await scan({ IndexName: 'some', ...members })).toBe(
        `${INVALID_PARAMETER}Global secondary index some does not project [b, c]`,
      );
    },
  );
});
