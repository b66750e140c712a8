import { beforeAll, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../router-client.ts';

/** Requests with two faults, and the one that is reported. Source: reference validation.md section 2. */

const client = routerClient();
beforeAll(() => {
  client.call('CreateTable', tableBody('items'));
  client.call('CreateTable', tableBody('others'));
});

type Case = readonly [title: string, operation: string, body: object, refusal: string];

const VE = 'ValidationException: ';
const E = `${VE}1 validation error detected: `;
const INVALID = 'One or more parameter values were invalid: ';
const NO_TABLE = 'ResourceNotFoundException: Requested resource not found';
const MISMATCH = `${VE}The provided key element does not match the schema`;

const there = { TableName: 'items' };
const missing = { TableName: 'nothing' };
const key = (pk: string): object => ({ pk: { S: pk } });
const Key = key('a');
const wrongKey = { pk: { N: '1' } };
const ExpressionAttributeValues = { ':v': { S: 'x' } };
const large = { S: 'x'.repeat(409_600) };

const writes: readonly Case[] = [
  [
    'mixed parameters before the table',
    'PutItem',
    { ...missing, Item: {}, Expected: {}, ConditionExpression: 'a' },
    `${E}Can not use both expression and non-expression parameters in the same request: ` +
      'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
  ],
  [
    'a value before an expression',
    'PutItem',
    { ...missing, Item: { pk: { N: 'x' } }, ConditionExpression: '(' },
    `${E}The parameter cannot be converted to a numeric value: x`,
  ],
  [
    'the size of an item before the table',
    'PutItem',
    { ...missing, Item: { ...Key, large } },
    `${VE}Item size has exceeded the maximum allowed size`,
  ],
  ['the table before a missing key', 'PutItem', { ...missing, Item: {} }, NO_TABLE],
  [
    'AttributeUpdates before ConditionalOperator',
    'UpdateItem',
    { ...there, Key, AttributeUpdates: { a: {} }, ConditionalOperator: 'AND' },
    `${E}${INVALID}Only DELETE action is allowed when no attribute value is specified`,
  ],
  [
    'ConditionalOperator before Expected',
    'UpdateItem',
    { ...there, Key, Expected: { a: {} }, ConditionalOperator: 'AND' },
    `${E}ConditionalOperator can only be used when Filter or Expected has two or more elements`,
  ],
  [
    'Expected before the table',
    'DeleteItem',
    { ...missing, Key: {}, Expected: { a: {} } },
    `${E}${INVALID}Value must be provided when Exists is null for Attribute: a`,
  ],
  [
    'the key before an update of the key',
    'UpdateItem',
    { ...there, Key: wrongKey, UpdateExpression: 'SET pk = :v', ExpressionAttributeValues },
    MISMATCH,
  ],
  [
    'the size of a statement before its condition',
    'UpdateItem',
    {
      ...there,
      Key,
      UpdateExpression: 'SET x = :v',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':v': large },
    },
    `${VE}Item size to update has exceeded the maximum allowed size`,
  ],
  [
    'a condition before what the update runs into',
    'UpdateItem',
    {
      ...there,
      Key,
      UpdateExpression: 'SET x.y = :v',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues,
    },
    'ConditionalCheckFailedException: The conditional request failed',
  ],
];

const byKey = { KeyConditionExpression: 'pk = :v', ExpressionAttributeValues };
const wrongOperand = {
  KeyConditionExpression: 'pk = :v AND pk = :v AND sk < :b',
  ExpressionAttributeValues: { ...ExpressionAttributeValues, ':b': { BOOL: true } },
};
const reads: readonly Case[] = [
  [
    'Select before the key condition',
    'Query',
    { ...missing, Select: 'SPECIFIC_ATTRIBUTES', KeyConditionExpression: '(' },
    `${E}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
  ],
  [
    'a projection that Select forbids before the index Select needs',
    'Query',
    { ...there, ...byKey, Select: 'ALL_PROJECTED_ATTRIBUTES', ProjectionExpression: 'a' },
    `${VE}Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES`,
  ],
  [
    'operand types before the table and the number of conditions',
    'Query',
    { ...missing, ...wrongOperand },
    `${VE}Invalid KeyConditionExpression: Incorrect operand type for operator or function; ` +
      'operator or function: <, operand type: BOOL',
  ],
  ['the table before its index', 'Query', { ...missing, ...byKey, IndexName: 'by-x' }, NO_TABLE],
  [
    'the index before its key',
    'Query',
    { ...there, ...byKey, KeyConditionExpression: 'x = :v', IndexName: 'by-x' },
    `${VE}The table does not have the specified index: by-x`,
  ],
  [
    'the segment before the filter',
    'Scan',
    { ...missing, Segment: 3, TotalSegments: 2, FilterExpression: '(' },
    `${VE}The Segment parameter is zero-based and must be less than parameter TotalSegments`,
  ],
];

const keys = (count: number): object => ({
  Keys: Array.from({ length: count }, (_, i) => key(String(i))),
});
const put = { Put: { ...there, Item: Key } };
const batches: readonly Case[] = [
  [
    'too many keys before the table',
    'BatchGetItem',
    { RequestItems: { items: keys(60), nothing: keys(60) } },
    `${VE}Too many items requested for the BatchGetItem call`,
  ],
  [
    'the table before a duplicate',
    'BatchGetItem',
    { RequestItems: { items: { Keys: [Key, Key] }, nothing: { Keys: [Key] } } },
    NO_TABLE,
  ],
  [
    'a duplicate before a key that does not match',
    'BatchGetItem',
    { RequestItems: { items: { Keys: [wrongKey, Key, Key] } } },
    `${VE}Provided list of item keys contains duplicates`,
  ],
  [
    'a faulty action before an item named twice',
    'TransactWriteItems',
    { TransactItems: [put, put, { Delete: { ...there, Key, ConditionExpression: '' } }] },
    `${VE}Invalid ConditionExpression: The expression can not be empty;`,
  ],
  [
    'the table before an item named twice',
    'TransactWriteItems',
    { TransactItems: [put, put, { Put: { ...missing, Item: Key } }] },
    NO_TABLE,
  ],
  [
    'an item named twice before a key that does not match',
    'TransactWriteItems',
    { TransactItems: [{ Delete: { ...there, Key: wrongKey } }, put, put] },
    `${VE}Transaction request cannot include multiple operations on one item`,
  ],
  [
    'an empty key before a condition that fails',
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { ...there, Item: Key, ConditionExpression: 'attribute_exists(x)' } },
        { Delete: { TableName: 'others', Key: key('') } },
      ],
    },
    `${VE}One or more parameter values are not valid. The AttributeValue for a key attribute cannot ` +
      'contain an empty string value. Key: pk',
  ],
];

describe('a request with two faults reports', () => {
  it.each([...writes, ...reads, ...batches])('%s (%s)', (_title, operation, body, refusal) => {
    expect(client.failure(operation, body)).toBe(refusal);
  });
});
