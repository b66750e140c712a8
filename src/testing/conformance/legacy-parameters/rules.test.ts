/** What is wrong with the parameters from before expressions: validation.md section 7. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import { INVALID, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk' });
});

const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const S = { S: 'x' };
const T = { S: 'y' };
const N = { N: '1' };
const M = { N: '5' };
const SS = { SS: ['a'] };
const BOOL = { BOOL: true };

describe('AttributeUpdates', () => {
  it.each<[string, object, string]>([
    [
      'PUT without a value',
      { Action: 'PUT' },
      'Only DELETE action is allowed when no attribute value is specified',
    ],
    ['nothing at all', {}, 'Only DELETE action is allowed when no attribute value is specified'],
    [
      'ADD without a value',
      { Action: 'ADD' },
      'Only DELETE action is allowed when no attribute value is specified',
    ],
    [
      'DELETE with a string',
      { Action: 'DELETE', Value: S },
      'DELETE action with value is not supported for the type S',
    ],
    [
      'DELETE with a number',
      { Action: 'DELETE', Value: N },
      'DELETE action with value is not supported for the type N',
    ],
    [
      'DELETE with a list',
      { Action: 'DELETE', Value: { L: [] } },
      'DELETE action with value is not supported for the type L',
    ],
    ['ADD of a string', { Action: 'ADD', Value: S }, 'ADD action is not supported for the type S'],
    [
      'ADD of a binary',
      { Action: 'ADD', Value: { B: new Uint8Array([1]) } },
      'ADD action is not supported for the type B',
    ],
    [
      'ADD of a boolean',
      { Action: 'ADD', Value: BOOL },
      'ADD action is not supported for the type BOOL',
    ],
    [
      'ADD of a null',
      { Action: 'ADD', Value: { NULL: true } },
      'ADD action is not supported for the type NULL',
    ],
    [
      'ADD of a map',
      { Action: 'ADD', Value: { M: {} } },
      'ADD action is not supported for the type M',
    ],
  ])('%s', async (_title, update, message) => {
    const request = { TableName, Key, AttributeUpdates: { a: update } };
    expect(await refused('UpdateItem', request)).toBe(ONE_ERROR + INVALID + message);
  });
});

describe('Expected', () => {
  it.each<[string, object, string]>([
    [
      'Exists true without a Value',
      { Exists: true },
      'Value must be provided when Exists is true for Attribute: a',
    ],
    ['nothing at all', {}, 'Value must be provided when Exists is null for Attribute: a'],
    [
      'Exists false with a Value',
      { Exists: false, Value: S },
      'Value cannot be used when Exists is false for Attribute: a',
    ],
    [
      'a Value and a list',
      { Value: S, AttributeValueList: [S], ComparisonOperator: 'EQ' },
      'Value and AttributeValueList cannot be used together for Attribute: a',
    ],
    [
      'Exists and a comparison',
      { Exists: true, ComparisonOperator: 'EQ', AttributeValueList: [S] },
      'Exists and ComparisonOperator cannot be used together for Attribute: a',
    ],
    [
      'a list without a comparison',
      { AttributeValueList: [S] },
      'AttributeValueList can only be used with a ComparisonOperator for Attribute: a',
    ],
    [
      'a comparison without values',
      { ComparisonOperator: 'EQ' },
      'Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a',
    ],
    [
      'BETWEEN with one value',
      { ComparisonOperator: 'BETWEEN', AttributeValueList: [S] },
      'Invalid number of argument(s) for the BETWEEN ComparisonOperator',
    ],
  ])('%s', async (_title, expectation, message) => {
    const request = { TableName, Key, Expected: { a: expectation } };
    expect(await refused('DeleteItem', request)).toBe(ONE_ERROR + INVALID + message);
  });
});

const CONDITIONS: readonly (readonly [
  operator: string,
  values: readonly object[],
  message: string,
])[] = [
  ['NULL', [S], `${INVALID}Invalid number of argument(s) for the NULL ComparisonOperator`],
  ['NOT_NULL', [S], `${INVALID}Invalid number of argument(s) for the NOT_NULL ComparisonOperator`],
  ...['EQ', 'NE', 'LE', 'LT', 'GE', 'GT', 'CONTAINS', 'NOT_CONTAINS', 'BEGINS_WITH'].flatMap(
    (operator) =>
      [[], [S, T]].map(
        (values) =>
          [
            operator,
            values,
            `${INVALID}Invalid number of argument(s) for the ${operator} ComparisonOperator`,
          ] as const,
      ),
  ),
  ['BETWEEN', [S], `${INVALID}Invalid number of argument(s) for the BETWEEN ComparisonOperator`],
  [
    'BETWEEN',
    [S, T, S],
    `${INVALID}Invalid number of argument(s) for the BETWEEN ComparisonOperator`,
  ],
  ['IN', [], `${INVALID}Invalid number of argument(s) for the IN ComparisonOperator`],
  ...['LE', 'LT', 'GE', 'GT', 'CONTAINS', 'NOT_CONTAINS', 'BEGINS_WITH', 'IN'].map(
    (operator) =>
      [
        operator,
        [SS],
        `${INVALID}ComparisonOperator ${operator} is not valid for SS AttributeValue type`,
      ] as const,
  ),
  ['LT', [BOOL], `${INVALID}ComparisonOperator LT is not valid for BOOL AttributeValue type`],
  [
    'GT',
    [{ NULL: true }],
    `${INVALID}ComparisonOperator GT is not valid for NULL AttributeValue type`,
  ],
  [
    'BEGINS_WITH',
    [N],
    `${INVALID}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`,
  ],
  [
    'BETWEEN',
    [BOOL, BOOL],
    `${INVALID}ComparisonOperator BETWEEN is not valid for BOOL AttributeValue type`,
  ],
  ['BETWEEN', [S, N], `${INVALID}AttributeValues inside AttributeValueList must be of same type`],
  ['IN', [S, N], `${INVALID}AttributeValues inside AttributeValueList must be of same type`],
  [
    'BETWEEN',
    [M, N],
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
  ],
];

describe('a condition of ScanFilter', () => {
  it.each(CONDITIONS)('%s %o', async (ComparisonOperator, AttributeValueList, message) => {
    const ScanFilter = { a: { ComparisonOperator, AttributeValueList } };
    expect(await refused('Scan', { TableName, ScanFilter })).toBe(VALIDATION + message);
  });
});

describe('IN', () => {
  it('of 101 values is refused', async () => {
    const AttributeValueList = Array.from({ length: 101 }, (_, i) => ({ N: String(i) }));
    const ScanFilter = { a: { ComparisonOperator: 'IN', AttributeValueList } };
    expect(await refused('Scan', { TableName, ScanFilter })).toBe(
      `${VALIDATION}${INVALID}Invalid number of argument(s) for the IN ComparisonOperator`,
    );
  });
});

describe('a condition of Expected, enveloped', () => {
  it.each(CONDITIONS.filter(([, values]) => values.length > 0))(
    '%s %o',
    async (ComparisonOperator, AttributeValueList, message) => {
      const Expected = { a: { ComparisonOperator, AttributeValueList } };
      expect(await refused('DeleteItem', { TableName, Key, Expected })).toBe(ONE_ERROR + message);
    },
  );
});

describe('ConditionalOperator', () => {
  const WITHOUT = 'ConditionalOperator cannot be used without Filter or Expected';
  const WITH_ONE =
    'ConditionalOperator can only be used when Filter or Expected has two or more elements';
  const one = { a: { ComparisonOperator: 'NOT_NULL' } };
  const KeyConditions = { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } };
  const ConditionalOperator = 'AND';

  it('of a write without Expected', async () => {
    expect(await refused('DeleteItem', { TableName, Key, ConditionalOperator })).toBe(
      ONE_ERROR + WITHOUT,
    );
  });

  it('of a write with one expectation', async () => {
    const request = { TableName, Key, ConditionalOperator, Expected: one };
    expect(await refused('DeleteItem', request)).toBe(ONE_ERROR + WITH_ONE);
  });

  it('of Scan without a filter', async () => {
    expect(await refused('Scan', { TableName, ConditionalOperator })).toBe(VALIDATION + WITHOUT);
  });

  it('of Scan with one condition', async () => {
    const request = { TableName, ConditionalOperator, ScanFilter: one };
    expect(await refused('Scan', request)).toBe(VALIDATION + WITH_ONE);
  });

  it('of Query without a filter', async () => {
    const request = { TableName, KeyConditions, ConditionalOperator };
    expect(await refused('Query', request)).toBe(VALIDATION + WITHOUT);
  });

  it('of Query with one condition', async () => {
    const request = { TableName, KeyConditions, ConditionalOperator, QueryFilter: one };
    expect(await refused('Query', request)).toBe(VALIDATION + WITH_ONE);
  });

  it('of Scan with one condition beats its nesting (section 2, eu-west-2 [suite])', async () => {
    let value: object = S;
    for (let i = 0; i < 40; i++) value = { L: [value] };
    const ScanFilter = { a: { ComparisonOperator: 'EQ', AttributeValueList: [value] } };
    expect(await refused('Scan', { TableName, ConditionalOperator, ScanFilter })).toBe(
      VALIDATION + WITH_ONE,
    );
  });
});

describe('KeyConditions', () => {
  const EQ = { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] };

  it.each<[string, object, string]>([
    ['none', {}, 'Conditions can be of length 1 or 2 only'],
    ['three', { pk: EQ, sk: EQ, x: EQ }, 'Conditions can be of length 1 or 2 only'],
    ['without the partition key', { sk: EQ }, 'Query condition missed key schema element: pk'],
    ['with another attribute', { pk: EQ, x: EQ }, 'Query condition missed key schema element: sk'],
    [
      'another comparison of the partition key',
      { pk: { ComparisonOperator: 'GT', AttributeValueList: [{ S: 'a' }] } },
      'Query key condition not supported',
    ],
    ...['NE', 'CONTAINS', 'NOT_CONTAINS', 'IN'].map(
      (ComparisonOperator): [string, object, string] => [
        `${ComparisonOperator} of the sort key`,
        { pk: EQ, sk: { ComparisonOperator, AttributeValueList: [{ S: 'b' }] } },
        'Query key condition not supported',
      ],
    ),
    ...['NULL', 'NOT_NULL'].map((ComparisonOperator): [string, object, string] => [
      `${ComparisonOperator} of the sort key`,
      { pk: EQ, sk: { ComparisonOperator } },
      'Query key condition not supported',
    ]),
    [
      'a value of another type',
      { pk: { ComparisonOperator: 'EQ', AttributeValueList: [N] } },
      `${INVALID}Condition parameter type does not match schema type`,
    ],
    [
      'two values for EQ',
      { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S, T] } },
      `${INVALID}Invalid number of argument(s) for the EQ ComparisonOperator`,
    ],
  ])('%s', async (_title, KeyConditions, message) => {
    expect(await refused('Query', { TableName, KeyConditions })).toBe(VALIDATION + message);
  });

  it('beside a KeyConditionExpression', async () => {
    const request = {
      TableName,
      KeyConditions: { pk: EQ },
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'a' } },
    };
    expect(await refused('Query', request)).toBe(
      `${VALIDATION}Can not use both expression and non-expression parameters in the same request: ` +
        'Non-expression parameters: {KeyConditions} Expression parameters: {KeyConditionExpression}',
    );
  });

  it.each([['pk'], ['sk']])('a QueryFilter on %s', async (key) => {
    const QueryFilter = { [key]: EQ };
    expect(await refused('Query', { TableName, KeyConditions: { pk: EQ }, QueryFilter })).toBe(
      `${VALIDATION}QueryFilter can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  });
});

describe('AttributesToGet', () => {
  it.each<[string, 'GetItem' | 'Scan', object]>([
    ['of GetItem', 'GetItem', { Key }],
    ['of Scan', 'Scan', {}],
  ])('%s with a name twice', async (_title, operation, members) => {
    const request = { TableName, ...members, AttributesToGet: ['a', 'b', 'a'] };
    expect(await refused(operation, request)).toBe(
      `${VALIDATION}${INVALID}Duplicate value in attribute name: a`,
    );
  });

  it('with Select COUNT', async () => {
    const request = { TableName, AttributesToGet: ['a'], Select: 'COUNT' };
    expect(await refused('Scan', request)).toBe(
      `${VALIDATION}Cannot specify the AttributesToGet when choosing to get only the Count`,
    );
  });
});

describe('of two faults the first by this order is reported', () => {
  const updates = { a: {} };
  const expected = { a: {} };
  const UPDATES = `${ONE_ERROR}${INVALID}Only DELETE action is allowed when no attribute value is specified`;

  it.each<[string, object, string]>([
    [
      'the mix, values',
      { AttributeUpdates: { a: { Value: { N: 'x' } } }, UpdateExpression: 'REMOVE a' },
      `${ONE_ERROR}Can not use both expression and non-expression parameters in the same request: ` +
        'Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}',
    ],
    [
      'values, AttributeUpdates',
      { AttributeUpdates: updates, Expected: { a: { Value: { N: 'x' } } } },
      `${ONE_ERROR}The parameter cannot be converted to a numeric value: x`,
    ],
    [
      'AttributeUpdates, ConditionalOperator',
      { AttributeUpdates: updates, ConditionalOperator: 'AND' },
      UPDATES,
    ],
    ['AttributeUpdates, Expected', { AttributeUpdates: updates, Expected: expected }, UPDATES],
    [
      'ConditionalOperator, Expected',
      { Expected: expected, ConditionalOperator: 'AND' },
      `${ONE_ERROR}ConditionalOperator can only be used when Filter or Expected has two or more elements`,
    ],
  ])('%s', async (_order, members, message) => {
    expect(await refused('UpdateItem', { TableName, Key, ...members })).toBe(message);
  });
});
