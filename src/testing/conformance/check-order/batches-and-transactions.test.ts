/** Which of two faults of a batch or a transaction is reported: validation.md section 2. The first named is the one that is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { reasonsOf, refused } from '../ask.ts';
import { KEY_MISMATCH, NO_TABLE, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const keyOf = (pk: string): object => ({ pk: { S: pk } });
const keys = (count: number): object => ({
  Keys: Array.from({ length: count }, (_, i) => keyOf(String(i))),
});
const puts = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ PutRequest: { Item: keyOf(String(i)) } }));
const wrong = { pk: { N: '1' } };
const faulty = { pk: { N: 'x' } };
const NOT_A_NUMBER = `${VALIDATION}The parameter cannot be converted to a numeric value: x`;
const DUPLICATES = `${VALIDATION}Provided list of item keys contains duplicates`;
const SAME_ITEM = `${VALIDATION}Transaction request cannot include multiple operations on one item`;

describe('a BatchGetItem with two faults reports', () => {
  const get = (RequestItems: object): Promise<string> => refused('BatchGetItem', { RequestItems });

  it('the list of one table, a value', async () => {
    expect(await get({ [TableName]: { Keys: [] }, nowhere: { Keys: [faulty] } })).toBe(
      `${ONE_ERROR}Value at 'RequestItems.${TableName}.member.Keys' failed to satisfy constraint: ` +
        'Member must have length greater than or equal to 1',
    );
  });

  it('too many keys over its tables, a missing table', async () => {
    expect(await get({ [TableName]: keys(60), nowhere: keys(60) })).toBe(
      `${VALIDATION}Too many items requested for the BatchGetItem call`,
    );
  });

  it('a value, a missing table', async () => {
    expect(await get({ nowhere: { Keys: [keyOf('a')] }, [TableName]: { Keys: [faulty] } })).toBe(
      NOT_A_NUMBER,
    );
  });

  it('a missing table, a duplicate', async () => {
    const twice = { Keys: [keyOf('a'), keyOf('a')] };
    expect(await get({ [TableName]: twice, nowhere: { Keys: [keyOf('a')] } })).toBe(NO_TABLE);
  });

  it('a duplicate, a key that does not match', async () => {
    expect(await get({ [TableName]: { Keys: [wrong, keyOf('a'), keyOf('a')] } })).toBe(DUPLICATES);
  });
});

describe('a BatchWriteItem with two faults reports', () => {
  const write = (RequestItems: object): Promise<string> =>
    refused('BatchWriteItem', { RequestItems });

  it('too many writes over its tables, a missing table', async () => {
    expect(await write({ [TableName]: puts(20), nowhere: puts(20) })).toBe(
      `${VALIDATION}Too many items requested for the BatchWriteItem call`,
    );
  });

  it('a value, a missing table', async () => {
    const request = { nowhere: puts(1), [TableName]: [{ PutRequest: { Item: faulty } }] };
    expect(await write(request)).toBe(NOT_A_NUMBER);
  });

  it('a missing table, a duplicate', async () => {
    expect(await write({ [TableName]: [...puts(1), ...puts(1)], nowhere: puts(1) })).toBe(NO_TABLE);
  });

  it('a duplicate, a key that does not match', async () => {
    const request = [{ DeleteRequest: { Key: wrong } }, ...puts(1), ...puts(1)];
    expect(await write({ [TableName]: request })).toBe(DUPLICATES);
  });

  it('a key that does not match, nothing else', async () => {
    expect(await write({ [TableName]: [...puts(1), { DeleteRequest: { Key: wrong } }] })).toBe(
      KEY_MISMATCH,
    );
  });
});

describe('a transaction with two faults reports', () => {
  const put = (Item: object, table = TableName): object => ({ Put: { TableName: table, Item } });
  const transact = (TransactItems: readonly object[]): Promise<string> =>
    refused('TransactWriteItems', { TransactItems });

  it('a constraint of the second action, a value of the first', async () => {
    expect(await transact([put(faulty), { Delete: { TableName } }])).toBe(
      `${ONE_ERROR}Value null at 'transactItems.2.member.delete.key' failed to satisfy constraint: ` +
        'Member must not be null',
    );
  });

  it('an empty map of names, a value of the same action', async () => {
    const Put = { TableName, Item: faulty, ConditionExpression: 'a = b' };
    expect(await transact([{ Put: { ...Put, ExpressionAttributeNames: {} } }])).toBe(
      `${VALIDATION}ExpressionAttributeNames must not be empty`,
    );
  });

  it('a missing table, an item named twice', async () => {
    expect(await transact([put(keyOf('a')), put(keyOf('a')), put(keyOf('a'), 'nowhere')])).toBe(
      NO_TABLE,
    );
  });

  it('an item named twice, a key that does not match', async () => {
    expect(await transact([put(wrong), put(keyOf('a')), put(keyOf('a'))])).toBe(SAME_ITEM);
  });

  it('an empty key at top level, a condition that fails', async () => {
    const Delete = { TableName, Key: keyOf('b'), ConditionExpression: 'attribute_exists(pk)' };
    expect(await transact([{ Delete }, put(keyOf(''))])).toBe(
      `${VALIDATION}One or more parameter values are not valid. The AttributeValue for a key ` +
        'attribute cannot contain an empty string value. Key: pk',
    );
  });

  it('a condition that fails rather than what the update runs into', async () => {
    const Update = {
      TableName,
      Key: keyOf('c'),
      UpdateExpression: 'SET a.b = :v',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    };
    expect(await reasonsOf('TransactWriteItems', { TransactItems: [{ Update }] })).toEqual([
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
  });

  it('of reads: a missing table, an item named twice', async () => {
    const get = (table: string): object => ({ Get: { TableName: table, Key: keyOf('a') } });
    const request = { TransactItems: [get(TableName), get(TableName), get('nowhere')] };
    expect(await refused('TransactGetItems', request)).toBe(NO_TABLE);
  });
});
