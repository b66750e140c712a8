/** ExpressionAttributeNames and ExpressionAttributeValues: validation.md section 6, "Names/values hygiene". */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const names = { ExpressionAttributeNames: { '#a': 'x' } };
const values = { ExpressionAttributeValues: { ':v': { S: 'x' } } };
const byKey = {
  KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
};
const NAMES_ALONE = 'ExpressionAttributeNames can only be specified when using expressions';
const VALUES_ALONE = 'ExpressionAttributeValues can only be specified when using expressions';

describe('placeholders without expressions', () => {
  it.each<[Operation, object, string, string]>([
    ['PutItem', { Item: Key }, ONE_ERROR, ''],
    ['UpdateItem', { Key }, ONE_ERROR, ''],
    ['DeleteItem', { Key }, ONE_ERROR, ''],
    ['Query', byKey, VALIDATION, ': FilterExpression and KeyConditionExpression are null'],
    ['Scan', {}, VALIDATION, ': FilterExpression is null'],
  ])('values of %s', async (operation, members, prefix, suffix) => {
    expect(await refused(operation, { TableName, ...members, ...values })).toBe(
      prefix + VALUES_ALONE + suffix,
    );
  });

  it.each<[Operation, object, string]>([
    ['PutItem', { Item: Key }, ONE_ERROR],
    ['UpdateItem', { Key }, ONE_ERROR],
    ['DeleteItem', { Key }, ONE_ERROR],
    ['GetItem', { Key }, VALIDATION],
    ['Query', byKey, VALIDATION],
    ['Scan', {}, VALIDATION],
  ])('names of %s', async (operation, members, prefix) => {
    expect(await refused(operation, { TableName, ...members, ...names })).toBe(
      prefix + NAMES_ALONE,
    );
  });

  it('names of BatchGetItem', async () => {
    const request = { RequestItems: { [TableName]: { Keys: [Key], ...names } } };
    expect(await refused('BatchGetItem', request)).toBe(VALIDATION + NAMES_ALONE);
  });

  it('values of Scan beside a projection alone', async () => {
    const request = { TableName, ProjectionExpression: 'a', ...values };
    expect(await refused('Scan', request)).toBe(
      `${VALIDATION}${VALUES_ALONE}: FilterExpression is null`,
    );
  });

  it('names of a transaction', async () => {
    const request = { TransactItems: [{ Delete: { TableName, Key, ...names } }] };
    expect(await refused('TransactWriteItems', request)).toBe(VALIDATION + NAMES_ALONE);
  });

  it('values of a transaction', async () => {
    const request = { TransactItems: [{ Delete: { TableName, Key, ...values } }] };
    expect(await refused('TransactWriteItems', request)).toBe(VALIDATION + VALUES_ALONE);
  });
});

describe('empty maps of placeholders', () => {
  const ConditionExpression = 'attribute_exists(a)';

  it('of names', async () => {
    const request = { TableName, Key, ConditionExpression, ExpressionAttributeNames: {} };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeNames must not be empty`,
    );
  });

  it('of values', async () => {
    const request = { TableName, Key, ConditionExpression, ExpressionAttributeValues: {} };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeValues must not be empty`,
    );
  });

  it('of names, bare in a read', async () => {
    const request = { TableName, Key, ProjectionExpression: 'a', ExpressionAttributeNames: {} };
    expect(await refused('GetItem', request)).toBe(
      `${VALIDATION}ExpressionAttributeNames must not be empty`,
    );
  });

  it('of values, bare in a read', async () => {
    const request = { TableName, FilterExpression: 'a = b', ExpressionAttributeValues: {} };
    expect(await refused('Scan', request)).toBe(
      `${VALIDATION}ExpressionAttributeValues must not be empty`,
    );
  });
});

