/**
 * Every fault of an expression, in every operation that takes one: validation.md section 6. Single-item writes put it into
 * their envelope, other operations do not.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

/** The expression, what is wrong with it, and the value of `:v` where it has one. */
type Fault = readonly [text: string, detail: string, value?: object];

/** The expression, what is wrong with it, and the values beside it. */
type Case = readonly [text: string, detail: string, values: Members];

interface Members {
  readonly ExpressionAttributeValues?: object;
}

const Key = { pk: { S: 'a' } };
const KeyConditions = { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } };

function cases(...faults: readonly Fault[]): readonly Case[] {
  return faults.map(([text, detail, value]) => {
    return [
      text,
      detail,
      value === undefined ? {} : { ExpressionAttributeValues: { ':v': value } },
    ];
  });
}

const OPERAND = 'Incorrect operand type for operator or function; operator or function: ';
const TYPES: readonly (readonly [string, object])[] = [
  ['BOOL', { BOOL: true }],
  ['NULL', { NULL: true }],
  ['L', { L: [] }],
  ['M', { M: {} }],
  ['SS', { SS: ['a'] }],
  ['NS', { NS: ['1'] }],
  ['BS', { BS: [new Uint8Array([1])] }],
];
const UNORDERED = ['<', '<=', '>', '>='].flatMap((operator) =>
  TYPES.map(([type, value]): Fault => {
    return [`a ${operator} :v`, `${OPERAND}${operator}, operand type: ${type}`, value];
  }),
);

const CONDITIONS = cases(
  ['', 'The expression can not be empty;'],
  ['a = = b', 'Syntax error; token: "=", near: "= = b"'],
  ['attribute_not_exists(', 'Syntax error; token: "<EOF>", near: "("'],
  [
    'a = b'.padEnd(4097),
    'Expression size has exceeded the maximum allowed size; expression size: 4097',
  ],
  ['((a = b))', 'The expression has redundant parentheses;'],
  ['foo(a)', 'Invalid function name; function: foo'],
  [
    'list_append(a, b)',
    'The function is not allowed in a condition expression; function: list_append',
  ],
  ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
  ['Name = a', 'Attribute name is a reserved keyword; reserved keyword: Name'],
  [
    '#a = b',
    'An expression attribute name used in the document path is not defined; attribute name: #a',
  ],
  [
    'a = :a',
    'An expression attribute value used in expression is not defined; attribute value: :a',
  ],
  [
    'begins_with(a)',
    'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
  ],
  [
    'attribute_exists(:v)',
    'Operator or function requires a document path; operator or function: attribute_exists',
    { S: 'a' },
  ],
  [
    'attribute_type(a, :v)',
    'Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    { S: 'X' },
  ],
  [
    'contains(a, a)',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]',
  ],
  [
    `a IN (b${', c'.repeat(100)})`,
    'The IN operator is provided with too many operands; number of operands: 101',
  ],
  [
    Array.from({ length: 151 }, () => 'a = b').join(' AND '),
    'The expression contains too many operators; operator count: 301',
  ],
  [`a${'.a'.repeat(32)} = b`, 'The document path has too many nesting levels; nesting levels: 33'],
  ['a[2147483648] = b', 'List index is not within the allowable range; index: [2147483648]'],
  ...UNORDERED,
);

type Place = readonly [operation: Operation, request: (text: string, values: Members) => object];

describe.each<Place>([
  ['PutItem', (c, v) => ({ TableName, Item: Key, ConditionExpression: c, ...v })],
  ['UpdateItem', (c, v) => ({ TableName, Key, ConditionExpression: c, ...v })],
  ['DeleteItem', (c, v) => ({ TableName, Key, ConditionExpression: c, ...v })],
])('the ConditionExpression of %s is refused, enveloped', (operation, request) => {
  it.each(CONDITIONS)('%s', async (text, detail, values) => {
    expect(await refused(operation, request(text, values))).toBe(
      `${ONE_ERROR}Invalid ConditionExpression: ${detail}`,
    );
  });
});

describe.each([
  ['Put', { Item: Key }],
  ['Update', { Key, UpdateExpression: 'REMOVE a' }],
  ['Delete', { Key }],
  ['ConditionCheck', { Key }],
])('the ConditionExpression of a %s in a transaction is refused', (action, members) => {
  it.each(CONDITIONS)('%s', async (ConditionExpression, detail, values) => {
    const of = { TableName, ...members, ConditionExpression, ...values };
    expect(await refused('TransactWriteItems', { TransactItems: [{ [action]: of }] })).toBe(
      `${VALIDATION}Invalid ConditionExpression: ${detail}`,
    );
  });
});

