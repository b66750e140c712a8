import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import { evaluateCondition } from '../../expression/condition/condition.ts';
import { prepareStatement } from '../../partiql/statements.ts';
import { routerClient, tableBody } from '../router-client.ts';
import type { Json, RouterClient } from '../router-client.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';

const KEYS = ['a', 'b', 'c'];
const ITEMS: readonly Item[] = KEYS.flatMap((pk) =>
  KEYS.map((sk, i) => ({
    pk: { S: pk },
    sk: { S: sk },
    ...(i === 0 ? {} : { n: { N: String(i) } }),
  })),
);

function database(): RouterClient {
  const client = routerClient();
  client.call('CreateTable', tableBody('table', 'sk'));
  for (const Item of ITEMS) client.call('PutItem', { TableName: 'table', Item });
  return client;
}

const text = fc.constantFrom(...KEYS).map((key) => `'${key}'`);
const number = fc.nat(3).map(String);
const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const texts = fc.array(text, { minLength: 1, maxLength: 3 }).map((list) => list.join(', '));

/** Conditions about keys and about another attribute. */
const leaf = fc.oneof(
  { weight: 4, arbitrary: text.map((value) => `pk = ${value}`) },
  texts.map((list) => `pk IN [${list}]`),
  text.map((value) => `pk > ${value}`),
  {
    weight: 2,
    arbitrary: fc.tuple(comparator, text).map(([sign, value]) => `sk ${sign} ${value}`),
  },
  fc.tuple(text, comparator).map(([value, sign]) => `${value} ${sign} sk`),
  texts.map((list) => `sk IN [${list}]`),
  fc.tuple(text, text).map((pair) => `sk BETWEEN ${pair.sort().join(' AND ')}`),
  text.map((value) => `begins_with(sk, ${value})`),
  fc.tuple(comparator, number).map(([sign, value]) => `n ${sign} ${value}`),
  fc.constantFrom('n IS MISSING', 'attribute_exists(n)', 'size(sk) = 1'),
);
const condition: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf,
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} AND ${b})`),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} OR ${b})`),
    tie('node').map((node) => `NOT (${node})`),
  ),
})).node;

function names(items: readonly Item[]): readonly string[] {
  return items.map(({ pk, sk }) => JSON.stringify([pk, sk])).sort();
}

/** The pages of a SELECT put together, or the message it is refused with. */
function select(client: RouterClient, statement: string, limit?: number): readonly Item[] | string {
  const items: Item[] = [];
  let NextToken: unknown;
  do {
    let page: Json;
    try {
      page = client.call('ExecuteStatement', {
        Statement: statement,
        ...(limit === undefined ? {} : { Limit: limit }),
        ...(NextToken === undefined ? {} : { NextToken }),
      });
    } catch (error) {
      if (error instanceof DynamoError) return error.message;
      throw error;
    }
    items.push(...(page['Items'] as Item[]));
    NextToken = page['NextToken'];
  } while (NextToken !== undefined);
  return items;
}

const REFUSALS = ['Overlapping conditions with range keys are not supported in where clause'];

describe('a SELECT, however it is planned', () => {
  const client = database();

  it('finds exactly the items that meet its WHERE clause, each once', () => {
    let found = 0;
    fc.assert(
      fc.property(condition, (where) => {
        const statement = `SELECT * FROM "table" WHERE ${where}`;
        const items = select(client, statement);
        if (typeof items === 'string') {
          expect(REFUSALS).toContain(items);
          return;
        }
        const prepared = prepareStatement(statement, []);
        const met = ITEMS.filter(
          (item) =>
            prepared.kind === 'select' &&
            prepared.where !== undefined &&
            evaluateCondition(prepared.where, attributesOf(item)),
        );
        expect(names(items)).toEqual(names(met));
        found += items.length;
      }),
      { numRuns: 1500 },
    );
    expect(found).toBeGreaterThan(1000);
  });

  it('finds them page by page in the same order', () => {
    fc.assert(
      fc.property(condition, fc.integer({ min: 1, max: 4 }), (where, limit) => {
        const statement = `SELECT * FROM "table" WHERE ${where}`;
        expect(select(client, statement, limit)).toEqual(select(client, statement));
      }),
      { numRuns: 500 },
    );
  });

  it('finds them in the opposite order of sort keys where that is asked for', () => {
    fc.assert(
      fc.property(text, condition, (pk, where) => {
        const statement = `SELECT * FROM "table" WHERE pk = ${pk} AND (${where})`;
        const upwards = select(client, `${statement} ORDER BY sk`);
        const downwards = select(client, `${statement} ORDER BY sk DESC`, 1);
        if (typeof upwards === 'string') expect(downwards).toBe(upwards);
        else expect(downwards).toEqual([...upwards].reverse());
      }),
      { numRuns: 500 },
    );
  });
});

describe('any words as a statement', () => {
  const WORDS = (
    'SELECT * FROM "table" "table"."i" nowhere WHERE pk sk n = > \'a\' \'b\' 1 ? AND OR NOT IN [ ] ( ) ORDER BY DESC ' +
    'INSERT INTO VALUE { } : , UPDATE SET REMOVE DELETE RETURNING ALL OLD NEW MODIFIED EXISTS( set_add( << >>'
  ).split(' ');
  const WHOLE = [
    'SELECT * FROM "table" WHERE pk = \'a\'',
    "UPDATE \"table\" SET n = 1 WHERE pk = 'a' AND sk = 'a' RETURNING ALL NEW *",
    "DELETE FROM \"table\" WHERE pk = 'b' AND sk = 'b'",
    "INSERT INTO \"table\" VALUE {'pk': 'a', 'sk': 'z'}",
    "EXISTS(SELECT * FROM \"table\" WHERE pk = 'a' AND sk = 'a' AND n = 1)",
  ];
  const statement = fc.oneof(
    fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }).map((words) => words.join(' ')),
    fc.constantFrom(...WHOLE),
    fc
      .tuple(fc.constantFrom(...WHOLE), fc.nat(40), fc.constantFrom(...WORDS))
      .map(([whole, at, word]) => `${whole.slice(0, at)} ${word} ${whole.slice(at)}`),
  );

  it.each([
    ['ExecuteStatement', (texts: readonly string[]) => ({ Statement: texts[0] ?? '' })],
    ['BatchExecuteStatement', (texts: readonly string[]) => ({ Statements: requests(texts) })],
    ['ExecuteTransaction', (texts: readonly string[]) => ({ TransactStatements: requests(texts) })],
  ])('is answered or refused by %s', (operation, bodyOf) => {
    const client = database();
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 3 }), (given) => {
        try {
          client.call(operation, bodyOf(given));
        } catch (error) {
          if (!(error instanceof DynamoError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function requests(texts: readonly string[]): readonly Json[] {
  return texts.map((Statement) => ({ Statement, Parameters: [{ S: 'a' }, { N: '1' }] }));
}
