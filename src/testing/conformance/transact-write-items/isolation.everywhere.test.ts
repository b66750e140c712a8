/** What others see of writes that run at the same time: semantics.md section 6 [docs]. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const keyOf = (pk: string): Attributes => ({ pk: { S: pk } });
const one = { ':one': { N: '1' } };

/** Moves one from an account to another. */
function move(from: string, to: string): Promise<object> {
  const update = (pk: string, UpdateExpression: string) => ({
    Update: {
      TableName,
      Key: keyOf(pk),
      UpdateExpression,
      ExpressionAttributeNames: { '#n': 'n' },
      ExpressionAttributeValues: one,
    },
  });
  return ask('TransactWriteItems', {
    TransactItems: [update(from, 'SET #n = #n - :one'), update(to, 'SET #n = #n + :one')],
  });
}

async function balances(...names: string[]): Promise<readonly number[]> {
  const TransactItems = names.map((pk) => ({ Get: { TableName, Key: keyOf(pk) } }));
  const { Responses = [] } = await ask('TransactGetItems', { TransactItems });
  return Responses.map(({ Item }) => Number(Item?.['n']?.N));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

/** Sends a transaction until no other is at its items. */
async function whenFree<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const isConflict = error instanceof Error && error.message.includes('TransactionConflict');
      if (!isConflict) throw error;
    }
  }
}

describe('writes sent at the same time', () => {
  it('each count', async () => {
    const Key = keyOf('counter');
    const add = () =>
      ask('UpdateItem', {
        TableName,
        Key,
        UpdateExpression: 'ADD hits :one',
        ExpressionAttributeValues: one,
      });
    await Promise.all(Array.from({ length: 50 }, add));
    expect((await stored(TableName, Key))?.['hits']).toEqual({ N: '50' });
  });

  it('of which one may win win once', async () => {
    const put = (by: number) =>
      ask('PutItem', {
        TableName,
        Item: { ...keyOf('once'), by: { N: String(by) } },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
    const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => put(i)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('under one token run once', async () => {
    const Update = {
      TableName,
      Key: keyOf('token'),
      UpdateExpression: 'ADD hits :one',
      ExpressionAttributeValues: one,
    };
    const request = { TransactItems: [{ Update }], ClientRequestToken: 'at the same time' };
    const send = () => ask('TransactWriteItems', request);
    const ends = await Promise.allSettled(Array.from({ length: 10 }, send));
    const names = ends.map((end) => (end.status === 'fulfilled' ? 'done' : nameOf(end.reason)));
    expect(new Set(names)).toEqual(new Set(['done', 'TransactionInProgressException']));
    await send();
    expect((await stored(TableName, keyOf('token')))?.['hits']).toEqual({ N: '1' });
  });
});

describe('a transaction of reads amid transactions of writes', () => {
  it('sees all of each or nothing of it', async () => {
    await fill(TableName, [
      { ...keyOf('x'), n: { N: '100' } },
      { ...keyOf('y'), n: { N: '100' } },
    ]);
    const moves = Array.from({ length: 30 }, (_, i) =>
      whenFree(() => (i % 3 === 0 ? move('y', 'x') : move('x', 'y'))),
    );
    const reads = Array.from({ length: 30 }, () => whenFree(() => balances('x', 'y')));
    const seen = await Promise.all(reads);
    await Promise.all(moves);
    expect(seen.map(([x = 0, y = 0]) => x + y)).toEqual(seen.map(() => 200));
    expect(await balances('x', 'y')).toEqual([90, 110]);
  });
});

describe('a read after a write', () => {
  it('sees it, consistent or not', async () => {
    await fill(TableName, [{ ...keyOf('seen'), v: { N: '1' } }]);
    await fill(TableName, [{ ...keyOf('seen'), v: { N: '2' } }]);
    const reads = await Promise.all(
      [true, false].map((ConsistentRead) =>
        ask('GetItem', { TableName, Key: keyOf('seen'), ConsistentRead }),
      ),
    );
    expect(reads.map(({ Item }) => Item?.['v'])).toEqual([{ N: '2' }, { N: '2' }]);
  });
});
