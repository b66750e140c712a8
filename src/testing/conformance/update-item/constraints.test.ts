/** The first layer of UpdateItem: validation.md sections 1 to 3. */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const update = (members: object): Promise<string> =>
  refused('UpdateItem', { TableName, Key, ...members });
const NULL = 'failed to satisfy constraint: Member must not be null';
const RETURN_VALUES =
  'Failed to satisfy constraint: Member must satisfy enum value set: ' +
  '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]';
const RCC =
  "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
  'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]';
const ECHOED_RETURN_VALUES =
  "Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: " +
  '[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]';

describe('members of UpdateItem', () => {
  it('an unknown ReturnValues is reported alone (section 1, eu-west-2 [suite])', async () => {
    expect(await update({ ReturnValues: 'X', ReturnConsumedCapacity: 'X' })).toBe(
      ONE_ERROR + RETURN_VALUES,
    );
  });

  it('an unknown ReturnConsumedCapacity', async () => {
    expect(await update({ ReturnConsumedCapacity: 'X' })).toBe(ONE_ERROR + RCC);
  });

  it('an unknown ConditionalOperator', async () => {
    expect(await update({ ConditionalOperator: 'XOR' })).toBe(
      `${ONE_ERROR}Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]`,
    );
  });

  it('an unknown action of AttributeUpdates (section 3)', async () => {
    expect(await update({ AttributeUpdates: { x: { Action: 'SET' } } })).toBe(
      `${ONE_ERROR}Value 'SET' at 'attributeUpdates.x.member.action' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [ADD, DELETE, PUT]',
    );
  });

  it('a missing Key', async () => {
    expect(await update({ Key: undefined })).toBe(`${ONE_ERROR}Value null at 'key' ${NULL}`);
  });

  it('an empty TableName and a missing Key, in the old form (section 2 [suite])', async () => {
    expect(await update({ TableName: '', Key: undefined })).toBe(
      `${VALIDATION}2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: ` +
        `Member must have length greater than or equal to 1; Value null at 'key' ${NULL}`,
    );
  });

  it('without a Key all are joined, in the old form and order (section 2 [suite])', async () => {
    const members = {
      Key: undefined,
      TableName: undefined,
      ReturnValues: 'X',
      ReturnConsumedCapacity: 'X',
      ConditionalOperator: 'X',
    };
    expect(await update(members)).toBe(
      `${VALIDATION}5 validation errors detected: ${RCC}; Value null at 'tableName' ${NULL}; ` +
        `${ECHOED_RETURN_VALUES}; Value 'X' at 'conditionalOperator' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [OR, AND]; Value null at 'key' ${NULL}`,
    );
  });

  it('an empty TableName beside an unknown ReturnValues', async () => {
    expect(await update({ TableName: '', ReturnValues: 'X' })).toBe(
      `${ONE_ERROR}Value at 'TableName' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });
});
