/** Which of two faults of a write is reported: validation.md sections 2 and 7. The first named is the one that is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fill, refused } from '../ask.ts';
import type { Operation } from '../ask.ts';
import {
  CONDITION_FAILED,
  INVALID,
  KEY_MISMATCH,
  NO_TABLE,
  ONE_ERROR,
  VALIDATION,
} from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
  await fill(TableName, [{ pk: { S: 'there' }, s: { S: 'text' } }]);
});

const Key = { pk: { S: 'a' } };
const nowhere = { TableName: 'nowhere' };
const values = (v: object): object => ({ ExpressionAttributeValues: { ':v': v } });
const S = { S: 'x' };
const large = { S: '-'.repeat(409_600) };

type Case = readonly [order: string, operation: Operation, members: object, message: string];

const CASES: readonly Case[] = [
  [
    'a constraint, the mix of parameters',
    'PutItem',
    { Item: Key, ReturnConsumedCapacity: 'X', Expected: {}, ConditionExpression: 'a' },
    `${ONE_ERROR}Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: ` +
      'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
  ],
  [
    'the mix of parameters, a value',
    'PutItem',
    { Item: { pk: { N: 'x' } }, Expected: {}, ConditionExpression: 'a = b' },
    `${ONE_ERROR}Can not use both expression and non-expression parameters in the same request: ` +
      'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
  ],
  [
    'placeholders without an expression, a value',
    'PutItem',
    { Item: { pk: { N: 'x' } }, ...values(S) },
    `${ONE_ERROR}ExpressionAttributeValues can only be specified when using expressions`,
  ],
  [
    'an empty map of names, a value',
    'PutItem',
    { Item: { pk: { N: 'x' } }, ConditionExpression: 'a = b', ExpressionAttributeNames: {} },
    `${ONE_ERROR}ExpressionAttributeNames must not be empty`,
  ],
  [
    'an empty map of values, a value',
    'UpdateItem',
    { Key: { pk: { N: 'x' } }, UpdateExpression: 'SET a = b', ExpressionAttributeValues: {} },
    `${ONE_ERROR}ExpressionAttributeValues must not be empty`,
  ],
  [
    'a value, an expression',
    'PutItem',
    { Item: { pk: { N: 'x' } }, ConditionExpression: '(' },
    `${ONE_ERROR}The parameter cannot be converted to a numeric value: x`,
  ],
  [
    'a value of the item, an expression value',
    'PutItem',
    { Item: { pk: { N: 'x' } }, ConditionExpression: 'a = :v', ...values({ N: 'y' }) },
    `${ONE_ERROR}The parameter cannot be converted to a numeric value: x`,
  ],
  [
    'values as they are met in the item',
    'PutItem',
    { Item: { ...Key, a: { N: 'first' }, b: { SS: [] } } },
    `${ONE_ERROR}The parameter cannot be converted to a numeric value: first`,
  ],
  [
    'a value, a placeholder with other characters',
    'PutItem',
    {
      Item: { pk: { N: 'x' } },
      ConditionExpression: 'a = b',
      ExpressionAttributeNames: { a: 'a' },
    },
    `${ONE_ERROR}The parameter cannot be converted to a numeric value: x`,
  ],
  [
    'a value, return values that only an update has',
    'PutItem',
    { Item: { pk: { N: 'x' } }, ReturnValues: 'ALL_NEW' },
    `${ONE_ERROR}The parameter cannot be converted to a numeric value: x`,
  ],
  [
    'return values that only an update has, the size of the item',
    'PutItem',
    { Item: { ...Key, large }, ReturnValues: 'ALL_NEW' },
    `${ONE_ERROR}ReturnValues can only be ALL_OLD or NONE`,
  ],
  [
    'return values that only an update has, an expression',
    'DeleteItem',
    { Key, ConditionExpression: '(', ReturnValues: 'ALL_NEW' },
    `${ONE_ERROR}ReturnValues can only be ALL_OLD or NONE`,
  ],
  [
    'the size of the item, an expression',
    'PutItem',
    { Item: { ...Key, large }, ConditionExpression: '(' },
    `${VALIDATION}Item size has exceeded the maximum allowed size`,
  ],
  [
    'the size of the item, the table',
    'PutItem',
    { ...nowhere, Item: { ...Key, large } },
    `${VALIDATION}Item size has exceeded the maximum allowed size`,
  ],
  [
    'an expression, the table',
    'DeleteItem',
    { ...nowhere, Key, ConditionExpression: '(' },
    `${ONE_ERROR}Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("`,
  ],
  [
    'an expression, a value that it does not use',
    'DeleteItem',
    { Key, ConditionExpression: '(', ...values(S) },
    `${ONE_ERROR}Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("`,
  ],
  [
    'a value that no expression uses, the table',
    'DeleteItem',
    { ...nowhere, Key, ConditionExpression: 'attribute_exists(a)', ...values(S) },
    `${ONE_ERROR}Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}`,
  ],
  [
    'the update, the condition',
    'UpdateItem',
    { Key, UpdateExpression: 'SET', ConditionExpression: '(' },
    `${ONE_ERROR}Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "SET"`,
  ],
  ['the table, the key', 'PutItem', { ...nowhere, Item: {} }, NO_TABLE],
  ['the table, an empty key', 'UpdateItem', { ...nowhere, Key: { pk: { S: '' } } }, NO_TABLE],
  [
    'the key, an update of the key',
    'UpdateItem',
    { Key: { pk: { N: '1' } }, UpdateExpression: 'SET pk = :v', ...values(S) },
    KEY_MISMATCH,
  ],
  [
    'the key, the condition failing',
    'DeleteItem',
    { Key: { pk: { N: '1' } }, ConditionExpression: 'attribute_exists(a)' },
    KEY_MISMATCH,
  ],
  [
    'an update of the key, the condition failing',
    'UpdateItem',
    {
      Key,
      UpdateExpression: 'SET pk = :v',
      ConditionExpression: 'attribute_exists(pk)',
      ...values(S),
    },
    `${VALIDATION}${INVALID}Cannot update attribute pk. This attribute is part of the key`,
  ],
  [
    'the condition failing, a path that is not there',
    'UpdateItem',
    {
      Key,
      UpdateExpression: 'SET a.b = :v',
      ConditionExpression: 'attribute_exists(pk)',
      ...values(S),
    },
    CONDITION_FAILED,
  ],
  [
    'the condition failing, an operand of the wrong type',
    'UpdateItem',
    {
      Key: { pk: { S: 'there' } },
      UpdateExpression: 'SET s = s + :v',
      ConditionExpression: 'attribute_not_exists(pk)',
      ...values({ N: '1' }),
    },
    CONDITION_FAILED,
  ],
];

describe('a write with two faults reports', () => {
  it.each(CASES)('%s (%s)', async (_order, operation, members, message) => {
    expect(await refused(operation, { TableName, ...members })).toBe(message);
  });
});
