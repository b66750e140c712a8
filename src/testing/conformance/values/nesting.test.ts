import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused, stored } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable, raw } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/** A leaf inside of `depth` maps, or of `depth` lists. */
function nested(depth: number, kind: 'M' | 'L' = 'M'): Attributes[string] {
  let value: Attributes[string] = { S: 'leaf' };
  for (let i = 0; i < depth; i++) value = kind === 'M' ? { M: { x: value } } : { L: [value] };
  return value;
}

describe('how deep values may nest (validation.md section 4)', () => {
  it.each(['M', 'L'] as const)('31 levels of %s around a leaf are kept', async (kind) => {
    await ask('PutItem', { TableName, Item: { ...Key, v: nested(31, kind) } });
    expect(await stored(TableName, Key)).toEqual({ ...Key, v: nested(31, kind) });
  });

  it.each(['M', 'L'] as const)('32 levels of %s around a leaf are refused', async (kind) => {
    const request = { TableName, Item: { ...Key, v: nested(32, kind) } };
    expect(await refused('PutItem', request)).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('an empty map takes a level as well', async () => {
    let v: Attributes[string] = { M: {} };
    for (let i = 0; i < 32; i++) v = { M: { x: v } };
    expect(await refused('PutItem', { TableName, Item: { ...Key, v } })).toBe(ONE_ERROR + TOO_DEEP);
  });
});

const deep = { ':v': nested(32) };

describe('where 32 levels are refused (validation.md sections 1 and 4 [suite])', () => {
  it('in an UpdateItem, enveloped', async () => {
    const update = { UpdateExpression: 'SET v = :v', ExpressionAttributeValues: deep };
    expect(await refused('UpdateItem', { TableName, Key, ...update })).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('in a condition of UpdateItem, which is not evaluated (eu-west-2)', async () => {
    const request = {
      TableName,
      Key,
      UpdateExpression: 'REMOVE x',
      ConditionExpression: 'v = :v',
      ExpressionAttributeValues: deep,
    };
    expect(await refused('UpdateItem', request)).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('in an attribute update, enveloped', async () => {
    const request = { TableName, Key, AttributeUpdates: { v: { Value: nested(32) } } };
    expect(await refused('UpdateItem', request)).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('in Expected, enveloped', async () => {
    const request = { TableName, Key, Expected: { v: { Value: nested(32) } } };
    expect(await refused('DeleteItem', request)).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('in a batch, bare', async () => {
    const put = { PutRequest: { Item: { ...Key, v: nested(32) } } };
    const request = { RequestItems: { [TableName]: [put] } };
    expect(await refused('BatchWriteItem', request)).toBe(VALIDATION + TOO_DEEP);
  });

  it('in an item of a transaction, bare and at top level', async () => {
    const request = { TransactItems: [{ Put: { TableName, Item: { ...Key, v: nested(32) } } }] };
    expect(await refused('TransactWriteItems', request)).toBe(VALIDATION + TOO_DEEP);
  });

  it('in an update of a transaction, bare and at top level (eu-west-2 since 2026-10-08)', async () => {
    const Update = {
      TableName,
      Key,
      UpdateExpression: 'SET v = :v',
      ExpressionAttributeValues: deep,
    };
    const request = { TransactItems: [{ Update }] };
    expect(await refused('TransactWriteItems', request)).toBe(VALIDATION + TOO_DEEP);
  });

  it('in a ConditionCheck, bare and at top level (eu-west-2 since 2026-10-08)', async () => {
    const ConditionCheck = {
      TableName,
      Key,
      ConditionExpression: 'v = :v',
      ExpressionAttributeValues: deep,
    };
    expect(await refused('TransactWriteItems', { TransactItems: [{ ConditionCheck }] })).toBe(
      VALIDATION + TOO_DEEP,
    );
  });

  it('in a filter of Query, bare', async () => {
    const request = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'v = :v',
      ExpressionAttributeValues: { ':pk': { S: 'a' }, ...deep },
    };
    expect(await refused('Query', request)).toBe(VALIDATION + TOO_DEEP);
  });

  it('in a filter of Scan, wrapped', async () => {
    const request = { TableName, FilterExpression: 'v = :v', ExpressionAttributeValues: deep };
    expect(await refused('Scan', request)).toBe(
      `${VALIDATION}ExpressionAttributeValues contains invalid value: ${TOO_DEEP} for key :v`,
    );
  });

  it('in a key, bare', async () => {
    const request = { TableName, Key: { pk: nested(32) } };
    expect(await refused('GetItem', request)).toBe(VALIDATION + TOO_DEEP);
  });
});

describe('a value written into a document takes its levels along', () => {
  const update = (depth: number): object => ({
    TableName,
    Key: { pk: { S: 'grown' } },
    UpdateExpression: 'SET m.x = :v',
    ExpressionAttributeValues: { ':v': nested(depth) },
  });

  it('and may reach the limit', async () => {
    await ask('PutItem', { TableName, Item: { pk: { S: 'grown' }, m: { M: {} } } });
    await ask('UpdateItem', update(30) as never);
    expect(await stored(TableName, { pk: { S: 'grown' } })).toEqual({
      pk: { S: 'grown' },
      m: { M: { x: nested(30) } },
    });
  });

  it('but not go past it', async () => {
    expect(await refused('UpdateItem', update(31))).toBe(VALIDATION + TOO_DEEP);
  });
});

describe('the second depth limit: older words, before the nesting (validation.md section 2 [suite])', () => {
  const deepest = { ...Key, v: nested(62) };
  const shallower = { ...Key, v: nested(61) };
  const Item = deepest;

  it.each([
    [
      'an unknown conditional operator',
      { ConditionalOperator: 'XOR' },
      "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]",
    ],
    [
      'an unknown return value',
      { ReturnValues: 'BOGUS' },
      "Value 'BOGUS' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
    ],
  ])('%s', async (_title, members, message) => {
    expect(await refused('PutItem', { TableName, Item, ...members })).toBe(ONE_ERROR + message);
  });

  it('return values that a put does not have, bare', async () => {
    expect(await refused('PutItem', { TableName, Item, ReturnValues: 'ALL_NEW' })).toBe(
      `${VALIDATION}ReturnValues can only be ALL_OLD or NONE`,
    );
  });

  it('is not reached one level above', async () => {
    const request = { TableName, Item: shallower, ReturnValues: 'ALL_NEW' };
    expect(await refused('PutItem', request)).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('reports the nesting where nothing else is wrong', async () => {
    expect(await refused('PutItem', { TableName, Item })).toBe(ONE_ERROR + TOO_DEEP);
  });

  it('holds for DeleteItem', async () => {
    const request = {
      TableName,
      Key,
      Expected: { x: { Value: nested(62) } },
      ReturnValues: 'UPDATED_NEW',
    };
    expect(await refused('DeleteItem', request)).toBe(
      `${VALIDATION}ReturnValues can only be ALL_OLD or NONE`,
    );
  });

  it('holds for UpdateItem', async () => {
    const request = {
      TableName,
      Key,
      AttributeUpdates: { x: { Value: nested(62) } },
      ReturnValues: 'BOGUS',
    };
    expect(await refused('UpdateItem', request)).toBe(
      `${ONE_ERROR}Value 'BOGUS' at 'returnValues' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]',
    );
  });
});

describe('nesting and empty names (validation.md section 2 [suite])', () => {
  const EMPTY_NAME = 'Empty attribute name';
  const put = (Item: object): Promise<string> =>
    refused('TransactWriteItems', { TransactItems: [{ Put: { TableName, Item } }] });

  it('an empty name of the item beats nesting', async () => {
    expect(await put({ ...Key, v: nested(40), '': { S: 'x' } })).toBe(VALIDATION + EMPTY_NAME);
  });

  it('nesting beats an empty name inside of a map', async () => {
    expect(await put({ ...Key, m: { M: { '': { S: 'x' } } }, v: nested(40) })).toBe(
      VALIDATION + TOO_DEEP,
    );
  });

  it('an empty name inside of a map is refused by itself', async () => {
    expect(await put({ ...Key, m: { M: { '': { S: 'x' } } } })).toBe(VALIDATION + EMPTY_NAME);
  });

  it('an empty name is refused in a single write, enveloped', async () => {
    const { status, body } = await raw('PutItem', { TableName, Item: { ...Key, '': { S: 'x' } } });
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.validate#ValidationException',
        message: `1 validation error detected: ${EMPTY_NAME}`,
      },
    });
  });
});
