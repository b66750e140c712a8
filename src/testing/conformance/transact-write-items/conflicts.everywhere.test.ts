/** Writes and transactions that meet at an item: semantics.md section 6, validation.md section 10 [docs]. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ask, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable, refusal } from '../region.ts';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const itemOf = (pk: string, by: string): Attributes => ({ ...keyOf(pk), by: { S: by } });
const putOf = (pk: string, by: string) => ({ Put: { TableName, Item: itemOf(pk, by) } });
const ONGOING = 'Transaction is ongoing for the item';

/** Sends a transaction on the item `a`, and what it shall meet right behind it. */
async function meet<T>(other: () => Promise<T>): Promise<T> {
  const transaction = ask('TransactWriteItems', { TransactItems: [putOf('a', 'transaction')] });
  const met = other();
  await Promise.allSettled([transaction, met]);
  await transaction;
  return met;
}

describe('a write of an item that a transaction is at', () => {
  it.each([
    ['PutItem', () => ({ Item: itemOf('a', 'put') })],
    ['DeleteItem', () => ({ Key: keyOf('a') })],
    [
      'UpdateItem',
      () => ({
        Key: keyOf('a'),
        UpdateExpression: 'REMOVE #b',
        ExpressionAttributeNames: { '#b': 'by' },
      }),
    ],
  ] as const)('%s is refused', async (operation, input) => {
    const request = meet(() => ask(operation, { TableName, ...input() }));
    expect(await refusal(request)).toMatchObject({
      name: 'TransactionConflictException',
      message: ONGOING,
      status: 400,
    });
    expect(await stored(TableName, keyOf('a'))).toEqual(itemOf('a', 'transaction'));
  });

  it('in a batch is left to the caller, and the others are made', async () => {
    const requests = ['a', 'b'].map((pk) => ({ PutRequest: { Item: itemOf(pk, 'batch') } }));
    const answer = await meet(() =>
      ask('BatchWriteItem', { RequestItems: { [TableName]: requests } }),
    );
    expect(answer.UnprocessedItems).toEqual({ [TableName]: [requests[0]] });
    expect(await stored(TableName, keyOf('b'))).toEqual(itemOf('b', 'batch'));
  });

  it('that it only checks is refused too', async () => {
    const check = { TableName, Key: keyOf('a'), ConditionExpression: 'attribute_not_exists(pk)' };
    const TransactItems = [{ ConditionCheck: check }, putOf('b', 'transaction')];
    const transaction = ask('TransactWriteItems', { TransactItems });
    const put = refusal(ask('PutItem', { TableName, Item: itemOf('a', 'put') }));
    await transaction;
    expect((await put).name).toBe('TransactionConflictException');
  });

  it('is made once the transaction is over', async () => {
    await ask('TransactWriteItems', { TransactItems: [putOf('a', 'transaction')] });
    await ask('PutItem', { TableName, Item: itemOf('a', 'put') });
    expect(await stored(TableName, keyOf('a'))).toEqual(itemOf('a', 'put'));
  });
});

describe('a transaction on an item that another is at', () => {
  it('is cancelled, with a reason for that item alone', async () => {
    const TransactItems = [putOf('b', 'second'), putOf('a', 'second')];
    const { name, message, error } = await refusal(
      meet(() => ask('TransactWriteItems', { TransactItems })),
    );
    expect([name, message]).toEqual([
      'TransactionCanceledException',
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
    ]);
    expect((error as { readonly CancellationReasons?: unknown }).CancellationReasons).toEqual([
      { Code: 'None' },
      { Code: 'TransactionConflict', Message: ONGOING },
    ]);
    expect(await stored(TableName, keyOf('b'))).toBeUndefined();
  });
});

describe('a transaction of reads', () => {
  const Get = () => ({ TransactItems: [{ Get: { TableName, Key: keyOf('a') } }] });

  it('is cancelled by an ongoing transaction on its item', async () => {
    const { message } = await refusal(meet(() => ask('TransactGetItems', Get())));
    expect(message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
    );
  });

  it.each<[string, () => Promise<unknown>]>([
    ['put', () => ask('PutItem', { TableName, Item: itemOf('a', 'put') })],
    ['delete', () => ask('DeleteItem', { TableName, Key: keyOf('a') })],
    ['update', () => ask('UpdateItem', { TableName, Key: keyOf('a') })],
    [
      'member of a batch',
      () => {
        const PutRequest = { Item: itemOf('a', 'batch') };
        return ask('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest }] } });
      },
    ],
  ])('is cancelled by an ongoing %s of its item', async (_, write) => {
    const written = write();
    const reads = refusal(ask('TransactGetItems', Get()));
    await written;
    expect((await reads).message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
    );
  });

  it('is not cancelled by an ongoing put of another item', async () => {
    const put = ask('PutItem', { TableName, Item: itemOf('b', 'put') });
    const reads = ask('TransactGetItems', Get());
    await put;
    expect((await reads).Responses).toEqual([{}]);
  });
});

describe('a plain read of an item that a transaction is at', () => {
  it('is answered', async () => {
    const { Item } = await meet(() => ask('GetItem', { TableName, Key: keyOf('a') }));
    expect(Item).toEqual(itemOf('a', 'transaction'));
  });
});

describe('a token whose transaction is not over', () => {
  it('is in progress', async () => {
    const request = { TransactItems: [putOf('a', 'token')], ClientRequestToken: `of ${TableName}` };
    const first = ask('TransactWriteItems', request);
    const second = refusal(ask('TransactWriteItems', request));
    await first;
    expect(await second).toMatchObject({ name: 'TransactionInProgressException', status: 400 });
  });
});
