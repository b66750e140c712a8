/**
 * What an UpdateExpression weighs by itself, against the limit of 409,600 bytes: semantics.md section 1, "Statement charge"
 * [suite, eu-west-2].
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const LIMIT = 409_600;
const TOO_LARGE = `${VALIDATION}Item size to update has exceeded the maximum allowed size`;
/** Every statement. */
const STATEMENT = 3;
/** `SET b = ` and the pad: the clause and its target. */
const SET_B = 19 + 1;

interface Clause {
  readonly expression: string;
  /** What the item holds beside its key. */
  readonly item?: Attributes;
  readonly values?: Attributes;
  readonly names?: Record<string, string>;
}

const padOf = (length: number): Attributes[string] => ({ S: '-'.repeat(length) });

let count = 0;

/** Whether the statement fits, its pad `length` long. */
async function fits(
  { expression, item = {}, values = {}, names }: Clause,
  pad: Attributes[string],
): Promise<boolean> {
  const Key = { pk: { S: `k${String(count++)}` } };
  await ask('PutItem', { TableName, Item: { ...Key, ...item } });
  const request = {
    TableName,
    Key,
    UpdateExpression: expression,
    ExpressionAttributeValues: { ':pad': pad, ...values },
    ...(names && { ExpressionAttributeNames: names }),
  };
  try {
    await ask('UpdateItem', request);
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    expect(`${error.name}: ${error.message}`).toBe(TOO_LARGE);
    return false;
  }
}

/** That `clause`, with a pad in it, weighs `charge` beside the pad. */
async function expectCharge(clause: Clause, charge: number): Promise<void> {
  const length = LIMIT - charge;
  expect([await fits(clause, padOf(length)), await fits(clause, padOf(length + 1))]).toEqual([
    true,
    false,
  ]);
}

describe('a statement weighs, beside the pad in it', () => {
  it.each<[string, Clause, number]>([
    ['one SET', { expression: 'SET b = :pad' }, STATEMENT + SET_B],
    [
      'the name behind an alias, not the alias',
      { expression: 'SET #n = :pad', names: { '#n': 'longer' } },
      STATEMENT + 19 + 6,
    ],
    [
      'a second SET',
      { expression: 'SET b = :pad, c = :v', values: { ':v': { S: 'xy' } } },
      STATEMENT + SET_B + 19 + 1 + 2,
    ],
    [
      'a REMOVE, but not what it removes',
      { expression: 'SET b = :pad REMOVE r', item: { r: { S: 'x'.repeat(500) } } },
      STATEMENT + SET_B + 2,
    ],
    [
      'a DELETE, but not what it deletes',
      {
        expression: 'SET b = :pad DELETE d :d',
        item: { d: { SS: ['x'.repeat(500)] } },
        values: { ':d': { SS: ['x'.repeat(500)] } },
      },
      STATEMENT + SET_B + 2,
    ],
    [
      'an ADD of a number',
      { expression: 'SET b = :pad ADD n :n', values: { ':n': { N: '1' } } },
      STATEMENT + SET_B + 19 + 1 + 2,
    ],
    [
      'an ADD of a set to none, with all its members',
      { expression: 'SET b = :pad ADD s :s', values: { ':s': { SS: ['aa', 'bb'] } } },
      STATEMENT + SET_B + 19 + 1 + 4,
    ],
    [
      'an ADD of a set to a set, with the members it gains',
      {
        expression: 'SET b = :pad ADD s :s',
        item: { s: { SS: ['aa'] } },
        values: { ':s': { SS: ['aa', 'bb'] } },
      },
      STATEMENT + SET_B + 19 + 1 + 2,
    ],
    [
      'a target inside a map: four bytes and the name more',
      { expression: 'SET m.leaf = :pad', item: { m: { M: {} } } },
      STATEMENT + 19 + 1 + 4 + 4,
    ],
    [
      'a target inside a list: four bytes and the digits of the index more',
      {
        expression: 'SET l[10] = :pad',
        item: { l: { L: [] } },
      },
      STATEMENT + 19 + 1 + 4 + 2,
    ],
    [
      'a value at every use',
      {
        expression: 'SET b = :pad, c = :v, d = :v',
        values: { ':v': { S: 'x'.repeat(100) } },
      },
      STATEMENT + SET_B + 2 * (19 + 1 + 100),
    ],
    [
      'a path it reads, but not the value copied',
      { expression: 'SET b = :pad, c = orig', item: { orig: { S: 'x' } } },
      STATEMENT + SET_B + 19 + 1 + (1 + 14 + 4),
    ],
    [
      'every element of a path it reads',
      { expression: 'SET b = :pad, c = m.x[0]', item: { m: { M: { x: { L: [{ S: '' }] } } } } },
      STATEMENT + SET_B + 19 + 1 + (1 + 14 + 1 + 14 + 1 + 14 + 1),
    ],
    [
      'a sum',
      {
        expression: 'SET b = :pad, n = n + :n',
        item: { n: { N: '5' } },
        values: { ':n': { N: '1' } },
      },
      STATEMENT + SET_B + 19 + 1 + 34 + (1 + 14 + 1) + 2,
    ],
    [
      'a difference',
      {
        expression: 'SET b = :pad, n = n - :n',
        item: { n: { N: '5' } },
        values: { ':n': { N: '1' } },
      },
      STATEMENT + SET_B + 19 + 1 + 37 + (1 + 14 + 1) + 2,
    ],
    [
      'if_not_exists, the attribute missing',
      { expression: 'SET b = if_not_exists(b, :pad)' },
      STATEMENT + SET_B + 39 + (1 + 14 + 1),
    ],
    [
      'if_not_exists, the attribute present',
      { expression: 'SET b = if_not_exists(b, :pad)', item: { b: { S: '' } } },
      STATEMENT + SET_B + 39 + (1 + 14 + 1),
    ],
    [
      'list_append',
      {
        expression: 'SET b = :pad, l = list_append(l, :l)',
        item: { l: { L: [] } },
        values: { ':l': { L: [{ S: 'x' }] } },
      },
      STATEMENT + SET_B + 19 + 1 + 37 + (1 + 14 + 1) + (3 + 1 + 1),
    ],
  ])('%s', async (_title, clause, charge) => {
    await expectCharge(clause, charge);
  });

  it('but not what the item holds beside', async () => {
    const clause = { expression: 'SET b = :pad', item: { b: { S: 'x'.repeat(300_000) } } };
    await expectCharge(clause, STATEMENT + SET_B);
  });

  it('nothing for its condition', async () => {
    const length = LIMIT - STATEMENT - SET_B;
    const request = {
      TableName,
      Key: { pk: { S: 'conditional' } },
      UpdateExpression: 'SET b = :pad',
      ConditionExpression: 'attribute_not_exists(b) AND c <> :c',
      ExpressionAttributeValues: { ':pad': padOf(length), ':c': { S: 'x'.repeat(1000) } },
    };
    expect(await ask('UpdateItem', request)).toEqual({});
  });

  it('before its condition is looked at', async () => {
    const length = LIMIT - STATEMENT - SET_B + 1;
    const request = {
      TableName,
      Key: { pk: { S: 'nobody' } },
      UpdateExpression: 'SET b = :pad',
      ConditionExpression: 'attribute_exists(b)',
      ExpressionAttributeValues: { ':pad': padOf(length) },
    };
    expect(await refused('UpdateItem', request)).toBe(TOO_LARGE);
  });
});
