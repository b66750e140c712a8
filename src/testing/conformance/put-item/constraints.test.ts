/** The first layer of PutItem: validation.md sections 1 to 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Item = { pk: { S: 'a' } };
const put = (members: object): Promise<string> =>
  refused('PutItem', { TableName, Item, ...members });
const LENGTH_1 = 'failed to satisfy constraint: Member must have length greater than or equal to 1';

describe('members of PutItem', () => {
  it('an empty TableName is reported alone (section 1, eu-west-2 [suite])', async () => {
    expect(await put({ TableName: '', ReturnValues: 'INVALID' })).toBe(
      `${ONE_ERROR}Value at 'TableName' ${LENGTH_1}`,
    );
  });

  it('a missing TableName (section 3)', async () => {
    expect(await put({ TableName: undefined })).toBe(
      `${ONE_ERROR}Value null at 'tableName' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('a missing Item', async () => {
    expect(await put({ Item: undefined })).toBe(
      `${ONE_ERROR}Value null at 'item' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('a missing TableName and a missing Item', async () => {
    expect(await put({ TableName: undefined, Item: undefined })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value null at 'tableName' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'item' failed to satisfy constraint: Member must not be null",
    );
  });

  it('a TableName of 256 characters (section 3)', async () => {
    const name = 'a'.repeat(256);
    expect(await put({ TableName: name })).toBe(
      `${ONE_ERROR}Value '${name}' at 'tableName' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 255',
    );
  });

  it('a TableName with other characters (section 3)', async () => {
    expect(await put({ TableName: 'bad!name' })).toBe(
      `${ONE_ERROR}Value 'bad!name' at 'tableName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  });

  it('an unknown ReturnConsumedCapacity', async () => {
    expect(await put({ ReturnConsumedCapacity: 'ALL' })).toBe(
      `${ONE_ERROR}Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  });

  it('an unknown ReturnItemCollectionMetrics', async () => {
    expect(await put({ ReturnItemCollectionMetrics: 'ALL' })).toBe(
      `${ONE_ERROR}Value 'ALL' at 'returnItemCollectionMetrics' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [SIZE, NONE]',
    );
  });

  it('an unknown ReturnValues, in the newer form', async () => {
    expect(await put({ ReturnValues: 'ALL' })).toBe(
      `${ONE_ERROR}Failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
    );
  });

  it('an unknown ConditionalOperator, in the newer form', async () => {
    expect(await put({ ConditionalOperator: 'XOR' })).toBe(
      `${ONE_ERROR}Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]`,
    );
  });

  it('an unknown ReturnValuesOnConditionCheckFailure', async () => {
    expect(await put({ ReturnValuesOnConditionCheckFailure: 'NEW' })).toBe(
      `${ONE_ERROR}Value 'NEW' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [ALL_OLD, NONE]',
    );
  });

  it('three unknown values at once (section 2 [suite])', async () => {
    const members = {
      ReturnValues: 'INVALID',
      ReturnItemCollectionMetrics: 'INVALID',
      ReturnConsumedCapacity: 'INVALID',
    };
    expect(await put(members)).toBe(
      `${VALIDATION}3 validation errors detected: ` +
        "Value 'INVALID' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        'Failed to satisfy constraint: Member must satisfy enum value set: ' +
        '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]; ' +
        "Value 'INVALID' at 'returnItemCollectionMetrics' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [SIZE, NONE]',
    );
  });

  it('an unknown comparison of Expected (section 3 [emul])', async () => {
    expect(await put({ Expected: { x: { ComparisonOperator: 'LIKE' } } })).toBe(
      `${ONE_ERROR}Value 'LIKE' at 'expected.x.member.comparisonOperator' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: ' +
        '[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]',
    );
  });
});

describe('JSON of another type is a SerializationException (section 3 [emul])', () => {
  const VALUE = 'com.amazonaws.dynamodb.v20120810.AttributeValue';
  const START = 'Start of structure or map found where not expected';

  it.each<[string, unknown, string]>([
    ['true for a string', { TableName: true }, 'TRUE_VALUE cannot be converted to String'],
    ['false for a string', { TableName: false }, 'FALSE_VALUE cannot be converted to String'],
    ['a number for a string', { TableName: 5 }, 'NUMBER_VALUE cannot be converted to String'],
    ['a fraction for a string', { TableName: 5.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    [
      'a list for a string',
      { TableName: [] },
      'Unrecognized collection type class java.lang.String',
    ],
    ['an object for a string', { TableName: {} }, START],
    [
      'a list for a map of values',
      { Item: [] },
      `Unrecognized collection type java.util.Map<java.lang.String, ${VALUE}>`,
    ],
    ['a string for a map', { Item: 'x' }, 'Unexpected field type'],
    ['a list for a value', { Item: { pk: [] } }, `Unrecognized collection type class ${VALUE}`],
    ['a number for S', { Item: { pk: { S: 5 } } }, 'NUMBER_VALUE cannot be converted to String'],
    ['a number for N', { Item: { pk: { N: 5 } } }, 'NUMBER_VALUE cannot be converted to String'],
    ['an object for S', { Item: { pk: { S: {} } } }, START],
    [
      'a list for BOOL',
      { Item: { pk: { BOOL: [] } } },
      'Unrecognized collection type class java.lang.Boolean',
    ],
    [
      'a number for BOOL',
      { Item: { pk: { BOOL: 1 } } },
      'NUMBER_VALUE cannot be converted to Boolean',
    ],
    [
      'a word for BOOL',
      { Item: { pk: { BOOL: 'maybe' } } },
      'Unexpected token received from parser',
    ],
    ['an object for SS', { Item: { pk: { SS: {} } } }, START],
    ['a string for SS', { Item: { pk: { SS: 'a' } } }, 'Unexpected field type'],
    ['a number in SS', { Item: { pk: { SS: [1] } } }, 'NUMBER_VALUE cannot be converted to String'],
    ['an object for L', { Item: { pk: { L: {} } } }, START],
    [
      'a list for M',
      { Item: { pk: { M: [] } } },
      `Unrecognized collection type java.util.Map<java.lang.String, ${VALUE}>`,
    ],
    [
      'base64 of a wrong length (unconfirmed)',
      { Item: { pk: { B: 'AAA' } } },
      'Base64 encoded length is expected a multiple of 4 bytes but found: 3',
    ],
  ])('%s', async (_title, members, Message) => {
    const { status, body } = await raw('PutItem', { TableName, Item, ...(members as object) });
    expect({ status, body }).toEqual({
      status: 400,
      body: { __type: 'com.amazon.coral.service#SerializationException', Message },
    });
  });

  it('a body that is no object', async () => {
    expect((await raw('PutItem', '[]')).body).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'Unexpected value type in payload',
    });
  });

  it('a body that is no JSON', async () => {
    expect((await raw('PutItem', '{"TableName":')).body['__type']).toBe(
      'com.amazon.coral.service#SerializationException',
    );
  });

  it('but an empty body is one without members', async () => {
    expect((await raw('PutItem', '')).body).toEqual({
      __type: 'com.amazon.coral.validate#ValidationException',
      message:
        "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: " +
        "Member must not be null; Value null at 'item' failed to satisfy constraint: Member must not be null",
    });
  });

  it('beats every other fault (section 2)', async () => {
    const answer = await raw('PutItem', { TableName: '', Item: { a: { N: 'x' }, b: { S: 1 } } });
    expect(answer.body['__type']).toBe('com.amazon.coral.service#SerializationException');
  });

  it.each([
    ['true', true],
    ['1', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['no', false],
  ])('but the text %s is a boolean', async (BOOL, expected) => {
    await raw('PutItem', { TableName, Item: { ...Item, x: { BOOL } } });
    const answer = await raw('GetItem', { TableName, Key: Item });
    expect(answer.body).toEqual({ Item: { ...Item, x: { BOOL: expected } } });
  });
});
