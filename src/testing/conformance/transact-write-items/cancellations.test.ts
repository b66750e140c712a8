/** What cancels a write transaction before anything is written: validation.md section 5. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fill, reasonsOf, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { INVALID } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
let ranged: string;
let indexed: string;
beforeAll(async () => {
  TableName = await freshTable();
  indexed = await freshTable({
    AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byG',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  ranged = await freshTable({ range: 'sk' });
});

const Key = { pk: { S: 'a' } };
const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const put = (Item: object, table = TableName): object => ({ Put: { TableName: table, Item } });
const transact = (TransactItems: unknown, members: object = {}): Promise<string> =>
  refused('TransactWriteItems', { TransactItems, ...members });

describe('what cancels a transaction (section 5)', () => {
  const MISMATCH = {
    Code: 'ValidationError',
    Message: 'The provided key element does not match the schema',
  };
  const validation = (Message: string): object => ({ Code: 'ValidationError', Message });
  const wrong = { pk: { N: '1' } };

  it.each<[string, object, object]>([
    [
      'a Put with a key of another type',
      { Put: { Item: wrong } },
      validation(`${INVALID}Type mismatch for key pk expected: S actual: N`),
    ],
    [
      'a Put with a list for a key',
      { Put: { Item: { pk: { L: [] } } } },
      validation(`${INVALID}Type mismatch for key pk expected: S actual: L`),
    ],
    [
      'a Put without its key',
      { Put: { Item: { x: { S: '' } } } },
      validation(`${INVALID}Missing the key pk in the item`),
    ],
    ['an Update', { Update: { Key: wrong, UpdateExpression: 'REMOVE x' } }, MISMATCH],
    ['a Delete', { Delete: { Key: wrong } }, MISMATCH],
    [
      'a ConditionCheck',
      { ConditionCheck: { Key: wrong, ConditionExpression: 'attribute_exists(x)' } },
      MISMATCH,
    ],
    ['an empty key', { Delete: { Key: {} } }, MISMATCH],
    ['a key with one attribute more', { Delete: { Key: { ...Key, x: { S: '' } } } }, MISMATCH],
  ])('%s', async (_title, action, reason) => {
    const [kind = '', members] = Object.entries(action)[0] ?? [];
    const TransactItems = [{ [kind]: { TableName, ...(members as object) } }];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([reason]);
  });

  it('with the words of a cancellation', async () => {
    expect(await transact([put(wrong), put(Key)])).toBe(
      'TransactionCanceledException: Transaction cancelled, please refer cancellation reasons ' +
        'for specific reasons [ValidationError, None]',
    );
  });

  it('a missing sort key', async () => {
    const TransactItems = [{ Delete: { TableName: ranged, Key } }];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([MISMATCH]);
  });

  it.each<[string, object, string]>([
    [
      'a path that is not there',
      { UpdateExpression: 'SET no1.x = :v', ExpressionAttributeValues: { ':v': { S: '' } } },
      'The document path provided in the update expression is invalid for update',
    ],
    [
      'an attribute that is not there',
      { UpdateExpression: 'SET x = no1' },
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    [
      'an operand of the wrong type',
      { UpdateExpression: 'SET x = s + :n', ExpressionAttributeValues: { ':n': { N: '1' } } },
      'An operand in the update expression has an incorrect data type',
    ],
  ])('an Update with %s', async (_title, members, Message) => {
    await fill(TableName, [{ pk: { S: 'u' }, s: { S: 'text' } }]);
    const TransactItems = [{ Update: { TableName, Key: keyOf('u'), ...members } }];
    expect(await reasonsOf('TransactWriteItems', { TransactItems })).toEqual([validation(Message)]);
  });

  // validation.md section 16.
  describe('a bad key or index key ends the evaluation', () => {
    const nobody = (): object => ({ ConditionExpression: 'attribute_exists(gone)' });
    let count = 0;
    const fresh = (): { TableName: string; Key: Attributes } => ({
      TableName: indexed,
      Key: { pk: { S: `fresh${String(++count)}` } },
    });
    const updateOf = (expression: string, n: object): object => ({
      Update: {
        ...fresh(),
        UpdateExpression: expression,
        ExpressionAttributeValues: { ':n': n },
      },
    });
    const ACTIONS = {
      key: () => ({ Put: { TableName: indexed, Item: { pk: { N: String(++count) } } } }),
      index: () => ({ Put: { TableName: indexed, Item: { ...fresh().Key, g: { N: '1' } } } }),
      indexUpdate: () => updateOf('SET g = :n', { N: '1' }),
      keyUpdate: () => updateOf('SET pk = :n', { S: 'x' }),
      operand: () => updateOf('SET x = gone + :n', { N: '1' }),
      condition: () => ({ ConditionCheck: { ...fresh(), ...nobody() } }),
      fine: () => ({ Delete: fresh() }),
    } as const;
    type Action = keyof typeof ACTIONS;

    it.each<[readonly Action[], string]>([
      [['key', 'key', 'condition'], 'ValidationError None None'],
      [['key', 'index', 'condition'], 'ValidationError None None'],
      [['index', 'key', 'condition'], 'ValidationError None None'],
      [['indexUpdate', 'condition', 'key'], 'ValidationError None None'],
      [['keyUpdate', 'condition', 'operand'], 'ValidationError None None'],
      [['condition', 'key', 'condition'], 'ConditionalCheckFailed ValidationError None'],
      [['fine', 'index', 'condition', 'key'], 'None ValidationError None None'],
      [
        ['condition', 'condition', 'indexUpdate', 'condition'],
        'ConditionalCheckFailed ConditionalCheckFailed ValidationError None',
      ],
      // An update that cannot be applied ends nothing (unconfirmed).
      [
        ['operand', 'condition', 'key', 'condition'],
        'ValidationError ConditionalCheckFailed ValidationError None',
      ],
    ])('%j', async (names, codes) => {
      const TransactItems = names.map((name) => ACTIONS[name]());
      const reasons = await reasonsOf('TransactWriteItems', { TransactItems });
      expect(reasons.map(({ Code }) => Code).join(' ')).toBe(codes);
    });
  });
});
