/** The first layer of GetItem, and names of tables and attributes: validation.md section 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused, stored } from '../ask.ts';
import type { Operation } from '../ask.ts';
import { NO_TABLE, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const get = (members: object): Promise<string> =>
  refused('GetItem', { TableName, Key, ...members });
const NULL = 'failed to satisfy constraint: Member must not be null';

describe('members of GetItem', () => {
  it.each<[string, object, string]>([
    ['a missing Key', { Key: undefined }, `Value null at 'key' ${NULL}`],
    ['a missing TableName', { TableName: undefined }, `Value null at 'tableName' ${NULL}`],
    [
      'an unknown ReturnConsumedCapacity',
      { ReturnConsumedCapacity: 'X' },
      "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    ],
    [
      'an empty AttributesToGet',
      { AttributesToGet: [] },
      "Value '[]' at 'attributesToGet' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    ],
  ])('%s', async (_title, members, message) => {
    expect(await get(members)).toBe(ONE_ERROR + message);
  });

  it.each<[string, object, string]>([
    ['a text for ConsistentRead', { ConsistentRead: 'x' }, 'Unexpected token received from parser'],
    [
      'a list for ConsistentRead',
      { ConsistentRead: [] },
      'Unrecognized collection type class java.lang.Boolean',
    ],
    ['a text for AttributesToGet', { AttributesToGet: 'x' }, 'Unexpected field type'],
    [
      'an object for AttributesToGet',
      { AttributesToGet: {} },
      'Start of structure or map found where not expected',
    ],
    [
      'a list for ExpressionAttributeNames',
      { ExpressionAttributeNames: [] },
      'Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>',
    ],
    [
      'a number in ExpressionAttributeNames',
      { ExpressionAttributeNames: { '#a': 1 } },
      'NUMBER_VALUE cannot be converted to String',
    ],
  ])('%s is a SerializationException [emul]', async (_title, members, Message) => {
    const { status, body } = await raw('GetItem', { TableName, Key, ...members });
    expect({ status, body }).toEqual({
      status: 400,
      body: { __type: 'com.amazon.coral.service#SerializationException', Message },
    });
  });

  it('members that are null are not there', async () => {
    const { body } = await raw('GetItem', {
      TableName,
      Key,
      ProjectionExpression: null,
      AttributesToGet: null,
      ReturnConsumedCapacity: null,
    });
    expect(body).toEqual({});
  });
});

describe('names of tables (validation.md section 3)', () => {
  const requests = (name: string): readonly (readonly [Operation, object])[] => [
    ['GetItem', { TableName: name, Key }],
    ['DeleteItem', { TableName: name, Key }],
    [
      'Query',
      {
        TableName: name,
        KeyConditionExpression: 'pk = :v',
        ExpressionAttributeValues: { ':v': { S: 'a' } },
      },
    ],
    ['Scan', { TableName: name }],
  ];

  it.each(requests(''))('an empty one in %s', async (operation, request) => {
    expect(await refused(operation, request)).toBe(
      `${ONE_ERROR}Value at 'TableName' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it.each(requests('x'.repeat(256)))('one of 256 characters in %s', async (operation, request) => {
    expect(await refused(operation, request)).toBe(
      `${ONE_ERROR}Value '${'x'.repeat(256)}' at 'tableName' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 255',
    );
  });

  it.each(requests('no spaces'))('one with other characters in %s', async (operation, request) => {
    expect(await refused(operation, request)).toBe(
      `${ONE_ERROR}Value 'no spaces' at 'tableName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  });

  it.each(requests('a'))(
    'one of a single character is looked for in %s',
    async (operation, request) => {
      expect(await refused(operation, request)).toBe(NO_TABLE);
    },
  );
});

describe('names of attributes (validation.md section 3)', () => {
  const item = (length: number) => ({ ...Key, ['n'.repeat(length)]: { S: 'x' } });

  it('may have 65,535 bytes', async () => {
    await ask('PutItem', { TableName, Item: item(65_535) });
    expect(await stored(TableName, Key)).toEqual(item(65_535));
  });

  it('but not 65,536 [local]', async () => {
    expect(await refused('PutItem', { TableName, Item: item(65_536) })).toBe(
      `${ONE_ERROR}Attribute name is too large, must be less than 65536 bytes`,
    );
  });

  it('may not be empty in AttributesToGet', async () => {
    expect(await get({ AttributesToGet: [''] })).toBe(`${VALIDATION}Empty attribute name`);
  });
});
