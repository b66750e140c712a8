/**
 * Every fault of a value, in every operation that takes one: validation.md sections 1 and 4 [suite]. Where in a request a
 * value may stand is `layers.test.ts`.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { INVALID, ONE_ERROR, VALIDATION } from '../messages.ts';
import { rawRefusal } from '../refusals.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const NO_NUMBER = 'The parameter cannot be converted to a numeric value: ';
const OVERFLOW =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const ONE_TYPE = 'must contain exactly one of the supported datatypes';

/** A fault: what it is, the value, the current layer's words, and the older one's where they are others. */
type Fault = readonly [title: string, value: unknown, current: string, older?: string];

function nested(levels: number): object {
  return levels === 0 ? { S: 'leaf' } : { M: { a: nested(levels - 1) } };
}

const KNOWN: readonly Fault[] = [
  ['no type', {}, `Supplied AttributeValue is empty, ${ONE_TYPE}`],
  [
    'two types',
    { S: 'a', N: '1' },
    `Supplied AttributeValue has more than one datatypes set, ${ONE_TYPE}`,
  ],
  [
    'a null that is false',
    { NULL: false },
    `${INVALID}Null attribute value types must have the value of true`,
  ],
  ['an empty set of strings', { SS: [] }, `${INVALID}An string set  may not be empty`],
  ['an empty set of numbers', { NS: [] }, `${INVALID}An number set  may not be empty`],
  ['an empty set of binaries', { BS: [] }, `${INVALID}Binary sets should not be empty`],
  [
    'a string twice',
    { SS: ['c', 'b', 'a', 'b'] },
    `${INVALID}Input collection ["a", "b", "c", "b"] contains duplicates.`,
    `${INVALID}Input collection [c, b, a, b] contains duplicates.`,
  ],
  [
    'a number twice',
    { NS: ['1', '1.0'] },
    `${INVALID}Input collection contains duplicates.`,
    'Input collection contains duplicates',
  ],
  [
    'a binary twice',
    { BS: ['/w==', 'AA==', 'AA=='] },
    `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
    `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`,
  ],
  ['words for a number', { N: 'abc' }, `${NO_NUMBER}abc`],
  ['spaces around a number', { N: ' 1 ' }, `${NO_NUMBER} 1 `],
  [
    'nothing for a number',
    { N: '' },
    NO_NUMBER,
    'The parameter cannot be converted to a numeric value',
  ],
  [
    'an exponent beyond 64 bits',
    { N: '1e9223372036854775808' },
    `${NO_NUMBER}1e9223372036854775808`,
  ],
  ['an exponent beyond 32 bits', { N: '1e2147483647' }, OVERFLOW, UNDERFLOW],
  ['a number that is too large', { N: '1e126' }, OVERFLOW],
  ['a number that is too small', { N: '1e-131' }, UNDERFLOW],
  ['a zero with too large an exponent', { N: '0e126' }, OVERFLOW],
  ['a zero with too small an exponent', { N: '0e-131' }, UNDERFLOW],
  [
    '39 digits',
    { N: '1'.repeat(39) },
    'Attempting to store more than 38 significant digits in a Number',
  ],
  ['33 levels', nested(32), DEEP],
];

const FAULTS = KNOWN.map(
  ([title, value, current, older = current]) => [title, value, current, older] as const,
);

const Key = { pk: { S: 'a' } };
const byValue = (v: unknown): object => ({ pk: v });
const expression = (v: unknown): object => ({ ExpressionAttributeValues: { ':v': v } });

type Request = (value: unknown) => object;

describe.each<[string, Request]>([
  ['PutItem', (v) => ({ TableName, Item: { ...Key, v } })],
  ['UpdateItem', (v) => ({ TableName, Key, UpdateExpression: 'SET a = :v', ...expression(v) })],
  ['DeleteItem', (v) => ({ TableName, Key: byValue(v) })],
])('%s refuses in the words of the current layer, enveloped', (operation, request) => {
  it.each(FAULTS)('%s', async (_title, value, current) => {
    expect(await rawRefusal(operation, request(value))).toBe(ONE_ERROR + current);
  });
});

describe.each<[string, Request]>([
  ['GetItem', (v) => ({ TableName, Key: byValue(v) })],
  ['BatchGetItem', (v) => ({ RequestItems: { [TableName]: { Keys: [byValue(v)] } } })],
  ['Query', (v) => ({ TableName, KeyConditionExpression: 'pk = :v', ...expression(v) })],
  ['TransactGetItems', (v) => ({ TransactItems: [{ Get: { TableName, Key: byValue(v) } }] })],
  ['TransactWriteItems', (v) => ({ TransactItems: [{ Put: { TableName, Item: { ...Key, v } } }] })],
])('%s refuses in the words of the current layer', (operation, request) => {
  it.each(FAULTS)('%s', async (_title, value, current) => {
    expect(await rawRefusal(operation, request(value))).toBe(VALIDATION + current);
  });
});

describe.each<[string, Request]>([
  [
    'BatchWriteItem',
    (v) => ({ RequestItems: { [TableName]: [{ PutRequest: { Item: { ...Key, v } } }] } }),
  ],
  ['Scan', (v) => ({ TableName, ExclusiveStartKey: byValue(v) })],
])('%s refuses in the words of the older layer', (operation, request) => {
  it.each(FAULTS)('%s', async (_title, value, _current, older) => {
    expect(await rawRefusal(operation, request(value))).toBe(VALIDATION + older);
  });
});

describe('Scan wraps the older words around an expression value', () => {
  it.each(FAULTS)('%s', async (_title, value, _current, older) => {
    const request = { TableName, FilterExpression: 'a = :v', ...expression(value) };
    expect(await rawRefusal('Scan', request)).toBe(
      `${VALIDATION}ExpressionAttributeValues contains invalid value: ${older} for key :v`,
    );
  });
});
