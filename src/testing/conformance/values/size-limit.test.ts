/** The gate of 400 KB, surface by surface: semantics.md section 1 [suite, eu-west-2]. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, reasonsOf, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const LIMIT = 409_600;
const TOO_LARGE = `${VALIDATION}Item size has exceeded the maximum allowed size`;
const UPDATE_TOO_LARGE = `${VALIDATION}Item size to update has exceeded the maximum allowed size`;

const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
/** The value that makes an item of `keyOf` with one more attribute of a name of one byte weigh `bytes`. */
const padTo = (bytes: number, pk: string): { readonly S: string } => ({
  S: '-'.repeat(bytes - 'pk'.length - pk.length - 1),
});
const itemOf = (bytes: number, pk: string): Attributes => ({ ...keyOf(pk), b: padTo(bytes, pk) });

async function lengthOf(pk: string): Promise<number | undefined> {
  return (await stored(TableName, keyOf(pk)))?.['b']?.S?.length;
}

describe('an item of 409,600 bytes is taken, of one more refused: in', () => {
  it('PutItem', async () => {
    await ask('PutItem', { TableName, Item: itemOf(LIMIT, 'put') });
    expect(await lengthOf('put')).toBe(LIMIT - 6);
    expect(await refused('PutItem', { TableName, Item: itemOf(LIMIT + 1, 'put') })).toBe(TOO_LARGE);
  });

  it('BatchWriteItem', async () => {
    const write = (bytes: number) => ({
      RequestItems: { [TableName]: [{ PutRequest: { Item: itemOf(bytes, 'batch') } }] },
    });
    await ask('BatchWriteItem', write(LIMIT));
    expect(await lengthOf('batch')).toBe(LIMIT - 8);
    expect(await refused('BatchWriteItem', write(LIMIT + 1))).toBe(TOO_LARGE);
  });

  it('a Put of TransactWriteItems, before the transaction opens', async () => {
    const write = (bytes: number) => ({
      TransactItems: [{ Put: { TableName, Item: itemOf(bytes, 'tx') } }],
    });
    await ask('TransactWriteItems', write(LIMIT));
    expect(await lengthOf('tx')).toBe(LIMIT - 5);
    expect(await refused('TransactWriteItems', write(LIMIT + 1))).toBe(TOO_LARGE);
  });

  it('an UpdateItem by AttributeUpdates', async () => {
    const update = (bytes: number) => ({
      TableName,
      Key: keyOf('legacy'),
      AttributeUpdates: { b: { Value: padTo(bytes, 'legacy') } },
    });
    await ask('UpdateItem', update(LIMIT));
    expect(await lengthOf('legacy')).toBe(LIMIT - 9);
    expect(await refused('UpdateItem', update(LIMIT + 1))).toBe(UPDATE_TOO_LARGE);
  });

  it('an UpdateItem whose item grows past what the statement holds', async () => {
    const half = 200_000;
    await ask('PutItem', { TableName, Item: itemOf(half, 'grows') });
    const update = (bytes: number) => ({
      TableName,
      Key: keyOf('grows'),
      UpdateExpression: 'SET c = :c',
      ExpressionAttributeValues: { ':c': { S: '-'.repeat(bytes - half - 1) } },
    });
    expect(await refused('UpdateItem', update(LIMIT + 1))).toBe(UPDATE_TOO_LARGE);
    expect(await ask('UpdateItem', update(LIMIT))).toEqual({});
  });

  it('an UpdateItem that copies what is there', async () => {
    const half = LIMIT / 2;
    const copy = (pk: string) => ({
      TableName,
      Key: keyOf(pk),
      UpdateExpression: 'SET c = b',
    });
    // Both attributes weigh the same; the key takes four bytes of the two halves.
    await ask('PutItem', { TableName, Item: itemOf(half + 2, 'c1') });
    expect(await ask('UpdateItem', copy('c1'))).toEqual({});
    await ask('PutItem', { TableName, Item: itemOf(half + 3, 'c2') });
    expect(await refused('UpdateItem', copy('c2'))).toBe(UPDATE_TOO_LARGE);
  });
});

describe('what a refused write leaves', () => {
  it('is the item as it was', async () => {
    await ask('PutItem', { TableName, Item: itemOf(50, 'kept') });
    await refused('PutItem', { TableName, Item: itemOf(LIMIT + 1, 'kept') });
    expect(await stored(TableName, keyOf('kept'))).toEqual(itemOf(50, 'kept'));
  });
});

describe('an Update of TransactWriteItems', () => {
  const update = (bytes: number, present: string) => ({
    TransactItems: [
      {
        Update: {
          TableName,
          Key: keyOf(present),
          UpdateExpression: 'SET c = :c',
          ExpressionAttributeValues: { ':c': { S: '-'.repeat(bytes) } },
        },
      },
    ],
  });

  it('whose finished item is too large is cancelled with the words of an update', async () => {
    await ask('PutItem', { TableName, Item: itemOf(300_000, 'txu') });
    const reasons = await reasonsOf('TransactWriteItems', update(LIMIT - 300_000, 'txu'));
    expect(reasons).toEqual([
      {
        Code: 'ValidationError',
        Message: 'Item size to update has exceeded the maximum allowed size',
      },
    ]);
  });

  it('whose statement is too large is refused before the transaction opens (eu-west-2 since 2026-10-08)', async () => {
    // A statement weighs 3, one SET 19 and its target: semantics.md section 1, "Statement charge".
    const statement = 3 + 19 + 1;
    await ask('PutItem', { TableName, Item: keyOf('txs') });
    expect(await ask('TransactWriteItems', update(LIMIT - statement, 'txs'))).toEqual({});
    expect(await refused('TransactWriteItems', update(LIMIT - statement + 1, 'txs'))).toBe(
      UPDATE_TOO_LARGE,
    );
  });

  it('whose finished item reaches the limit succeeds', async () => {
    await ask('PutItem', { TableName, Item: itemOf(300_000, 'txv') });
    expect(await ask('TransactWriteItems', update(LIMIT - 300_000 - 1, 'txv'))).toEqual({});
  });
});
