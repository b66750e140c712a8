/** semantics.md section 5, validation.md sections 1, 2, 3 and 10. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { KEY_MISMATCH, NO_TABLE, ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
let other: string;
const itemOf = (pk: string): Attributes => ({ pk: { S: pk }, x: { S: `x of ${pk}` } });
const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const put = (pk: string) => ({ PutRequest: { Item: itemOf(pk) } });
const remove = (pk: string) => ({ DeleteRequest: { Key: keyOf(pk) } });

beforeAll(async () => {
  TableName = await freshTable();
  other = await freshTable();
});

const putsOf = (count: number) => Array.from({ length: count }, (_, i) => put(`n${String(i)}`));

describe('BatchWriteItem (semantics.md section 5)', () => {
  it('puts and deletes, over several tables [suite]', async () => {
    await fill(TableName, [itemOf('gone')]);
    await fill(other, [itemOf('gone too')]);
    const answer = await ask('BatchWriteItem', {
      RequestItems: {
        [TableName]: [put('a'), remove('gone')],
        [other]: [remove('gone too'), put('b')],
      },
    });
    expect(answer).toEqual({ UnprocessedItems: {} });
    const after = await Promise.all([
      stored(TableName, keyOf('a')),
      stored(TableName, keyOf('gone')),
      stored(other, keyOf('b')),
      stored(other, keyOf('gone too')),
    ]);
    expect(after).toEqual([itemOf('a'), undefined, itemOf('b'), undefined]);
  });

  it('replaces whole items', async () => {
    await fill(TableName, [{ ...itemOf('whole'), y: { S: 'more' } }]);
    await ask('BatchWriteItem', { RequestItems: { [TableName]: [put('whole')] } });
    expect(await stored(TableName, keyOf('whole'))).toEqual(itemOf('whole'));
  });

  it('deletes what is not there', async () => {
    const RequestItems = { [TableName]: [remove('never there')] };
    expect(await ask('BatchWriteItem', { RequestItems })).toEqual({ UnprocessedItems: {} });
  });

  it('takes 25 writes', async () => {
    const RequestItems = { [TableName]: putsOf(25) };
    expect(await ask('BatchWriteItem', { RequestItems })).toEqual({ UnprocessedItems: {} });
    expect(await stored(TableName, keyOf('n24'))).toEqual(itemOf('n24'));
  });

  it('takes the same key in two tables', async () => {
    const RequestItems = { [TableName]: [put('same')], [other]: [put('same')] };
    expect(await ask('BatchWriteItem', { RequestItems })).toEqual({ UnprocessedItems: {} });
  });

  it('answers no ItemCollectionMetrics for tables without local indexes', async () => {
    const RequestItems = { [TableName]: [put('a')] };
    const answer = await ask('BatchWriteItem', {
      RequestItems,
      ReturnItemCollectionMetrics: 'SIZE',
    });
    expect(answer).toEqual({ UnprocessedItems: {} });
  });
});

describe('BatchWriteItem is refused', () => {
  const write = (RequestItems: object, members: object = {}): Promise<string> =>
    refused('BatchWriteItem', { RequestItems, ...members });

  it('without tables (section 1)', async () => {
    expect(await write({})).toBe(
      `${VALIDATION}The requestItems parameter is required for BatchWriteItem`,
    );
  });

  it('with more than 25 writes of one table (section 10)', async () => {
    expect(await write({ [TableName]: putsOf(26) })).toBe(
      `${ONE_ERROR}Value at 'RequestItems.${TableName}.member' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 25',
    );
  });

  it('with an empty list (section 10)', async () => {
    expect(await write({ [TableName]: [] })).toBe(
      `${ONE_ERROR}Value '{${TableName}=[]}' at 'requestItems' failed to satisfy constraint: ` +
        'Map value must satisfy constraint: [Member must have length less than or equal to 25, ' +
        'Member must have length greater than or equal to 1]',
    );
  });

  it('with more than 25 writes over its tables (section 10)', async () => {
    expect(await write({ [TableName]: putsOf(13), [other]: putsOf(13) })).toBe(
      `${VALIDATION}Too many items requested for the BatchWriteItem call`,
    );
  });

  it('with more than 25 tables (api-surface.md section 9 [model])', async () => {
    const names = Array.from({ length: 26 }, (_, i) => `table${String(i)}`);
    expect(await write(Object.fromEntries(names.map((name) => [name, putsOf(1)])))).toBe(
      `${ONE_ERROR}Value at 'RequestItems' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 25',
    );
  });

  it.each([
    ['neither a put nor a delete', {}],
    ['both', { ...put('a'), ...remove('b') }],
  ])('with %s (section 10 [emul])', async (_title, request) => {
    expect(await write({ [TableName]: [request] })).toBe(
      `${VALIDATION}Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes`,
    );
  });

  it.each([
    ['two puts', [put('twice'), put('twice')]],
    ['a put and a delete', [put('twice'), remove('twice')]],
    ['two deletes', [remove('twice'), remove('twice')]],
  ])('with %s of one item', async (_title, writes) => {
    expect(await write({ [TableName]: writes })).toBe(
      `${VALIDATION}Provided list of item keys contains duplicates`,
    );
  });

  it('as a whole for one wrong key, nothing written (semantics.md section 5)', async () => {
    const wrong = { PutRequest: { Item: { pk: { N: '1' } } } };
    expect(await write({ [TableName]: [put('not written'), wrong] })).toBe(KEY_MISMATCH);
    expect(await stored(TableName, keyOf('not written'))).toBeUndefined();
  });

  it('as a whole for one item that is too large', async () => {
    const large = { PutRequest: { Item: { ...keyOf('large'), b: { S: '-'.repeat(409_600) } } } };
    expect(await write({ [TableName]: [put('not written'), large] })).toBe(
      `${VALIDATION}Item size has exceeded the maximum allowed size`,
    );
    expect(await stored(TableName, keyOf('not written'))).toBeUndefined();
  });

  it('as a whole for one missing table', async () => {
    expect(await write({ [TableName]: [put('not written')], nowhere: [put('a')] })).toBe(NO_TABLE);
    expect(await stored(TableName, keyOf('not written'))).toBeUndefined();
  });

  it('for a bad enum alone, whatever its table names are (section 2)', async () => {
    expect(await write({ 'bad!name': [put('a')] }, { ReturnConsumedCapacity: 'X' })).toBe(
      `${ONE_ERROR}Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]',
    );
  });

  it('for two bad enums, capacity first (section 2)', async () => {
    const members = { ReturnItemCollectionMetrics: 'X', ReturnConsumedCapacity: 'X' };
    expect(await write({ [TableName]: [put('a')] }, members)).toBe(
      `${VALIDATION}2 validation errors detected: ` +
        "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; ' +
        "Value 'X' at 'returnItemCollectionMetrics' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [SIZE, NONE]',
    );
  });

  it('for a malformed table name, its map echoed as Java prints it (section 3)', async () => {
    const value =
      'AttributeValue(s=a, n=null, b=null, iNT=null, dECIMAL=null, dOUBLE=null, sS=null, nS=null, ' +
      'bS=null, iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null, l=null, nULL=null, bOOL=null)';
    const request = { PutRequest: { Item: keyOf('a') } };
    expect(await write({ 'bad!name': [request] })).toBe(
      `${ONE_ERROR}Value '{bad!name=[WriteRequest(putRequest=PutRequest(item={pk=${value}}, ` +
        "workloadProfileName=null), deleteRequest=null)]}' at 'requestItems' failed to satisfy constraint: " +
        'Map keys must satisfy constraint: [Member must have length less than or equal to 255, ' +
        'Member must have length greater than or equal to 3, ' +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]',
    );
  });

  it('for a put without an item', async () => {
    const answer = await raw('BatchWriteItem', {
      RequestItems: { [TableName]: [{ PutRequest: {} }] },
    });
    expect(answer.body['message']).toBe(
      `1 validation error detected: Value null at 'requestItems.${TableName}.member.1.member.putRequest.item' ` +
        'failed to satisfy constraint: Member must not be null',
    );
  });
});
