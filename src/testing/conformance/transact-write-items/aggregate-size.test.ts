/** All items of one transaction weigh 4 MB at most: semantics.md section 6, validation.md section 10 [emul]. */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

const LIMIT = 4 * 1_048_576;
const ITEM_BYTES = 400_000;
const TOO_LARGE =
  `${VALIDATION}Collection size of items exceeded, which can also be caused by the aggregate ` +
  'size of the items in the transaction exceeding the 4MB limit';

let TableName: string;

beforeEach(async () => {
  TableName = await freshTable();
});

const keyOf = (i: number): Attributes => ({ pk: { S: String(i).padStart(2, '0') } });
const OWN_BYTES = 'pk'.length + '00'.length + 'b'.length;

/** Items that weigh `bytes` together. */
function itemsOf(bytes: number): readonly Attributes[] {
  return Array.from({ length: Math.ceil(bytes / ITEM_BYTES) }, (_, i) => {
    const size = Math.min(ITEM_BYTES, bytes - i * ITEM_BYTES);
    return { ...keyOf(i), b: { S: '-'.repeat(size - OWN_BYTES) } };
  });
}

const putsOf = (bytes: number): TransactWriteItem[] =>
  itemsOf(bytes).map((Item) => ({ Put: { TableName, Item } }));
const puts = (bytes: number) => ({ TransactItems: putsOf(bytes) });

describe('a transaction', () => {
  it('puts 4 MB to the byte', async () => {
    expect(await ask('TransactWriteItems', puts(LIMIT))).toEqual({});
  });

  it('does not put one byte more', async () => {
    expect(await refused('TransactWriteItems', puts(LIMIT + 1))).toBe(TOO_LARGE);
  });

  it('counts what it deletes and what it checks', async () => {
    await ask('TransactWriteItems', puts(LIMIT));
    const [first, ...others] = itemsOf(LIMIT).map((_, i) => ({ TableName, Key: keyOf(i) }));
    const actions = [
      { ConditionCheck: { ...first, ConditionExpression: 'attribute_exists(pk)' } },
      ...others.map((each) => ({ Delete: each })),
    ] as TransactWriteItem[];
    const more = { Put: { TableName, Item: { pk: { S: 'more' } } } };
    expect(await refused('TransactWriteItems', { TransactItems: [...actions, more] })).toBe(
      TOO_LARGE,
    );
    expect(await ask('TransactWriteItems', { TransactItems: actions })).toEqual({});
  });

  it('counts the item that an update leaves', async () => {
    await ask('TransactWriteItems', puts(LIMIT - 3));
    const updates = itemsOf(LIMIT).map((_, i) => ({
      Update: {
        TableName,
        Key: keyOf(i),
        UpdateExpression: 'SET c = :c',
        ExpressionAttributeValues: { ':c': { S: i === 0 ? 'x' : '' } },
      },
    }));
    expect(await refused('TransactWriteItems', { TransactItems: updates })).toBe(TOO_LARGE);
    const [one] = updates;
    expect(await ask('TransactWriteItems', { TransactItems: one ? [one] : [] })).toEqual({});
  });

  it('reads 4 MB to the byte, and no more', async () => {
    await ask('TransactWriteItems', puts(LIMIT));
    const TransactItems = itemsOf(LIMIT).map((_, i) => ({ Get: { TableName, Key: keyOf(i) } }));
    expect((await ask('TransactGetItems', { TransactItems })).Responses).toHaveLength(11);
    await ask('UpdateItem', {
      TableName,
      Key: keyOf(10),
      UpdateExpression: 'SET c = :c',
      ExpressionAttributeValues: { ':c': { S: '' } },
    });
    expect(await refused('TransactGetItems', { TransactItems })).toBe(TOO_LARGE);
  });
});
