/** What the members of a write transaction are held to: validation.md sections 1, 2 and 10. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const put = (Item: object, table = TableName): object => ({ Put: { TableName: table, Item } });
const transact = (TransactItems: unknown, members: object = {}): Promise<string> =>
  refused('TransactWriteItems', { TransactItems, ...members });

describe('constraints of TransactWriteItems', () => {
  it('no actions (section 1)', async () => {
    expect(await transact([])).toBe(
      `${ONE_ERROR}Value '[]' at 'transactItems' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('no TransactItems', async () => {
    expect(await transact(undefined)).toBe(
      `${ONE_ERROR}Value null at 'transactItems' failed to satisfy constraint: Member must not be null`,
    );
  });

  it('101 actions (section 10)', async () => {
    const actions = Array.from({ length: 101 }, (_, i) => put(keyOf(String(i))));
    expect(await transact(actions)).toMatch(
      /^ValidationException: 1 validation error detected: Value '\[TransactWriteItem\(.*\)\]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/u,
    );
  });

  it('a token of 37 characters is reported alone (section 1, eu-west-2)', async () => {
    const members = { ClientRequestToken: 'x'.repeat(37), ReturnConsumedCapacity: 'X' };
    expect(await transact([put(Key)], members)).toBe(
      `${ONE_ERROR}Value at 'ClientRequestToken' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 36',
    );
  });

  it('an empty token (api-surface.md section 9 [model])', async () => {
    expect(await transact([put(Key)], { ClientRequestToken: '' })).toBe(
      `${ONE_ERROR}Value at 'ClientRequestToken' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('a token of 36 characters is taken', async () => {
    const request = {
      TransactItems: [{ Put: { TableName, Item: Key } }],
      ClientRequestToken: 'x'.repeat(36),
    };
    expect(await ask('TransactWriteItems', request)).toEqual({});
  });

  it('two bad enums, capacity first (section 2)', async () => {
    const members = { ReturnItemCollectionMetrics: 'X', ReturnConsumedCapacity: 'X' };
    expect(await transact([put(Key)], members)).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value 'X' at 'returnItemCollectionMetrics' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [SIZE, NONE]',
    );
  });

  it('a bad enum and a malformed table name, in one message (section 2)', async () => {
    const Put = { TableName: 'bad!name', Item: Key };
    expect(await transact([{ Put }], { ReturnConsumedCapacity: 'X' })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value 'bad!name' at 'transactItems.1.member.put.tableName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  });

  it('a bad enum and no actions, in one message (section 2)', async () => {
    expect(await transact([], { ReturnConsumedCapacity: 'X' })).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value '[]' at 'transactItems' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
    );
  });

  it('a ConditionCheck without a condition (section 10)', async () => {
    expect(await transact([{ ConditionCheck: { TableName, Key } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.1.member.conditionCheck.conditionExpression' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });

  it('an Update without an expression', async () => {
    expect(await transact([put(Key), { Update: { TableName, Key } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.2.member.update.updateExpression' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });

  it('a Put without an item', async () => {
    expect(await transact([{ Put: { TableName } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.1.member.put.item' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });

  it('a malformed table name', async () => {
    expect(await transact([put(Key, 'bad!name')])).toBe(
      `${ONE_ERROR}Value 'bad!name' at 'transactItems.1.member.put.tableName' failed to satisfy ` +
        'constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  });

  it('an unknown ReturnValuesOnConditionCheckFailure', async () => {
    const Delete = { TableName, Key, ReturnValuesOnConditionCheckFailure: 'X' };
    expect(await transact([{ Delete }])).toBe(
      `${ONE_ERROR}Value 'X' at 'transactItems.1.member.delete.returnValuesOnConditionCheckFailure' ` +
        'failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]',
    );
  });

  it.each([
    [
      'no member [suite]',
      {},
      "1 validation error detected: Value '' at 'transactItems' failed to satisfy constraint: " +
        'TransactWriteRequest should contain Delete or Put or Update or ConditionCheck',
    ],
    [
      'two members [local]',
      { Put: { TableName: 'some', Item: Key }, Delete: { TableName: 'some', Key } },
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
  ])('an action with %s (section 10)', async (_title, action, message) => {
    const { status, body } = await raw('TransactWriteItems', { TransactItems: [action] });
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.validate#ValidationException',
        message,
      },
    });
  });
});
