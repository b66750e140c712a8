import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { client, freshTable } from '../region.ts';
import { definition, globalIndex, keys, localIndex } from './shapes.ts';

type Item = Record<string, AttributeValue>;

let TableName: string;

/** A global index of keys and `a`, and a local one of everything: the table of capacity.md section 2. */
beforeEach(async () => {
  TableName = await freshTable({
    range: 'sk',
    AttributeDefinitions: [definition('g'), definition('l')],
    GlobalSecondaryIndexes: [globalIndex('gsi', keys(['g']), ['a'])],
    LocalSecondaryIndexes: [localIndex('lsi', 'l')],
  });
});

const KEY: Item = { pk: { S: 'p' }, sk: { S: 's' } };
const BOTH: Item = { ...KEY, g: { S: 'g' }, l: { S: 'l' }, a: { S: 'a' }, z: { S: 'z' } };
const INDEXES = { ReturnConsumedCapacity: 'INDEXES' } as const;

async function put(Item: Item): Promise<ConsumedCapacity | undefined> {
  return (await client.send(new PutItemCommand({ TableName, Item, ...INDEXES }))).ConsumedCapacity;
}

async function update(
  UpdateExpression: string,
  ExpressionAttributeValues?: Item,
): Promise<ConsumedCapacity | undefined> {
  const request = { TableName, Key: KEY, UpdateExpression, ExpressionAttributeValues, ...INDEXES };
  return (await client.send(new UpdateItemCommand(request))).ConsumedCapacity;
}

/** Units as answered: of the table, the global and the local index; undefined for an absent arm. */
function arms(capacity: ConsumedCapacity | undefined): readonly (number | undefined)[] {
  return [
    capacity?.Table?.CapacityUnits,
    capacity?.GlobalSecondaryIndexes?.['gsi']?.CapacityUnits,
    capacity?.LocalSecondaryIndexes?.['lsi']?.CapacityUnits,
  ];
}

