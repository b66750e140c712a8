/** Names that no attribute has, wherever a request may name one: validation.md section 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { rawRefusal } from '../refusals.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const S = { S: 'x' };
const EQ = { ComparisonOperator: 'EQ', AttributeValueList: [S] };
const KeyConditions = { pk: EQ };

type Members = (name: string) => object;
type Place = readonly [place: string, operation: string, members: Members];

const ENVELOPED: readonly Place[] = [
  ['the item', 'PutItem', (name) => ({ Item: { ...Key, [name]: S } })],
  ['a map of the item', 'PutItem', (name) => ({ Item: { ...Key, m: { M: { [name]: S } } } })],
  ['Expected', 'PutItem', (name) => ({ Item: Key, Expected: { [name]: { Exists: false } } })],
  ['the key', 'UpdateItem', (name) => ({ Key: { [name]: S } })],
  ['AttributeUpdates', 'UpdateItem', (name) => ({ Key, AttributeUpdates: { [name]: {} } })],
  ['the key', 'DeleteItem', (name) => ({ Key: { [name]: S } })],
  ['Expected', 'DeleteItem', (name) => ({ Key, Expected: { [name]: { Exists: false } } })],
];

const BARE: readonly Place[] = [
  ['the key', 'GetItem', (name) => ({ Key: { [name]: S } })],
  ['KeyConditions', 'Query', (name) => ({ KeyConditions: { ...KeyConditions, [name]: EQ } })],
  ['QueryFilter', 'Query', (name) => ({ KeyConditions, QueryFilter: { [name]: EQ } })],
  ['the start key', 'Query', (name) => ({ KeyConditions, ExclusiveStartKey: { [name]: S } })],
  ['ScanFilter', 'Scan', (name) => ({ ScanFilter: { [name]: EQ } })],
  ['the start key', 'Scan', (name) => ({ ExclusiveStartKey: { [name]: S } })],
];

/** Places where the model bounds the length of a name. */
const BOUNDED: readonly Place[] = [
  ['attributesToGet.1', 'GetItem', (name) => ({ Key, AttributesToGet: [name] })],
  ['attributesToGet.1', 'Query', (name) => ({ KeyConditions, AttributesToGet: [name] })],
  ['attributesToGet.1', 'Scan', (name) => ({ AttributesToGet: [name] })],
  [
    'expressionAttributeNames.#a',
    'GetItem',
    (name) => ({ Key, ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': name } }),
  ],
  [
    'expressionAttributeNames.#a',
    'Scan',
    (name) => ({ FilterExpression: '#a = pk', ExpressionAttributeNames: { '#a': name } }),
  ],
];

describe('a name of no letters', () => {
  it.each(ENVELOPED)('in %s of %s, enveloped', async (_place, operation, members) => {
    expect(await rawRefusal(operation, { TableName, ...members('') })).toBe(
      `${ONE_ERROR}Empty attribute name`,
    );
  });

  it.each([...BARE, ...BOUNDED])('in %s of %s', async (_place, operation, members) => {
    expect(await rawRefusal(operation, { TableName, ...members('') })).toBe(
      `${VALIDATION}Empty attribute name`,
    );
  });

  it('in an item of BatchWriteItem', async () => {
    const PutRequest = { Item: { ...Key, '': S } };
    const RequestItems = { [TableName]: [{ PutRequest }] };
    expect(await rawRefusal('BatchWriteItem', { RequestItems })).toBe(
      `${VALIDATION}Empty attribute name`,
    );
  });

  it('in a condition of PutItem, enveloped', async () => {
    const ExpressionAttributeNames = { '#a': '' };
    const condition = { ConditionExpression: '#a = pk', ExpressionAttributeNames };
    expect(await rawRefusal('PutItem', { TableName, Item: Key, ...condition })).toBe(
      `${ONE_ERROR}Empty attribute name`,
    );
  });
});

describe('a name of 65,536 bytes', () => {
  const long = 'x'.repeat(65_536);
  const TOO_LARGE = 'Attribute name is too large, must be less than 65536 bytes';

  it.each(ENVELOPED)('in %s of %s, enveloped [local]', async (_place, operation, members) => {
    expect(await rawRefusal(operation, { TableName, ...members(long) })).toBe(
      ONE_ERROR + TOO_LARGE,
    );
  });

  it.each(BARE)('in %s of %s [local]', async (_place, operation, members) => {
    expect(await rawRefusal(operation, { TableName, ...members(long) })).toBe(
      VALIDATION + TOO_LARGE,
    );
  });

  it.each(BOUNDED)('at %s of %s [model]', async (path, operation, members) => {
    expect(await rawRefusal(operation, { TableName, ...members(long) })).toBe(
      `${ONE_ERROR}Value '${long}' at '${path}.member' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 65535',
    );
  });
});