describe.each<Place>([
  ['Query', (f, v) => ({ TableName, KeyConditions, FilterExpression: f, ...v })],
  ['Scan', (f, v) => ({ TableName, FilterExpression: f, ...v })],
])('the FilterExpression of a %s is refused', (operation, request) => {
  it.each(CONDITIONS)('%s', async (text, detail, values) => {
    expect(await refused(operation, request(text, values))).toBe(
      `${VALIDATION}Invalid FilterExpression: ${detail}`,
    );
  });
});

const UPDATES = cases(
  ['', 'The expression can not be empty;'],
  ['INVALID SYNTAX HERE', 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
  ['SET a = b'.padEnd(4097), 'Expression size has exceeded the maximum allowed size;'],
  ['SET name = b', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['SET a = foo(b)', 'Invalid function name; function: foo'],
  [
    'SET a = begins_with(b, c)',
    'The function is not allowed in an update expression; function: begins_with',
  ],
  ['SET a = b SET c = d', 'The "SET" section can only be used once in an update expression;'],
  [
    'SET #a = b',
    'An expression attribute name used in the document path is not defined; attribute name: #a',
  ],
  [
    'SET a = :a',
    'An expression attribute value used in expression is not defined; attribute value: :a',
  ],
  [
    'SET a = b REMOVE a.c',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, c]',
  ],
  [
    'REMOVE a[0], a.b',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a, b]',
  ],
  ...(
    [
      ['STRING', { S: '' }],
      ['BINARY', { B: new Uint8Array() }],
      ['LIST', { L: [] }],
      ['MAP', { M: {} }],
      ['BOOLEAN', { BOOL: true }],
      ['NULL', { NULL: true }],
    ] as const
  ).flatMap(([type, value]): Fault[] =>
    ['ADD', 'DELETE'].map((section) => [
      `${section} a :v`,
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${type}`,
      value,
    ]),
  ),
);

describe('the UpdateExpression is refused', () => {
  it.each(UPDATES)('of UpdateItem, enveloped: %s', async (UpdateExpression, detail, values) => {
    const request = { TableName, Key, UpdateExpression, ...values };
    expect(await refused('UpdateItem', request)).toBe(
      `${ONE_ERROR}Invalid UpdateExpression: ${detail}`,
    );
  });

  it.each(UPDATES)('of a transaction: %s', async (UpdateExpression, detail, values) => {
    const Update = { TableName, Key, UpdateExpression, ...values };
    expect(await refused('TransactWriteItems', { TransactItems: [{ Update }] })).toBe(
      `${VALIDATION}Invalid UpdateExpression: ${detail}`,
    );
  });
});

const PROJECTIONS = cases(
  ['', 'The expression can not be empty;'],
  ['!!!', 'Syntax error; token: "!", near: "!!"'],
  ['a'.padEnd(4097), 'Expression size has exceeded the maximum allowed size;'],
  ['name', 'Attribute name is a reserved keyword; reserved keyword: name'],
  [
    '#a',
    'An expression attribute name used in the document path is not defined; attribute name: #a',
  ],
  [
    'a, a.b',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
  ],
  [
    'a.b, a[0]',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
  ],
);

describe.each<Place>([
  ['GetItem', (p) => ({ TableName, Key, ProjectionExpression: p })],
  [
    'BatchGetItem',
    (p) => ({ RequestItems: { [TableName]: { Keys: [Key], ProjectionExpression: p } } }),
  ],
  [
    'TransactGetItems',
    (p) => ({ TransactItems: [{ Get: { TableName, Key, ProjectionExpression: p } }] }),
  ],
  ['Query', (p) => ({ TableName, KeyConditions, ProjectionExpression: p })],
  ['Scan', (p) => ({ TableName, ProjectionExpression: p })],
])('the ProjectionExpression of %s is refused', (operation, request) => {
  it.each(PROJECTIONS)('%s', async (text, detail) => {
    expect(await refused(operation, request(text, {}))).toBe(
      `${VALIDATION}Invalid ProjectionExpression: ${detail}`,
    );
  });
});
