/** What a page of Query holds and where it ends: semantics.md section 4. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';

const ITEMS: readonly Attributes[] = Array.from({ length: 10 }, (_, i) => ({
  pk: { S: 'p' },
  sk: { N: String(i) },
  even: { BOOL: i % 2 === 0 },
}));

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk:N' });
  await fill(TableName, [...ITEMS, { pk: { S: 'q' }, sk: { N: '3' } }]);
});

const keyOf = (sk: number): Attributes => ({ pk: { S: 'p' }, sk: { N: String(sk) } });

function query(
  members: Partial<QueryCommandInput> & { readonly values?: Attributes } = {},
): ReturnType<typeof ask<'Query'>> {
  const { values, ...rest } = members;
  return ask('Query', {
    TableName,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
    ...rest,
  });
}

const even = { FilterExpression: 'even = :true', values: { ':true': { BOOL: true } } };

describe('the answer of Query [suite]', () => {
  it('holds Items, Count and ScannedCount, in the order of the sort key', async () => {
    expect(await query()).toEqual({ Items: ITEMS, Count: 10, ScannedCount: 10 });
  });

  it('holds the same items backwards with ScanIndexForward false', async () => {
    expect(await query({ ScanIndexForward: false })).toEqual({
      Items: ITEMS.toReversed(),
      Count: 10,
      ScannedCount: 10,
    });
  });

  it('holds an empty list where nothing matches', async () => {
    expect(await query({ values: { ':p': { S: 'nobody' } } })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 0,
    });
  });

  it('holds no Items with Select COUNT', async () => {
    expect(await query({ Select: 'COUNT' })).toEqual({ Count: 10, ScannedCount: 10 });
  });

  it('counts what the filter keeps, and what was evaluated', async () => {
    expect(await query(even)).toEqual({
      Items: ITEMS.filter((_, i) => i % 2 === 0),
      Count: 5,
      ScannedCount: 10,
    });
  });

  it('counts both with Select COUNT as well', async () => {
    expect(await query({ ...even, Select: 'COUNT' })).toEqual({ Count: 5, ScannedCount: 10 });
  });

  it('counts zero where the filter keeps nothing', async () => {
    expect(await query({ FilterExpression: 'attribute_exists(nope)' })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 10,
    });
  });

  it('holds whole items with Select ALL_ATTRIBUTES', async () => {
    expect(await query({ Select: 'ALL_ATTRIBUTES', Limit: 1 })).toEqual({
      Items: ITEMS.slice(0, 1),
      Count: 1,
      ScannedCount: 1,
      LastEvaluatedKey: keyOf(0),
    });
  });

  it('holds what is projected with Select SPECIFIC_ATTRIBUTES', async () => {
    const members = { Select: 'SPECIFIC_ATTRIBUTES', ProjectionExpression: 'sk' } as const;
    const { Items } = await query({ ...members, Limit: 2 });
    expect(Items).toEqual([{ sk: { N: '0' } }, { sk: { N: '1' } }]);
  });

  it('holds items of one partition alone', async () => {
    const { Items } = await query({ values: { ':p': { S: 'q' } } });
    expect(Items).toEqual([{ pk: { S: 'q' }, sk: { N: '3' } }]);
  });
});

describe('a page of Query ends at Limit', () => {
  it('with the key of its last item [suite]', async () => {
    expect(await query({ Limit: 3 })).toEqual({
      Items: ITEMS.slice(0, 3),
      Count: 3,
      ScannedCount: 3,
      LastEvaluatedKey: keyOf(2),
    });
  });

  it('counted before the filter [suite]', async () => {
    expect(await query({ ...even, Limit: 3 })).toEqual({
      Items: [ITEMS[0], ITEMS[2]],
      Count: 2,
      ScannedCount: 3,
      LastEvaluatedKey: keyOf(2),
    });
  });

  it('also where the filter kept nothing of it [suite]', async () => {
    expect(await query({ FilterExpression: 'attribute_exists(nope)', Limit: 2 })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 2,
      LastEvaluatedKey: keyOf(1),
    });
  });

  it('without a key where the end came first [suite]', async () => {
    expect(await query({ Limit: 11 })).toEqual({ Items: ITEMS, Count: 10, ScannedCount: 10 });
  });

  it('with a key where it ends on the very last item, and then an empty page [emul]', async () => {
    const { LastEvaluatedKey } = await query({ Limit: 10 });
    expect(LastEvaluatedKey).toEqual(keyOf(9));
    expect(await query({ ExclusiveStartKey: LastEvaluatedKey })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 0,
    });
  });

  it('with a key that holds just the key, whatever is projected', async () => {
    const { LastEvaluatedKey } = await query({ Limit: 1, ProjectionExpression: 'even' });
    expect(LastEvaluatedKey).toEqual(keyOf(0));
  });

  it('with a key beside a count', async () => {
    expect(await query({ Limit: 4, Select: 'COUNT' })).toEqual({
      Count: 4,
      ScannedCount: 4,
      LastEvaluatedKey: keyOf(3),
    });
  });
});

describe('a page of Query begins behind its ExclusiveStartKey', () => {
  it('that is an item', async () => {
    expect((await query({ ExclusiveStartKey: keyOf(6) })).Items).toEqual(ITEMS.slice(7));
  });

  it('that is no item any more', async () => {
    const ExclusiveStartKey = { pk: { S: 'p' }, sk: { N: '6.5' } };
    expect((await query({ ExclusiveStartKey })).Items).toEqual(ITEMS.slice(7));
  });

  it('backwards', async () => {
    const members = { ExclusiveStartKey: keyOf(3), ScanIndexForward: false };
    expect((await query(members)).Items).toEqual(ITEMS.slice(0, 3).reverse());
  });

  it('within the range of the key condition', async () => {
    const { Items } = await query({
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
      values: { ':a': { N: '2' }, ':b': { N: '5' } },
      ExclusiveStartKey: keyOf(3),
    });
    expect(Items).toEqual(ITEMS.slice(4, 6));
  });

  it.each([true, false])('page by page every item once, forward %s', async (ScanIndexForward) => {
    const seen: Attributes[] = [];
    let ExclusiveStartKey: Attributes | undefined;
    do {
      const page = await query({
        Limit: 3,
        ScanIndexForward,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      });
      seen.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(seen).toEqual(ScanIndexForward ? ITEMS : ITEMS.toReversed());
  });
});

describe('a page of Query ends at 1 MB', () => {
  it('with the item that reaches it, and charges it [field: items of 1,042 bytes]', async () => {
    const own = 'pk'.length + 1 + 'sk'.length + 2 + 'b'.length;
    const numbered = Array.from({ length: 1010 }, (_, i) => ({
      pk: { S: 'p' },
      sk: { S: String.fromCharCode(0x21 + Math.floor(i / 90), 0x21 + (i % 90)) },
      b: { S: '-'.repeat(1042 - own) },
    }));
    const large = await freshTable({ range: 'sk' });
    await fill(large, numbered);
    const page = await query({
      TableName: large,
      Select: 'COUNT',
      ReturnConsumedCapacity: 'TOTAL',
    });
    // 1,007 items are 1,049,294 bytes, the first sum beyond 1,048,576.
    expect(page).toEqual({
      Count: 1007,
      ScannedCount: 1007,
      LastEvaluatedKey: { pk: { S: 'p' }, sk: numbered[1006]?.sk },
      ConsumedCapacity: { TableName: large, CapacityUnits: 128.5 },
    });
  });

  it('with the item that reaches it to the byte, be it the last one', async () => {
    const own = 'pk'.length + 1 + 'sk'.length + 2 + 'b'.length;
    // Items of 32,768 bytes, whatever their sort keys of two digits: 32 of them are 1 MB.
    const exact = await freshTable({ range: 'sk' });
    await fill(
      exact,
      Array.from({ length: 32 }, (_, i) => ({
        pk: { S: 'p' },
        sk: { S: String(10 + i) },
        b: { S: '-'.repeat(32_768 - own) },
      })),
    );
    const page = await query({ TableName: exact, Select: 'COUNT' });
    expect(page).toEqual({
      Count: 32,
      ScannedCount: 32,
      LastEvaluatedKey: { pk: { S: 'p' }, sk: { S: '41' } },
    });
  });

  it('before the filter and before the projection', async () => {
    const large = await freshTable({ range: 'sk:N' });
    const b = { S: '-'.repeat(400_000) };
    await fill(
      large,
      [0, 1, 2, 3].map((i) => ({ ...keyOf(i), b })),
    );
    const page = await query({
      TableName: large,
      FilterExpression: 'attribute_not_exists(b)',
      ProjectionExpression: 'sk',
    });
    expect(page).toEqual({ Items: [], Count: 0, ScannedCount: 3, LastEvaluatedKey: keyOf(2) });
  });
});

describe('Query of a table without a sort key', () => {
  it('finds its one item', async () => {
    const one = await freshTable();
    await fill(one, [{ pk: { S: 'p' }, x: { S: 'only' } }, { pk: { S: 'q' } }]);
    expect(await query({ TableName: one })).toEqual({
      Items: [{ pk: { S: 'p' }, x: { S: 'only' } }],
      Count: 1,
      ScannedCount: 1,
    });
  });
});
