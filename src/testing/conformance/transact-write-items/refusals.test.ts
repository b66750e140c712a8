/** What is wrong with a write transaction as a whole: validation.md sections 2, 5 and 10. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { NO_TABLE, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const put = (Item: object, table = TableName): object => ({ Put: { TableName: table, Item } });
const transact = (TransactItems: unknown, members: object = {}): Promise<string> =>
  refused('TransactWriteItems', { TransactItems, ...members });

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
