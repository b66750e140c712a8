/** The rules of the parameters from before expressions, in every operation that has them: validation.md section 7. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { INVALID, INVALID_PARAMETER, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const S = { S: 'x' };
const EQ = { ComparisonOperator: 'EQ', AttributeValueList: [S] };
const KeyConditions = { pk: EQ };

describe.each<[Operation, object]>([
  ['PutItem', { Item: Key }],
  ['UpdateItem', { Key }],
  ['DeleteItem', { Key }],
])('%s refuses, enveloped', (operation, members) => {
  it.each([
    ['Exists true without a value', { Exists: true }, 'Value must be provided when Exists is true'],
    ['nothing at all', {}, 'Value must be provided when Exists is null'],
    [
      'Exists false with a value',
      { Exists: false, Value: S },
      'Value cannot be used when Exists is false',
    ],
    [
      'a value and a list of values',
      { Value: S, AttributeValueList: [S] },
      'Value and AttributeValueList cannot be used together',
    ],
    [
      'Exists and an operator',
      { Exists: true, ComparisonOperator: 'EQ' },
      'Exists and ComparisonOperator cannot be used together',
    ],
    [
      'a list of values without an operator',
      { AttributeValueList: [S] },
      'AttributeValueList can only be used with a ComparisonOperator',
    ],
    [
      'an operator without a value',
      { ComparisonOperator: 'EQ' },
      'Value or AttributeValueList must be used with ComparisonOperator: EQ',
    ],
  ])('an expectation of %s', async (_title, a, rule) => {
    expect(await refused(operation, { TableName, ...members, Expected: { a } })).toBe(
      `${ONE_ERROR}${INVALID}${rule} for Attribute: a`,
    );
  });

  it.each([
    ['BETWEEN', [S], 'Invalid number of argument(s) for the BETWEEN ComparisonOperator'],
    ['LT', [{ SS: ['a'] }], 'ComparisonOperator LT is not valid for SS AttributeValue type'],
    ['IN', [S, { N: '1' }], 'AttributeValues inside AttributeValueList must be of same type'],
  ])('%s of %j', async (ComparisonOperator, AttributeValueList, rule) => {
    const Expected = { a: { ComparisonOperator, AttributeValueList } };
    expect(await refused(operation, { TableName, ...members, Expected })).toBe(
      `${ONE_ERROR}${INVALID}${rule}`,
    );
  });

  it('bounds in the wrong order', async () => {
    const AttributeValueList = [{ N: '2' }, { N: '1' }];
    const Expected = { a: { ComparisonOperator: 'BETWEEN', AttributeValueList } };
    expect(await refused(operation, { TableName, ...members, Expected })).toBe(
      `${ONE_ERROR}The BETWEEN condition was provided a range where the lower bound is greater than the upper bound`,
    );
  });

  it('a ConditionalOperator without Expected', async () => {
    expect(await refused(operation, { TableName, ...members, ConditionalOperator: 'OR' })).toBe(
      `${ONE_ERROR}ConditionalOperator cannot be used without Filter or Expected`,
    );
  });

  it('a ConditionalOperator of one expectation, before the expectation is looked at', async () => {
    const request = { TableName, ...members, ConditionalOperator: 'OR', Expected: { a: {} } };
    expect(await refused(operation, request)).toBe(
      `${ONE_ERROR}ConditionalOperator can only be used when Filter or Expected has two or more elements`,
    );
  });
});

describe('UpdateItem refuses DELETE with a value that is no set', () => {
  it.each([
    ['S', S],
    ['N', { N: '1' }],
    ['B', { B: new Uint8Array([1]) }],
    ['BOOL', { BOOL: true }],
    ['NULL', { NULL: true }],
    ['L', { L: [] }],
    ['M', { M: {} }],
  ])('%s', async (type, Value) => {
    const AttributeUpdates = { a: { Action: 'DELETE', Value } };
    expect(await refused('UpdateItem', { TableName, Key, AttributeUpdates })).toBe(
      `${ONE_ERROR}${INVALID}DELETE action with value is not supported for the type ${type}`,
    );
  });
});

describe.each<[Operation, (members: object) => object]>([
  ['GetItem', (members) => ({ TableName, Key, ...members })],
  ['BatchGetItem', (members) => ({ RequestItems: { [TableName]: { Keys: [Key], ...members } } })],
  ['Query', (members) => ({ TableName, KeyConditions, ...members })],
  ['Scan', (members) => ({ TableName, ...members })],
])('AttributesToGet of %s', (operation, request) => {
  it('names an attribute once', async () => {
    expect(await refused(operation, request({ AttributesToGet: ['a', 'b', 'a'] }))).toBe(
      `${INVALID_PARAMETER}Duplicate value in attribute name: a`,
    );
  });

  it('is for requests without expressions', async () => {
    const both = { AttributesToGet: ['a'], ProjectionExpression: 'a' };
    expect(await refused(operation, request(both))).toMatch(
      /^ValidationException: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: \{AttributesToGet/,
    );
  });
});

describe.each<[Operation, string, object]>([
  ['Query', 'QueryFilter', { KeyConditions }],
  ['Scan', 'ScanFilter', {}],
])('%s refuses', (operation, filter, members) => {
  it.each([
    ['ALL_ATTRIBUTES', 'ALL_ATTRIBUTES'],
    ['COUNT', 'only the Count'],
  ])('AttributesToGet with Select %s', async (Select, text) => {
    const request = { TableName, ...members, AttributesToGet: ['a'], Select };
    expect(await refused(operation, request)).toBe(
      `${VALIDATION}Cannot specify the AttributesToGet when choosing to get ${text}`,
    );
  });

  it('a condition with too few values', async () => {
    const conditions = { a: { ComparisonOperator: 'EQ', AttributeValueList: [] } };
    expect(await refused(operation, { TableName, ...members, [filter]: conditions })).toBe(
      `${INVALID_PARAMETER}Invalid number of argument(s) for the EQ ComparisonOperator`,
    );
  });

  it('a ConditionalOperator of one condition', async () => {
    const request = { TableName, ...members, [filter]: { a: EQ }, ConditionalOperator: 'AND' };
    expect(await refused(operation, request)).toBe(
      `${VALIDATION}ConditionalOperator can only be used when Filter or Expected has two or more elements`,
    );
  });
});
