/** Write units of tables: capacity.md section 1. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import type { Attributes } from '../ask.ts';
import { CONDITION_FAILED } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

let count = 0;

const Total = { ReturnConsumedCapacity: 'TOTAL' } as const;
const padOf = (length: number): Attributes[string] => ({ S: '-'.repeat(length) });

/** An item of `bytes`, more than ten, at a key of its own or at `pk`. */
function itemOf(bytes: number, pk = `k${String(++count).padStart(5, '0')}`): Attributes {
  return { pk: { S: pk }, b: padOf(bytes - 'pk'.length - pk.length - 'b'.length) };
}

async function unitsOfPut(Item: Attributes): Promise<number | undefined> {
  return (await ask('PutItem', { TableName, Item, ...Total })).ConsumedCapacity?.CapacityUnits;
}

async function at(bytes: number): Promise<Attributes> {
  const Item = itemOf(bytes);
  await ask('PutItem', { TableName, Item });
  return Item;
}

const keyOf = ({ pk }: Attributes): Attributes => ({ pk: pk ?? { S: '' } });
const same = (item: Attributes, bytes: number): Attributes => itemOf(bytes, item['pk']?.S);

describe('a put takes a unit for each 1,024 bytes begun [emul, captured]', () => {
  it.each([
    [11, 1],
    [1024, 1],
    [1025, 2],
    [2048, 2],
    [2049, 3],
    [409_600, 400],
  ])('of a new item of %i bytes: %i', async (bytes, units) => {
    expect(await unitsOfPut(itemOf(bytes))).toBe(units);
  });

  it('by the item that was there where that is larger', async () => {
    expect(await unitsOfPut(same(await at(5000), 20))).toBe(5);
  });

  it('by the new item where that is larger', async () => {
    expect(await unitsOfPut(same(await at(20), 5000))).toBe(5);
  });

  it('not by the sum of the two', async () => {
    expect(await unitsOfPut(same(await at(1000), 1000))).toBe(1);
  });

  it('also where nothing changes', async () => {
    const item = await at(3000);
    expect(await unitsOfPut(item)).toBe(3);
  });
});

describe('an update takes units by the larger of both images [emul, captured]', () => {
  const unitsOfUpdate = async (item: Attributes, UpdateExpression: string, value?: number) => {
    const ExpressionAttributeValues = { ':v': padOf(value ?? 0) };
    const answer = await ask('UpdateItem', {
      TableName,
      Key: keyOf(item),
      UpdateExpression,
      ...(value !== undefined && { ExpressionAttributeValues }),
      ...Total,
    });
    return answer.ConsumedCapacity?.CapacityUnits;
  };

  it('the new one where it grows', async () => {
    expect(await unitsOfUpdate(await at(20), 'SET c = :v', 3000)).toBe(3);
  });

  it('the old one where it shrinks', async () => {
    expect(await unitsOfUpdate(await at(4000), 'REMOVE b')).toBe(4);
  });

  it('the whole item where one byte changes', async () => {
    expect(await unitsOfUpdate(await at(9000), 'SET c = :v', 1)).toBe(9);
  });

  it('one where it makes an item', async () => {
    expect(await unitsOfUpdate(itemOf(20), 'SET c = :v', 1)).toBe(1);
  });

  it('one where a missing item loses nothing', async () => {
    expect(await unitsOfUpdate(itemOf(20), 'REMOVE c')).toBe(1);
  });
});

describe('a delete takes units by the item it deletes', () => {
  const unitsOfDelete = async (item: Attributes) => {
    const answer = await ask('DeleteItem', { TableName, Key: keyOf(item), ...Total });
    return answer.ConsumedCapacity?.CapacityUnits;
  };

  it('as large as it was', async () => {
    expect(await unitsOfDelete(await at(2500))).toBe(3);
  });

  it('one where there is none', async () => {
    expect(await unitsOfDelete(itemOf(2500))).toBe(1);
  });
});

describe('a condition', () => {
  it('that holds adds nothing', async () => {
    const item = await at(1500);
    const answer = await ask('PutItem', {
      TableName,
      Item: item,
      ConditionExpression: 'attribute_exists(pk)',
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 2 });
  });

  it('in Expected that holds adds nothing', async () => {
    const item = await at(1500);
    const answer = await ask('DeleteItem', {
      TableName,
      Key: keyOf(item),
      Expected: { nothing: { Exists: false } },
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 2 });
  });

  it('that fails reports no capacity', async () => {
    const Item = itemOf(20);
    const request = { TableName, Item, ConditionExpression: 'attribute_exists(pk)', ...Total };
    expect(await refused('PutItem', request)).toBe(CONDITION_FAILED);
  });
});

describe('an update by AttributeUpdates', () => {
  it('takes what its modern form takes', async () => {
    const item = await at(2000);
    const answer = await ask('UpdateItem', {
      TableName,
      Key: keyOf(item),
      AttributeUpdates: { b: { Value: padOf(2500) } },
      ...Total,
    });
    expect(answer.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 3 });
  });
});

describe('a batch of writes', () => {
  it('takes the sum of what each takes alone, one element a table', async () => {
    const other = await freshTable();
    const old = await at(2100);
    const answer = await ask('BatchWriteItem', {
      RequestItems: {
        [TableName]: [
          { PutRequest: { Item: itemOf(1025) } },
          { DeleteRequest: { Key: keyOf(old) } },
          { DeleteRequest: { Key: { pk: { S: 'nothing there' } } } },
        ],
        [other]: [{ PutRequest: { Item: itemOf(20) } }],
      },
      ...Total,
    });
    expect(answer).toEqual({
      UnprocessedItems: {},
      ConsumedCapacity: [
        { TableName, CapacityUnits: 2 + 3 + 1 },
        { TableName: other, CapacityUnits: 1 },
      ],
    });
  });
});