describe('placeholders that are none', () => {
  it.each(['s', '#', 's#', '#a-b', '#a.b', '#a b', ':a'])('the name "%s"', async (name) => {
    const request = {
      TableName,
      Key,
      ConditionExpression: 'attribute_exists(a)',
      ExpressionAttributeNames: { [name]: 'x' },
    };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeNames contains invalid key: Syntax error; key: "${name}"`,
    );
  });

  it.each(['v', ':', ':a-b', '#a'])('the value "%s"', async (name) => {
    const request = {
      TableName,
      Key,
      ConditionExpression: 'a = :v',
      ExpressionAttributeValues: { [name]: { S: 'x' } },
    };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeValues contains invalid key: Syntax error; key: "${name}"`,
    );
  });

  it.each([
    ['ExpressionAttributeNames', 'x'],
    ['ExpressionAttributeValues', { S: 'x' }],
  ])('an empty key of %s [local]', async (member, meaning) => {
    const request = { TableName, Key, ConditionExpression: 'a = b', [member]: { '': meaning } };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}${member} contains invalid key: The expression attribute map contains an empty key;`,
    );
  });

  it('but digits and underscores make placeholders', async () => {
    const request = {
      TableName,
      Key,
      ConditionExpression: '#0_a <> :_0',
      ExpressionAttributeNames: { '#0_a': 'x' },
      ExpressionAttributeValues: { ':_0': { S: 'x' } },
    };
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('255 characters make one', async () => {
    const name = `#${'a'.repeat(254)}`;
    const request = {
      TableName,
      Key,
      ConditionExpression: `attribute_not_exists(${name})`,
      ExpressionAttributeNames: { [name]: 'x' },
    };
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('256 are too many', async () => {
    const name = `#${'a'.repeat(255)}`;
    const request = {
      TableName,
      Key,
      ConditionExpression: `attribute_not_exists(${name})`,
      ExpressionAttributeNames: { [name]: 'x' },
    };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeNames contains invalid key: ` +
        'The expression attribute map contains a key that is too long; size of key: 256',
    );
  });

  it('an empty attribute name behind one', async () => {
    const answer = await raw('DeleteItem', {
      TableName,
      Key,
      ConditionExpression: 'attribute_exists(#a)',
      ExpressionAttributeNames: { '#a': '' },
    });
    expect(answer.body['message']).toBe('1 validation error detected: Empty attribute name');
  });
});

const unused = (map: string, keys: string): string =>
  `Value provided in ${map} unused in expressions: keys: {${keys}}`;

describe('placeholders that no expression uses', () => {
  const ConditionExpression = 'attribute_exists(x)';

  it('a name', async () => {
    const request = { TableName, Key, ConditionExpression, ...names };
    expect(await refused('DeleteItem', request)).toBe(
      ONE_ERROR + unused('ExpressionAttributeNames', '#a'),
    );
  });

  it('several names', async () => {
    const ExpressionAttributeNames = { '#a': 'x', '#b': 'y' };
    const request = { TableName, Key, ConditionExpression, ExpressionAttributeNames };
    expect(await refused('DeleteItem', request)).toBe(
      ONE_ERROR + unused('ExpressionAttributeNames', '#a, #b'),
    );
  });

  it('a value', async () => {
    const request = { TableName, Item: Key, ConditionExpression, ...values };
    expect(await refused('PutItem', request)).toBe(
      ONE_ERROR + unused('ExpressionAttributeValues', ':v'),
    );
  });

  it('a name before a value', async () => {
    const request = { TableName, Key, ConditionExpression, ...names, ...values };
    expect(await refused('DeleteItem', request)).toBe(
      ONE_ERROR + unused('ExpressionAttributeNames', '#a'),
    );
  });

  it('in a condition counts as used in an update', async () => {
    const request = {
      TableName,
      Key,
      UpdateExpression: 'SET x = :v',
      ConditionExpression: 'x <> :v',
      ...values,
    };
    expect(await ask('UpdateItem', request)).toEqual({});
  });

  it('bare in Query', async () => {
    const request = { TableName, KeyConditionExpression: 'pk = :v', ...names, ...values };
    expect(await refused('Query', request)).toBe(
      VALIDATION + unused('ExpressionAttributeNames', '#a'),
    );
  });

  it('bare in Scan', async () => {
    const request = { TableName, FilterExpression: 'attribute_exists(x)', ...values };
    expect(await refused('Scan', request)).toBe(
      VALIDATION + unused('ExpressionAttributeValues', ':v'),
    );
  });

  it('bare in GetItem', async () => {
    const request = { TableName, Key, ProjectionExpression: 'x', ...names };
    expect(await refused('GetItem', request)).toBe(
      VALIDATION + unused('ExpressionAttributeNames', '#a'),
    );
  });

  it('bare in BatchGetItem', async () => {
    const asked = { Keys: [Key], ProjectionExpression: 'x', ...names };
    expect(await refused('BatchGetItem', { RequestItems: { [TableName]: asked } })).toBe(
      VALIDATION + unused('ExpressionAttributeNames', '#a'),
    );
  });

  it('bare in a transaction', async () => {
    const Delete = { TableName, Key, ConditionExpression, ...values };
    expect(await refused('TransactWriteItems', { TransactItems: [{ Delete }] })).toBe(
      VALIDATION + unused('ExpressionAttributeValues', ':v'),
    );
  });

  it('bare in a transaction of reads', async () => {
    const Get = { TableName, Key, ProjectionExpression: 'x', ...names };
    expect(await refused('TransactGetItems', { TransactItems: [{ Get }] })).toBe(
      VALIDATION + unused('ExpressionAttributeNames', '#a'),
    );
  });
});

describe('placeholders together', () => {
  /** Names of 65,535 bytes behind `count` placeholders, and an expression of them all. */
  function longNames(count: number): {
    readonly names: Record<string, string>;
    readonly text: string;
  } {
    const aliases = Array.from({ length: count }, (_, i) => `#${String(i)}`);
    const text = aliases.map((alias) => `attribute_not_exists(${alias})`).join(' AND ');
    const names = aliases.map((alias, i) => [alias, String(i).padStart(65_535, '-')] as const);
    return { names: Object.fromEntries(names), text };
  }

  it('names alone may not take more than 2 MB', async () => {
    const { names: ExpressionAttributeNames, text: ConditionExpression } = longNames(33);
    const request = { TableName, Key, ConditionExpression, ExpressionAttributeNames };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeNames exceeds max size`,
    );
  });

  it('names and values together may not take more than 2 MB', async () => {
    const { names: ExpressionAttributeNames, text } = longNames(20);
    const request = {
      TableName,
      Key,
      ConditionExpression: `${text} AND x <> :v`,
      ExpressionAttributeNames,
      ExpressionAttributeValues: { ':v': { S: 'x'.repeat(1_048_576) } },
    };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size`,
    );
  });

  it('values alone may not take more than 2 MB', async () => {
    const large = { S: 'x'.repeat(2 * 1_048_576) };
    const request = {
      TableName,
      Key,
      ConditionExpression: 'a = :v',
      ExpressionAttributeValues: { ':v': large },
    };
    expect(await refused('DeleteItem', request)).toBe(
      `${ONE_ERROR}ExpressionAttributeValues exceeds max size`,
    );
  });
});

