import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';

/*
 * Random puts, updates, deletes, batches and transactions against a plain map, compared by paging Query and Scan.
 */

interface Item {
  readonly pk: { readonly S: string };
  readonly sk: { readonly N: string };
  readonly v?: { readonly N: string };
}

interface Place {
  readonly pk: string;
  readonly sk: number;
}

type Step =
  | {
      readonly kind: 'put' | 'add' | 'delete' | 'create';
      readonly place: Place;
      readonly v: number;
    }
  | {
      readonly kind: 'batch' | 'transaction';
      readonly places: readonly Place[];
      readonly v: number;
    };

const place: fc.Arbitrary<Place> = fc.record({
  pk: fc.constantFrom('a', 'b', 'ab', '\u00e9'),
  sk: fc.integer({ min: -5, max: 5 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('put' as const, 'add' as const, 'delete' as const, 'create' as const),
    place,
    v: fc.integer({ min: 0, max: 99 }),
  }),
  fc.record({
    kind: fc.constantFrom('batch' as const, 'transaction' as const),
    places: fc.uniqueArray(place, {
      selector: ({ pk, sk }) => `${pk}/${String(sk)}`,
      minLength: 1,
      maxLength: 5,
    }),
    v: fc.integer({ min: 0, max: 99 }),
  }),
);

const keyOf = ({ pk, sk }: Place): Item => ({ pk: { S: pk }, sk: { N: String(sk) } });
const itemOf = (at: Place, v: number): Item => ({ ...keyOf(at), v: { N: String(v) } });
const nameOf = ({ pk, sk }: Place): string => `${pk}/${String(sk)}`;

/** What the tables should hold: the naive semantics. */
function applyToModel(model: Map<string, Item>, each: Step): void {
  switch (each.kind) {
    case 'put':
      model.set(nameOf(each.place), itemOf(each.place, each.v));
      return;
    case 'create':
      if (!model.has(nameOf(each.place))) {
        model.set(nameOf(each.place), itemOf(each.place, each.v));
      }
      return;
    case 'add': {
      const before = Number(model.get(nameOf(each.place))?.v?.N ?? 0);
      model.set(nameOf(each.place), itemOf(each.place, before + each.v));
      return;
    }
    case 'delete':
      model.delete(nameOf(each.place));
      return;
    case 'batch':
      each.places.forEach((at, i) => {
        if (i % 2 === 0) model.set(nameOf(at), itemOf(at, each.v));
        else model.delete(nameOf(at));
      });
      return;
    case 'transaction':
      if (each.places.some((at) => model.has(nameOf(at)))) return;
      for (const at of each.places) model.set(nameOf(at), itemOf(at, each.v));
  }
}

function tryCall(client: RouterClient, operation: string, body: Json): void {
  try {
    client.call(operation, body);
  } catch (error) {
    expect(String(error)).toMatch(/ConditionalCheckFailed|TransactionCanceled/);
  }
}

function applyToRouter(client: RouterClient, each: Step): void {
  const TableName = 'items';
  const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
  switch (each.kind) {
    case 'put':
      client.call('PutItem', { TableName, Item: itemOf(each.place, each.v) });
      return;
    case 'create':
      tryCall(client, 'PutItem', { TableName, Item: itemOf(each.place, each.v), ...absent });
      return;
    case 'add':
      client.call('UpdateItem', {
        TableName,
        Key: keyOf(each.place),
        UpdateExpression: 'ADD v :v',
        ExpressionAttributeValues: { ':v': { N: String(each.v) } },
      });
      return;
    case 'delete':
      client.call('DeleteItem', { TableName, Key: keyOf(each.place) });
      return;
    case 'batch':
      client.call('BatchWriteItem', {
        RequestItems: {
          items: each.places.map((at, i) =>
            i % 2 === 0
              ? { PutRequest: { Item: itemOf(at, each.v) } }
              : { DeleteRequest: { Key: keyOf(at) } },
          ),
        },
      });
      return;
    case 'transaction':
      tryCall(client, 'TransactWriteItems', {
        TransactItems: each.places.map((at) => ({
          Put: { TableName, Item: itemOf(at, each.v), ...absent },
        })),
      });
  }
}

function readAll(client: RouterClient, operation: string, body: Json): readonly Item[] {
  const found: Item[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const answer = client.call(operation, { ...body, ExclusiveStartKey });
    found.push(...(answer['Items'] as readonly Item[]));
    ExclusiveStartKey = answer['LastEvaluatedKey'];
  } while (ExclusiveStartKey !== undefined);
  return found;
}

function newTable(): RouterClient {
  const client = routerClient();
  client.call('CreateTable', {
    ...tableBody('items', 'sk'),
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
  });
  return client;
}

describe('any run of writes', () => {
  it('leaves what a plain map holds, found by Scan, by segments and by Query in order', () => {
    const runs = fc.array(step, { maxLength: 40 });
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 7 }), (steps, Limit) => {
        const client = newTable();
        const model = new Map<string, Item>();
        for (const each of steps) {
          applyToRouter(client, each);
          applyToModel(model, each);
        }
        const byName = (items: readonly Item[]): readonly (readonly [string, Item])[] =>
          items.map((item) => [`${item.pk.S}/${item.sk.N}`, item] as const).sort(compareNames);
        const expected = [...model].sort(compareNames);
        expect(byName(readAll(client, 'Scan', { TableName: 'items', Limit }))).toEqual(expected);
        const segments = [0, 1, 2].flatMap((Segment) =>
          readAll(client, 'Scan', { TableName: 'items', Limit, Segment, TotalSegments: 3 }),
        );
        expect(byName(segments)).toEqual(expected);
        expectQueries(client, model, Limit);
      }),
      { numRuns: 60 },
    );
  });
});

function compareNames(a: readonly [string, Item], b: readonly [string, Item]): number {
  return a[0] < b[0] ? -1 : 1;
}

function expectQueries(client: RouterClient, model: Map<string, Item>, Limit: number): void {
  for (const pk of ['a', 'b', 'ab', '\u00e9']) {
    const collection = [...model.values()]
      .filter((item) => item.pk.S === pk)
      .sort((a, b) => Number(a.sk.N) - Number(b.sk.N));
    const query = {
      TableName: 'items',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      Limit,
    };
    expect(readAll(client, 'Query', query)).toEqual(collection);
    expect(readAll(client, 'Query', { ...query, ScanIndexForward: false })).toEqual(
      collection.toReversed(),
    );
  }
}
