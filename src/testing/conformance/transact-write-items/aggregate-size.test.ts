/** What one transaction carries weighs 4 MB at most, whatever is stored: validation.md section 10. */
import { ExecuteTransactionCommand } from '@aws-sdk/client-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

const LIMIT = 4 * 1_048_576;
const ITEM_BYTES = 400_000;
const tooLarge = (bytes: number): string =>
  `${VALIDATION}Transaction payload size cannot exceed 4MB. Payload Size: ${String(bytes)}`;

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
    expect(await refused('TransactWriteItems', puts(LIMIT + 1))).toBe(tooLarge(LIMIT + 1));
  });

  it('says the sum at the action that passes the limit, whatever follows', async () => {
    const TransactItems = [...putsOf(5_200_000), { Put: { TableName: 'no-such-table', Item: {} } }];
    expect(await refused('TransactWriteItems', { TransactItems })).toBe(tooLarge(4_400_000));
  });

  it('is refused for what is wrong before that action, not for the sum', async () => {
    const Put = { TableName, Item: keyOf(99), ConditionExpression: 'a = = b' };
    const TransactItems = [{ Put }, ...putsOf(5_200_000)];
    expect(await refused('TransactWriteItems', { TransactItems })).toContain('Syntax error');
  });

  it('does not count what is stored: items are deleted, checked and updated', async () => {
    await ask('TransactWriteItems', puts(4_000_000));
    for (const Item of itemsOf(5_200_000).slice(10)) await ask('PutItem', { TableName, Item });
    const keys = itemsOf(5_200_000).map((_, i) => ({ TableName, Key: keyOf(i) }));
    const exists = { ConditionExpression: 'attribute_exists(pk)' };
    const SET_C = {
      UpdateExpression: 'SET c = :c',
      ExpressionAttributeValues: { ':c': { S: '' } },
    };
    for (const actionOf of [
      (each: (typeof keys)[number]): TransactWriteItem => ({
        ConditionCheck: { ...each, ...exists },
      }),
      (each: (typeof keys)[number]): TransactWriteItem => ({ Update: { ...each, ...SET_C } }),
      (each: (typeof keys)[number]): TransactWriteItem => ({ Delete: each }),
    ]) {
      expect(await ask('TransactWriteItems', { TransactItems: keys.map(actionOf) })).toEqual({});
    }
    expect(await ask('Scan', { TableName, Select: 'COUNT' })).toMatchObject({ Count: 0 });
  });

  // Key, expressions and values, not the names of these.
  const value = { S: '-'.repeat(390_000) };
  const UpdateExpression = 'SET b = :long';
  const ConditionExpression = 'attribute_not_exists(b) OR b <> :long';
  const ownBytes = 'pk'.length + '00'.length + value.S.length;
  it.each<[string, number, (Key: Attributes) => TransactWriteItem]>([
    [
      'updates',
      UpdateExpression.length + ConditionExpression.length,
      (Key) => ({
        Update: {
          TableName,
          Key,
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: { ':long': value },
        },
      }),
    ],
    [
      'deletions',
      ConditionExpression.length,
      (Key) => ({
        Delete: {
          TableName,
          Key,
          ConditionExpression,
          ExpressionAttributeValues: { ':long': value },
        },
      }),
    ],
    [
      'checks',
      ConditionExpression.length,
      (Key) => ({
        ConditionCheck: {
          TableName,
          Key,
          ConditionExpression,
          ExpressionAttributeValues: { ':long': value },
        },
      }),
    ],
  ])('counts the expressions and the values of %s', async (_, textBytes, actionOf) => {
    const TransactItems = Array.from({ length: 12 }, (__, i) => actionOf(keyOf(i)));
    expect(await refused('TransactWriteItems', { TransactItems })).toBe(
      tooLarge(11 * (ownBytes + textBytes)),
    );
  });

  it('of statements counts items and keys', async () => {
    const inserts = Array.from({ length: 12 }, (_, i) => ({
      Statement: `INSERT INTO "${TableName}" VALUE {'pk': '${String(i).padStart(2, '0')}', 'b': ?}`,
      Parameters: [value],
    }));
    expect(
      await refusalOf(client.send(new ExecuteTransactionCommand({ TransactStatements: inserts }))),
    ).toBe(tooLarge(11 * (ownBytes + 'b'.length)));
  });

  it('reads 4 MB, and no more [local]', async () => {
    // Each item weighs four bytes more in an answer.
    const bytes = LIMIT - 11 * 4;
    await ask('TransactWriteItems', puts(bytes));
    const TransactItems = itemsOf(bytes).map((_, i) => ({ Get: { TableName, Key: keyOf(i) } }));
    expect((await ask('TransactGetItems', { TransactItems })).Responses).toHaveLength(11);
    await ask('UpdateItem', {
      TableName,
      Key: keyOf(10),
      UpdateExpression: 'SET c = :c',
      ExpressionAttributeValues: { ':c': { S: '' } },
    });
    expect(await refused('TransactGetItems', { TransactItems })).toBe(
      `${VALIDATION}Payload in response is too large.${String(LIMIT + 1)}`,
    );
    const projected = TransactItems.map(({ Get }) => ({
      Get: { ...Get, ProjectionExpression: 'pk' },
    }));
    expect((await ask('TransactGetItems', { TransactItems: projected })).Responses).toHaveLength(
      11,
    );
  });
});
