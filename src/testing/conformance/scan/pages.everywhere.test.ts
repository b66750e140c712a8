/** What Scan answers: semantics.md section 4. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, fill } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { freshTable } from '../region.ts';
import type { ScanCommandInput } from '@aws-sdk/client-dynamodb';

const ITEMS: readonly Attributes[] = Array.from({ length: 24 }, (_, i) => ({
  pk: { S: `p${String(i % 8)}` },
  sk: { N: String(Math.floor(i / 8)) },
  i: { N: String(i) },
}));

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable({ range: 'sk:N' });
  await fill(TableName, ITEMS);
});

const scan = (members: Partial<ScanCommandInput> = {}): ReturnType<typeof ask<'Scan'>> =>
  ask('Scan', { TableName, ...members });

const numbersOf = (items: readonly Attributes[] | undefined): readonly number[] =>
  (items ?? []).map(({ i }) => Number(i?.N));

/** All pages, each begun where the one before ended. */
async function pages(
  members: Partial<ScanCommandInput>,
): Promise<readonly Awaited<ReturnType<typeof scan>>[]> {
  const all: Awaited<ReturnType<typeof scan>>[] = [];
  let ExclusiveStartKey: Attributes | undefined;
  do {
    const page = await scan({ ...members, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
    all.push(page);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return all;
}

const inOrder = (numbers: readonly number[]): readonly number[] =>
  numbers.toSorted((a, b) => a - b);
const EVERY = ITEMS.map((_, i) => i);

describe('the answer of Scan [suite]', () => {
  it('holds every item once', async () => {
    const { Items, ...counts } = await scan();
    expect(inOrder(numbersOf(Items))).toEqual(EVERY);
    expect(counts).toEqual({ Count: 24, ScannedCount: 24 });
  });

  it('holds the items of one partition together, in the order of their sort keys', async () => {
    const { Items = [] } = await scan();
    const partitions = new Set(Items.map(({ pk }) => pk?.S));
    const grouped = [...partitions].flatMap((pk) => ['0', '1', '2'].map((sk) => [pk, sk]));
    expect(Items.map(({ pk, sk }) => [pk?.S, sk?.N])).toEqual(grouped);
  });

  it('holds them in the same order each time', async () => {
    expect(await scan()).toEqual(await scan());
  });

  it('of an empty table holds an empty list', async () => {
    expect(await scan({ TableName: await freshTable() })).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 0,
    });
  });

  it('holds no Items with Select COUNT', async () => {
    expect(await scan({ Select: 'COUNT' })).toEqual({ Count: 24, ScannedCount: 24 });
  });

  it('counts what the filter keeps, and what was evaluated', async () => {
    const { Items, ...counts } = await scan({
      FilterExpression: 'i < :n',
      ExpressionAttributeValues: { ':n': { N: '5' } },
    });
    expect(inOrder(numbersOf(Items))).toEqual([0, 1, 2, 3, 4]);
    expect(counts).toEqual({ Count: 5, ScannedCount: 24 });
  });

  it('may be filtered by the key [suite]', async () => {
    const { Items } = await scan({
      FilterExpression: 'pk = :p AND sk > :n',
      ExpressionAttributeValues: { ':p': { S: 'p3' }, ':n': { N: '0' } },
    });
    expect(inOrder(numbersOf(Items))).toEqual([11, 19]);
  });

  it('holds what is projected', async () => {
    const { Items = [] } = await scan({ ProjectionExpression: 'i', Limit: 1 });
    expect(Items.map((item) => Object.keys(item))).toEqual([['i']]);
  });
});

describe('pages of Scan', () => {
  it('end at Limit, with the key of the last item alone [suite]', async () => {
    const { Items = [], ...rest } = await scan({ Limit: 5 });
    const last = Items[4];
    expect(rest).toEqual({
      Count: 5,
      ScannedCount: 5,
      LastEvaluatedKey: { pk: last?.['pk'], sk: last?.['sk'] },
    });
  });

  it('end at Limit before the filter [suite]', async () => {
    const { LastEvaluatedKey, ...rest } = await scan({
      Limit: 7,
      FilterExpression: 'attribute_exists(nope)',
    });
    expect(rest).toEqual({ Items: [], Count: 0, ScannedCount: 7 });
    expect(Object.keys(LastEvaluatedKey ?? {}).sort()).toEqual(['pk', 'sk']);
  });

  it('go on behind the start key until every item was seen once', async () => {
    const all = await pages({ Limit: 5 });
    expect(inOrder(all.flatMap(({ Items }) => numbersOf(Items)))).toEqual(EVERY);
    expect(all.map(({ Count }) => Count)).toEqual([5, 5, 5, 5, 4]);
  });

  it('end with an empty one where the last but one ended on the last item [emul]', async () => {
    const all = await pages({ Limit: 8 });
    expect(all.map(({ Count }) => Count)).toEqual([8, 8, 8, 0]);
  });

  it('begin behind a key that is no item', async () => {
    const { Items = [] } = await scan();
    const { pk } = Items[0] ?? {};
    if (pk === undefined) throw new Error('the table is empty');
    const page = await scan({ ExclusiveStartKey: { pk, sk: { N: '0.5' } } });
    expect(page.Items).toEqual(Items.slice(1));
  });

  it('end at 1 MB, with the item that reaches it', async () => {
    const large = await freshTable();
    const b = { S: '-'.repeat(400_000) };
    await fill(
      large,
      [0, 1, 2, 3].map((i) => ({ pk: { S: String(i) }, b })),
    );
    const all = await pages({ TableName: large, Select: 'COUNT' });
    expect(all.map(({ Count }) => Count)).toEqual([3, 1]);
  });
});

describe('parallel Scan [suite]', () => {
  it.each([1, 2, 3, 7])('of %i segments sees every item once', async (TotalSegments) => {
    const segments = await Promise.all(
      Array.from({ length: TotalSegments }, (_, Segment) => scan({ Segment, TotalSegments })),
    );
    expect(inOrder(segments.flatMap(({ Items }) => numbersOf(Items)))).toEqual(EVERY);
  });

  it('has items of one partition in one segment', async () => {
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) => scan({ Segment, TotalSegments: 3 })),
    );
    const partitions = segments.flatMap(({ Items = [] }) => [
      ...new Set(Items.map(({ pk }) => pk?.S)),
    ]);
    expect(partitions.length).toBe(new Set(partitions).size);
  });

  it('goes through the segments in the order of the whole scan', async () => {
    const segments = await Promise.all(
      [0, 1, 2, 3].map((Segment) => scan({ Segment, TotalSegments: 4 })),
    );
    const whole = await scan();
    expect(segments.flatMap(({ Items = [] }) => Items)).toEqual(whole.Items);
  });

  it('pages within its segment', async () => {
    const members = { Segment: 1, TotalSegments: 2 };
    const whole = await scan(members);
    const all = await pages({ ...members, Limit: 2 });
    expect(all.flatMap(({ Items = [] }) => Items)).toEqual(whole.Items);
  });
});
