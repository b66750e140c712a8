/** What is wrong with a write transaction: validation.md sections 1, 2, 5 and 10. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, reasonsOf, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { INVALID, NO_TABLE, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

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

describe('constraints of TransactWriteItems', () => {
  it('no actions (section 1)', async () => {
    expect(await transact([])).toBe(
      `${ONE_ERROR}Value '[]' at 'transactItems' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('no TransactItems', async () => {
    expect(await transact(undefined)).toBe(
      `${ONE_ERROR}Value null at 'transactItems' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('101 actions (section 10)', async () => {
    const actions = Array.from({ length: 101 }, (_, i) => put(keyOf(String(i))));
    expect(await transact(actions)).toMatch(
      /^ValidationException: 1 validation error detected: Value '\[TransactWriteItem\(.*\)\]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/u,
    );
  });

  it('a token of 37 characters is reported alone (section 1, eu-west-2)', async () => {
    const members = { ClientRequestToken: 'x'.repeat(37), ReturnConsumedCapacity: 'X' };
    expect(await transact([put(Key)], members)).toBe(
      `${ONE_ERROR}Value at 'ClientRequestToken' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 36',
    );
  });

  it('an empty token (api-surface.md section 9 [model])', async () => {
    expect(await transact([put(Key)], { ClientRequestToken: '' })).toBe(
      `${ONE_ERROR}Value at 'ClientRequestToken' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('a token of 36 characters is taken', async () => {
    const request = {
      TransactItems: [{ Put: { TableName, Item: Key } }],
      ClientRequestToken: 'x'.repeat(36),
    };
    expect(await ask('TransactWriteItems', request)).toEqual({});
  });

  it('two bad enums, capacity first (section 2)', async () => {
    const members = { ReturnItemCollectionMetrics: 'X', ReturnConsumedCapacity: 'X' };
    expect(await transact([put(Key)], members)).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value 'X' at 'returnItemCollectionMetrics' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [SIZE, NONE]',
    );
  });

  it('a bad enum and a malformed table name, in one message (section 2)', async () => {
    const Put = { TableName: 'bad!name', Item: Key };
    expect(await transact([{ Put }], { ReturnConsumedCapacity: 'X' })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value 'bad!name' at 'transactItems.1.member.put.tableName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  });

  it('a bad enum and no actions, in one message (section 2)', async () => {
    expect(await transact([], { ReturnConsumedCapacity: 'X' })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value '[]' at 'transactItems' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    );
  });

  it('a ConditionCheck without a condition (section 10)', async () => {
    expect(await transact([{ ConditionCheck: { TableName, Key } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.1.member.conditionCheck.conditionExpression' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });

  it('an Update without an expression', async () => {
    expect(await transact([put(Key), { Update: { TableName, Key } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.2.member.update.updateExpression' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });

  it('a Put without an item', async () => {
    expect(await transact([{ Put: { TableName } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.1.member.put.item' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });

  it('a malformed table name', async () => {
    expect(await transact([put(Key, 'bad!name')])).toBe(
      `${ONE_ERROR}Value 'bad!name' at 'transactItems.1.member.put.tableName' failed to satisfy ` +
        'constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  });

  it('an unknown ReturnValuesOnConditionCheckFailure', async () => {
    const Delete = { TableName, Key, ReturnValuesOnConditionCheckFailure: 'X' };
    expect(await transact([{ Delete }])).toBe(
      `${ONE_ERROR}Value 'X' at 'transactItems.1.member.delete.returnValuesOnConditionCheckFailure' ` +
        'failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]',
    );
  });

  it.each([
    [
      'no member [suite]',
      {},
      "1 validation error detected: Value '' at 'transactItems' failed to satisfy constraint: " +
        'TransactWriteRequest should contain Delete or Put or Update or ConditionCheck',
    ],
    [
      'two members [local]',
      { Put: { TableName: 'some', Item: Key }, Delete: { TableName: 'some', Key } },
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
  ])('an action with %s (section 10)', async (_title, action, message) => {
    const { status, body } = await raw('TransactWriteItems', { TransactItems: [action] });
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.validate#ValidationException',
        message,
      },
    });
  });
});

describe('what refuses a transaction at top level', () => {
  it('a missing table (api-surface.md section 9 [suite])', async () => {
    expect(await transact([put(Key), put(Key, 'nowhere')])).toBe(NO_TABLE);
  });

  it('the same item twice (section 5 [suite])', async () => {
    const actions = [put(Key), { Delete: { TableName, Key } }];
    expect(await transact(actions)).toBe(
      `${VALIDATION}Transaction request cannot include multiple operations on one item`,
    );
  });

  it('the same item checked and written', async () => {
    const check = { TableName, Key, ConditionExpression: 'attribute_exists(pk)' };
    expect(await transact([{ ConditionCheck: check }, put(Key)])).toBe(
      `${VALIDATION}Transaction request cannot include multiple operations on one item`,
    );
  });

  it('a syntax error', async () => {
    const Delete = { TableName, Key, ConditionExpression: 'a = = b' };
    expect(await transact([{ Delete }])).toBe(
      `${VALIDATION}Invalid ConditionExpression: Syntax error; token: "=", near: "= = b"`,
    );
  });

  it('a syntax error of an update', async () => {
    const Update = { TableName, Key, UpdateExpression: 'SET' };
    expect(await transact([{ Update }])).toBe(
      `${VALIDATION}Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "SET"`,
    );
  });

  it('more than 4 MB (section 10)', async () => {
    const b = { S: '-'.repeat(400_000) };
    const actions = Array.from({ length: 11 }, (_, i) => put({ ...keyOf(`big${String(i)}`), b }));
    expect(await transact(actions)).toBe(
      `${VALIDATION}Transaction payload size cannot exceed 4MB. Payload Size: 4400078`,
    );
  });

  it('but 10 items of 400,000 bytes are taken', async () => {
    const b = { S: '-'.repeat(399_990) };
    const TransactItems = Array.from({ length: 10 }, (_, i) => ({
      Put: { TableName, Item: { ...keyOf(`big${String(i)}`), b } },
    }));
    expect(await ask('TransactWriteItems', { TransactItems })).toEqual({});
  });
});

describe('actions are looked at in request order: the first problem of any kind is reported (section 2 [suite])', () => {
  const syntax = { Delete: { TableName: 'nowhere', Key, ConditionExpression: '(' } };
  const number = put({ ...Key, n: { N: 'x' } }, 'nowhere');
  const unused = {
    Delete: {
      TableName: 'nowhere',
      Key,
      ConditionExpression: 'attribute_exists(a)',
      ExpressionAttributeValues: { ':v': { S: '' } },
    },
  };
  const large = put({ ...Key, b: { S: '-'.repeat(409_600) } }, 'nowhere');
  const SYNTAX = 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("';
  const NUMBER = 'The parameter cannot be converted to a numeric value: x';
  const UNUSED = 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}';
  const LARGE = 'Item size has exceeded the maximum allowed size';

  it.each([
    ['syntax, a number', [syntax, number], SYNTAX],
    ['a number, syntax', [number, syntax], NUMBER],
    ['an unused value, syntax', [unused, syntax], UNUSED],
    ['syntax, an unused value', [syntax, unused], SYNTAX],
    ['an item too large, a number', [large, number], LARGE],
    ['a number, an item too large', [number, large], NUMBER],
  ])('%s', async (_title, actions, message) => {
    expect(await transact(actions)).toBe(VALIDATION + message);
  });

  it('and all of them beat a missing table and an item named twice, wherever those are', async () => {
    expect(await transact([put(Key, 'nowhere'), put(Key), put(Key), number])).toBe(
      VALIDATION + NUMBER,
    );
  });

  const nested = (depth: number): object => {
    let value: object = { S: 'leaf' };
    for (let i = 0; i < depth; i++) value = { L: [value] };
    return value;
  };
  const DEPTH =
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

  it('a key nested too deep beats a later action', async () => {
    const Delete = { TableName, Key: { pk: nested(40) } };
    expect(await transact([{ Delete }, syntax])).toBe(VALIDATION + DEPTH);
  });

  it('a key nested 40 levels beats the condition of its own action', async () => {
    const Delete = { TableName, Key: { pk: nested(40) }, ConditionExpression: '(' };
    expect(await transact([{ Delete }])).toBe(VALIDATION + DEPTH);
  });

  it('but the condition of its own action beats a key nested 100 levels', async () => {
    const Delete = { TableName, Key: { pk: nested(100) }, ConditionExpression: '(' };
    expect(await transact([{ Delete }])).toBe(VALIDATION + SYNTAX);
  });

  it('as does the size of that condition', async () => {
    const ConditionExpression = ' '.repeat(4097);
    const Delete = { TableName, Key: { pk: nested(100) }, ConditionExpression };
    expect(await transact([{ Delete }])).toBe(
      `${VALIDATION}Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097`,
    );
  });
});

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
