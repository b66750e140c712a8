/** Which of two faults of a read is reported: validation.md sections 2 and 8. The first named is the one that is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { KEY_MISMATCH, NO_TABLE, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const nowhere = { TableName: 'nowhere' };
const byKey = {
  KeyConditionExpression: 'pk = :p',
  ExpressionAttributeValues: { ':p': { S: 'a' } },
};
const NOT_A_NUMBER = `${VALIDATION}The parameter cannot be converted to a numeric value: x`;
const NO_INDEX = `${VALIDATION}The table does not have the specified index: nope`;

type Case = readonly [order: string, operation: Operation, members: object, message: string];

const CASES: readonly Case[] = [
  [
    'a constraint, a value',
    'GetItem',
    { Key: { pk: { N: 'x' } }, ReturnConsumedCapacity: 'X' },
    `${ONE_ERROR}Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: ` +
      'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
  ],
  [
    'an empty map of names, a value',
    'GetItem',
    { Key: { pk: { N: 'x' } }, ProjectionExpression: 'a', ExpressionAttributeNames: {} },
    `${VALIDATION}ExpressionAttributeNames must not be empty`,
  ],
  [
    'a value, a projection',
    'GetItem',
    { Key: { pk: { N: 'x' } }, ProjectionExpression: '!' },
    NOT_A_NUMBER,
  ],
  [
    'a projection, the table',
    'GetItem',
    { ...nowhere, Key, ProjectionExpression: '' },
    `${VALIDATION}Invalid ProjectionExpression: The expression can not be empty;`,
  ],
  ['the table, the key', 'GetItem', { ...nowhere, Key: {} }, NO_TABLE],
  [
    'the key, a path into it',
    'GetItem',
    { Key: { pk: { N: '1' } }, ProjectionExpression: 'pk.x' },
    KEY_MISMATCH,
  ],
  [
    'Select, the key condition',
    'Query',
    { Select: 'SPECIFIC_ATTRIBUTES', KeyConditionExpression: '(' },
    `${ONE_ERROR}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
  ],
  [
    'a projection that Select forbids, the index that it needs',
    'Query',
    { ...byKey, Select: 'ALL_PROJECTED_ATTRIBUTES', ProjectionExpression: 'a' },
    `${VALIDATION}Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES`,
  ],
  [
    'no key condition, a value of the filter',
    'Query',
    {
      QueryFilter: { a: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: 'x' }] } },
    },
    `${VALIDATION}Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.`,
  ],
  [
    'a value, the key condition',
    'Query',
    { KeyConditionExpression: '(', ExpressionAttributeValues: { ':p': { N: 'x' } } },
    NOT_A_NUMBER,
  ],
  [
    'the key condition, the filter',
    'Query',
    { KeyConditionExpression: '', FilterExpression: '' },
    `${VALIDATION}Invalid KeyConditionExpression: The expression can not be empty;`,
  ],
  [
    'the filter, the projection',
    'Query',
    { ...byKey, FilterExpression: '', ProjectionExpression: '' },
    `${VALIDATION}Invalid FilterExpression: The expression can not be empty;`,
  ],
  ['the table, its index', 'Query', { ...nowhere, ...byKey, IndexName: 'nope' }, NO_TABLE],
  [
    'the index, its key',
    'Query',
    { ...byKey, IndexName: 'nope', KeyConditionExpression: 'x = :p' },
    NO_INDEX,
  ],
  [
    'the key condition against the schema, the filter on the key',
    'Query',
    {
      KeyConditionExpression: 'x = :p',
      FilterExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'a' } },
    },
    `${VALIDATION}Query condition missed key schema element: pk`,
  ],
  [
    'the filter on the key, the start key',
    'Query',
    { ...byKey, FilterExpression: 'pk = :p', ExclusiveStartKey: { pk: { N: '1' } } },
    `${VALIDATION}Filter Expression can only contain non-primary key attributes: Primary key attribute: pk`,
  ],
  [
    'a segment beyond the last, the filter',
    'Scan',
    { Segment: 2, TotalSegments: 2, FilterExpression: '(' },
    `${VALIDATION}The Segment parameter is zero-based and must be less than parameter TotalSegments`,
  ],
  [
    'the filter, the table',
    'Scan',
    { ...nowhere, FilterExpression: '(' },
    `${VALIDATION}Invalid FilterExpression: Syntax error; token: "<EOF>", near: "("`,
  ],
  ['the table, its index', 'Scan', { ...nowhere, IndexName: 'nope' }, NO_TABLE],
  ['the index, the start key', 'Scan', { IndexName: 'nope', ExclusiveStartKey: {} }, NO_INDEX],
];

describe('a read with two faults reports', () => {
  it.each(CASES)('%s (%s)', async (_order, operation, members, message) => {
    expect(await refused(operation, { TableName, ...members })).toBe(message);
  });
});
