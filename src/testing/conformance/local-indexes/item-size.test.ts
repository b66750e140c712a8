/**
 * The limit of 400 KB holds for an item and all of its entries in local indexes: semantics.md section 13 [docs], the
 * messages unconfirmed.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, reasonsOf, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { definition, localIndex } from '../global-indexes/shapes.ts';
import { VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';
import { execute, invalid } from '../statements.ts';

const LIMIT = 409_600;
const TOO_LARGE = 'Item size has exceeded the maximum allowed size';
const UPDATE_TOO_LARGE = 'Item size to update has exceeded the maximum allowed size';

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('l'), definition('m')],
    LocalSecondaryIndexes: [localIndex('all', 'l'), localIndex('keys', 'm', 'KEYS_ONLY')],
  });
});

const Key: Attributes = { pk: { S: 'p' }, sk: { S: 's' } };
/** Names and values of the key. */
const KEY_BYTES = 6;
const padOf = (length: number): Attributes[string] => ({ S: '-'.repeat(length) });

/** Pads of items that are just small enough, by the indexes that hold them. */
const FITTING: readonly (readonly [string, Attributes, number])[] = [
  ['no index', {}, LIMIT - KEY_BYTES - 1],
  // An entry of all attributes weighs as much as the item.
  ['the index of all attributes', { l: { S: 'x' } }, LIMIT / 2 - KEY_BYTES - 2 - 1],
  ['the index of keys', { m: { S: 'x' } }, LIMIT - 2 * (KEY_BYTES + 2) - 1],
  [
    'both',
    { l: { S: 'x' }, m: { S: 'x' } },
    Math.floor((LIMIT - KEY_BYTES - 2) / 2) - KEY_BYTES - 4 - 1,
  ],
];

describe('an item that weighs just as much as it may, with its entries in', () => {
  it.each(FITTING)('%s', async (_, indexed, length) => {
    const Item = { ...Key, ...indexed, b: padOf(length) };
    expect(await ask('PutItem', { TableName, Item })).toEqual({});
    const larger = { ...Item, b: padOf(length + 1) };
    expect(await refused('PutItem', { TableName, Item: larger })).toBe(VALIDATION + TOO_LARGE);
  });
});

describe('an item that is too large with its entries is refused: in', () => {
  const half: Attributes = { b: padOf(LIMIT / 2) };
  const Item = { ...Key, l: { S: 'x' }, ...half };

  it('BatchWriteItem', async () => {
    const request = { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } };
    expect(await refused('BatchWriteItem', request)).toBe(VALIDATION + TOO_LARGE);
  });

  it('a Put of TransactWriteItems, before the transaction opens', async () => {
    const request = { TransactItems: [{ Put: { TableName, Item } }] };
    expect(await refused('TransactWriteItems', request)).toBe(VALIDATION + TOO_LARGE);
  });

  const SetL = {
    UpdateExpression: 'SET l = :l',
    ExpressionAttributeValues: { ':l': { S: 'x' } },
  };

  it('an update that makes an entry of what is there', async () => {
    const before = { ...Key, ...half };
    await ask('PutItem', { TableName, Item: before });
    expect(await refused('UpdateItem', { TableName, Key, ...SetL })).toBe(
      VALIDATION + UPDATE_TOO_LARGE,
    );
    expect(await stored(TableName, Key)).toEqual(before);
  });

  it('an Update of TransactWriteItems, which cancels', async () => {
    await ask('PutItem', { TableName, Item: { ...Key, ...half } });
    const request = { TransactItems: [{ Update: { TableName, Key, ...SetL } }] };
    expect(await reasonsOf('TransactWriteItems', request)).toEqual([
      { Code: 'ValidationError', Message: UPDATE_TOO_LARGE },
    ]);
  });

  it('an INSERT of PartiQL', async () => {
    const Parameters = [padOf(LIMIT / 2)];
    const statement = `INSERT INTO "${TableName}" VALUE {'pk': 'p', 'sk': 'i', 'l': 'x', 'b': ?}`;
    expect(await invalid(statement, { Parameters })).toBe(TOO_LARGE);
  });

  it('an UPDATE of PartiQL', async () => {
    await ask('PutItem', { TableName, Item: { ...Key, ...half } });
    const statement = `UPDATE "${TableName}" SET l = 'x' WHERE pk = 'p' AND sk = 's'`;
    expect(await invalid(statement)).toBe(UPDATE_TOO_LARGE);
    await execute(`UPDATE "${TableName}" SET m = 'x' WHERE pk = 'p' AND sk = 's'`);
  });
});