describe('the index write ladder (capacity.md section 2 [suite])', () => {
  it('a new item in both indexes costs 3', async () => {
    expect(await put(BOTH)).toEqual({
      TableName,
      CapacityUnits: 3,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { gsi: { CapacityUnits: 1 } },
      LocalSecondaryIndexes: { lsi: { CapacityUnits: 1 } },
    });
  });

  it('TOTAL is their sum alone', async () => {
    const request = new PutItemCommand({ TableName, Item: BOTH, ReturnConsumedCapacity: 'TOTAL' });
    expect((await client.send(request)).ConsumedCapacity).toEqual({ TableName, CapacityUnits: 3 });
  });

  it('an item in no index costs the table, and has no arms', async () => {
    expect(await put(KEY)).toEqual({
      TableName,
      CapacityUnits: 1,
      Table: { CapacityUnits: 1 },
    });
  });

  it('an identical overwrite costs the table alone', async () => {
    await put(BOTH);
    expect(arms(await put(BOTH))).toEqual([1, undefined, undefined]);
  });

  it('an overwrite with its attributes in another order costs the table alone', async () => {
    await put(BOTH);
    expect(arms(await put(Object.fromEntries(Object.entries(BOTH).reverse())))).toEqual([
      1,
      undefined,
      undefined,
    ]);
  });

  it('a projected attribute that changes costs 3', async () => {
    await put(BOTH);
    expect(arms(await update('SET a = :v', { ':v': { S: 'b' } }))).toEqual([1, 1, 1]);
  });

  it('a change outside a projection costs nothing there', async () => {
    await put(BOTH);
    expect(arms(await update('SET z = :v', { ':v': { S: 'y' } }))).toEqual([1, undefined, 1]);
  });

  it('an index key that moves is a delete and an insert: 4 for the global one', async () => {
    await put(BOTH);
    expect(arms(await update('SET g = :v', { ':v': { S: 'h' } }))).toEqual([1, 2, 1]);
  });

  it('an index key that moves is a delete and an insert: 3 for the local one', async () => {
    await put(BOTH);
    expect(arms(await update('SET l = :v', { ':v': { S: 'm' } }))).toEqual([1, undefined, 2]);
  });

  it('an index key that goes costs the delete of its entry', async () => {
    await put(BOTH);
    expect(arms(await update('REMOVE g'))).toEqual([1, 1, 1]);
  });

  it('an index key that comes costs the insert of its entry', async () => {
    await put(KEY);
    expect(arms(await update('SET g = :v', { ':v': { S: 'g' } }))).toEqual([1, 1, undefined]);
  });

  it('a delete of an item in both costs 3', async () => {
    await put(BOTH);
    const request = new DeleteItemCommand({ TableName, Key: KEY, ...INDEXES });
    expect(arms((await client.send(request)).ConsumedCapacity)).toEqual([1, 1, 1]);
  });

  it('a delete of a missing item costs 1', async () => {
    const request = new DeleteItemCommand({ TableName, Key: KEY, ...INDEXES });
    expect(arms((await client.send(request)).ConsumedCapacity)).toEqual([1, undefined, undefined]);
  });

  it('each entry costs by its own size', async () => {
    const capacity = await put({ ...BOTH, z: { S: 'z'.repeat(3_000) } });
    expect(arms(capacity)).toEqual([3, 1, 3]);
  });

  it('a projected set with its members in another order costs the table alone', async () => {
    await put({ ...BOTH, a: { SS: ['x', 'y'] } });
    expect(arms(await put({ ...BOTH, a: { SS: ['y', 'x'] } }))).toEqual([1, undefined, undefined]);
  });

  it('a projected number written otherwise costs the table alone', async () => {
    await put({ ...BOTH, a: { N: '10' } });
    expect(arms(await put({ ...BOTH, a: { N: '1e1' } }))).toEqual([1, undefined, undefined]);
  });

  it('an entry that goes costs as much as it was', async () => {
    await put({ ...BOTH, a: { S: 'a'.repeat(2_500) } });
    expect(arms(await update('REMOVE g'))).toEqual([3, 3, 3]);
  });

  it('an entry under another key costs both of its images', async () => {
    await put({ ...BOTH, a: { S: 'a'.repeat(2_500) } });
    const moved = await update('SET g = :g, a = :a', { ':g': { S: 'h' }, ':a': { S: 'b' } });
    expect(arms(moved)).toEqual([3, 3 + 1, 3]);
  });

  it('a new image at another place costs what AWS was seen to charge in all', async () => {
    await put(BOTH);
    expect((await update('SET g = :v', { ':v': { S: 'h' } }))?.CapacityUnits).toBe(4);
    expect((await update('SET l = :v', { ':v': { S: 'm' } }))?.CapacityUnits).toBe(3);
    expect((await update('REMOVE g'))?.CapacityUnits).toBe(3);
  });

  it('an entry that shrinks costs by its larger image', async () => {
    await put({ ...BOTH, a: { S: 'a'.repeat(2_500) } });
    expect(arms(await update('SET a = :v', { ':v': { S: 'b' } }))).toEqual([3, 3, 3]);
  });
});

describe('a batch adds up its arms by table (capacity.md section 3 [suite])', () => {
  it('over puts and deletes', async () => {
    await put(BOTH);
    const request = new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: [
          { DeleteRequest: { Key: KEY } },
          { PutRequest: { Item: { ...BOTH, sk: { S: 'other' } } } },
        ],
      },
      ...INDEXES,
    });
    expect((await client.send(request)).ConsumedCapacity).toEqual([
      {
        TableName,
        CapacityUnits: 6,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { gsi: { CapacityUnits: 2 } },
        LocalSecondaryIndexes: { lsi: { CapacityUnits: 2 } },
      },
    ]);
  });
});

