import { beforeEach, describe, expect, it } from 'vitest';
import { routerClient, tableBody } from '../../testing/router-client.ts';
import type { RouterClient } from '../../testing/router-client.ts';

const VE = 'ValidationException: ';
const E = `${VE}1 validation error detected: `;
const CONSTRAINT = 'failed to satisfy constraint: Member must satisfy enum value set:';
const NAMED_RETURN_VALUES = `${E}Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]`;
const OLDER_RETURN_VALUES = `${E}Value 'BOGUS' at 'returnValues' ${CONSTRAINT} [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]`;
const NAMED_OPERATOR = `${E}Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]`;
const OLDER_OPERATOR = `${E}Value 'XOR' at 'conditionalOperator' ${CONSTRAINT} [OR, AND]`;
const NESTED =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

const Key = { pk: { S: 'a' } };
const nested = (levels: number): object =>
  levels === 1 ? { S: 'x' } : { M: { a: { L: [nested(levels - 2)] } } };

/** Writes that hold `value` somewhere, by operation. */
const writes = (value: object): readonly (readonly [string, object])[] => [
  ['PutItem', { Item: { ...Key, x: value } }],
  [
    'UpdateItem',
    { Key, UpdateExpression: 'SET x = :x', ExpressionAttributeValues: { ':x': value } },
  ],
  ['UpdateItem', { Key, AttributeUpdates: { x: { Value: value } } }],
  ['DeleteItem', { Key, Expected: { x: { Value: value }, y: { Exists: false } } }],
  [
    'DeleteItem',
    { Key, Expected: { x: { ComparisonOperator: 'EQ', AttributeValueList: [value] }, y: {} } },
  ],
];

let client: RouterClient;
beforeEach(() => {
  client = routerClient();
  client.call('CreateTable', tableBody('items'));
});
const refused = (operation: string, members: object): string =>
  client.failure(operation, { TableName: 'items', ...members });

describe('a single-item write with two faults', () => {
  it.each(writes(nested(61)))('is refused for its enums in the newer words: %s', (name, body) => {
    expect(refused(name, { ...body, ReturnValues: 'BOGUS' })).toBe(NAMED_RETURN_VALUES);
    expect(refused(name, { ...body, ConditionalOperator: 'XOR' })).toBe(NAMED_OPERATOR);
    expect(refused(name, body)).toBe(E + NESTED);
  });

  it.each(writes(nested(63)))(
    'is so in the older words where it nests 63 deep: %s',
    (name, body) => {
      expect(refused(name, { ...body, ReturnValues: 'BOGUS' })).toBe(OLDER_RETURN_VALUES);
      expect(refused(name, { ...body, ConditionalOperator: 'XOR' })).toBe(OLDER_OPERATOR);
      expect(refused(name, body)).toBe(E + NESTED);
    },
  );

  it('may return old values only, bare and before its depth where it nests 63 deep', () => {
    const returnsNew = { ReturnValues: 'ALL_NEW' };
    const message = 'ReturnValues can only be ALL_OLD or NONE';
    expect(refused('DeleteItem', { Key, ...returnsNew })).toBe(E + message);
    expect(refused('PutItem', { Item: { ...Key, x: nested(61) }, ...returnsNew })).toBe(E + NESTED);
    expect(refused('PutItem', { Item: { ...Key, x: nested(63) }, ...returnsNew })).toBe(
      VE + message,
    );
    const deep = {
      Key,
      UpdateExpression: 'SET x = :x',
      ExpressionAttributeValues: { ':x': nested(63) },
    };
    expect(refused('UpdateItem', { ...deep, ...returnsNew })).toBe(E + NESTED);
  });
});