describe('expressions beside what they replaced', () => {
  const mixed = (legacy: string, expressions: string): string =>
    'Can not use both expression and non-expression parameters in the same request: ' +
    `Non-expression parameters: {${legacy}} Expression parameters: {${expressions}}`;
  const condition = { ConditionExpression: 'attribute_exists(x)' };
  const Expected = { x: { Exists: false } };

  it.each<[Operation, object, string]>([
    [
      'PutItem',
      { Item: Key, Expected, ...condition },
      ONE_ERROR + mixed('Expected', 'ConditionExpression'),
    ],
    [
      'UpdateItem',
      { Key, AttributeUpdates: {}, Expected, UpdateExpression: 'REMOVE x', ...condition },
      ONE_ERROR + mixed('AttributeUpdates, Expected', 'UpdateExpression, ConditionExpression'),
    ],
    [
      'DeleteItem',
      { Key, Expected, ConditionalOperator: 'AND', ...condition },
      ONE_ERROR + mixed('Expected, ConditionalOperator', 'ConditionExpression'),
    ],
    [
      'GetItem',
      { Key, AttributesToGet: ['a'], ProjectionExpression: 'a' },
      VALIDATION + mixed('AttributesToGet', 'ProjectionExpression'),
    ],
    [
      'Query',
      { ...byKey, QueryFilter: {}, FilterExpression: 'a = b' },
      VALIDATION + mixed('QueryFilter', 'FilterExpression'),
    ],
    [
      'Scan',
      { ScanFilter: {}, ProjectionExpression: 'a' },
      VALIDATION + mixed('ScanFilter', 'ProjectionExpression'),
    ],
  ])('of %s', async (operation, members, message) => {
    expect(await refused(operation, { TableName, ...members })).toBe(message);
  });

  it('of two tables of BatchGetItem', async () => {
    const other = await freshTable();
    const request = {
      RequestItems: {
        [TableName]: { Keys: [Key], AttributesToGet: ['a'] },
        [other]: { Keys: [Key], ProjectionExpression: 'a' },
      },
    };
    expect(await refused('BatchGetItem', request)).toBe(
      VALIDATION + mixed('AttributesToGet', 'ProjectionExpression'),
    );
  });
});