describe('transactions double the arm of the table alone (capacity.md section 3 [emul, captured])', () => {
  const transact = async (...TransactItems: object[]) =>
    client.send(new TransactWriteItemsCommand({ TransactItems: TransactItems, ...INDEXES }));
  const putOf = (Item: Item) => ({ Put: { TableName, Item } });
  const both = (units: number) => ({ CapacityUnits: units, WriteCapacityUnits: units });

  it('a put into the global index alone costs 3', async () => {
    const { ConsumedCapacity } = await transact(putOf({ ...KEY, g: { S: 'g' } }));
    expect(ConsumedCapacity).toEqual([
      { TableName, ...both(3), Table: both(2), GlobalSecondaryIndexes: { gsi: both(1) } },
    ]);
  });

  it('a put into no index costs 2', async () => {
    const { ConsumedCapacity } = await transact(putOf(KEY));
    expect(ConsumedCapacity).toEqual([{ TableName, ...both(2), Table: both(2) }]);
  });

  it('an entry of an index is not doubled, whatever it weighs', async () => {
    const { ConsumedCapacity } = await transact(putOf({ ...BOTH, a: { S: 'a'.repeat(2_500) } }));
    expect(ConsumedCapacity).toEqual([
      {
        TableName,
        ...both(12),
        Table: both(6),
        GlobalSecondaryIndexes: { gsi: both(3) },
        LocalSecondaryIndexes: { lsi: both(3) },
      },
    ]);
  });

  it('TOTAL is the sum of table and indexes', async () => {
    const { ConsumedCapacity } = await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [putOf(BOTH)],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(ConsumedCapacity).toEqual([{ TableName, ...both(4) }]);
  });

  it('a put into both indexes costs 4, on a named axis everywhere', async () => {
    expect((await transact(putOf(BOTH))).ConsumedCapacity).toEqual([
      {
        TableName,
        ...both(4),
        Table: both(2),
        GlobalSecondaryIndexes: { gsi: both(1) },
        LocalSecondaryIndexes: { lsi: both(1) },
      },
    ]);
  });

  it('two puts into both cost 8', async () => {
    const { ConsumedCapacity } = await transact(
      putOf(BOTH),
      putOf({ ...BOTH, sk: { S: 'other' } }),
    );
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(8);
  });

  it('a global index key that moves costs 5 with a local entry that projects it', async () => {
    await put({ ...KEY, g: { S: 'g' } });
    const { ConsumedCapacity } = await transact(putOf({ ...KEY, g: { S: 'h' } }));
    expect(ConsumedCapacity?.[0]).toMatchObject({
      CapacityUnits: 4,
      Table: both(2),
      GlobalSecondaryIndexes: { gsi: both(2) },
    });
    await put(BOTH);
    const moved = await transact(putOf({ ...BOTH, g: { S: 'i' } }));
    expect(moved.ConsumedCapacity?.[0]?.CapacityUnits).toBe(5);
  });

  it('an identical overwrite costs 2 and has no index arms', async () => {
    await put(BOTH);
    const { ConsumedCapacity } = await transact(putOf(BOTH));
    expect(ConsumedCapacity).toEqual([{ TableName, ...both(2), Table: both(2) }]);
  });

  it('a condition check costs 2 and has no index arms', async () => {
    await put(BOTH);
    const check = {
      ConditionCheck: { TableName, Key: KEY, ConditionExpression: 'attribute_exists(g)' },
    };
    const { ConsumedCapacity } = await transact(check);
    expect(ConsumedCapacity).toEqual([{ TableName, ...both(2), Table: both(2) }]);
  });

  it('a delete of an item in both costs 4', async () => {
    await put(BOTH);
    const { ConsumedCapacity } = await transact({ Delete: { TableName, Key: KEY } });
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(4);
  });

  it('a repetition with the same token reports reads of the table alone', async () => {
    const request = {
      TransactItems: [putOf(BOTH)],
      ClientRequestToken: `token-${TableName}`,
      ...INDEXES,
    };
    await client.send(new TransactWriteItemsCommand(request));
    const { ConsumedCapacity } = await client.send(new TransactWriteItemsCommand(request));
    const read = { CapacityUnits: 2, ReadCapacityUnits: 2 };
    expect(ConsumedCapacity).toEqual([{ TableName, ...read, Table: read }]);
  });
});
