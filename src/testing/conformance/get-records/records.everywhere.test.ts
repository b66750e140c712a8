import { describe, expect, it } from 'vitest';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { StreamViewType, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { ask, refused } from '../ask.ts';
import { client } from '../region.ts';
import { recordsOf, streamedTable } from '../streams.ts';

const BEFORE = { pk: { S: 'a' }, n: { N: '1' } };
const AFTER = { pk: { S: 'a' }, n: { N: '25' }, t: { S: 'text' } };

/** One item made, changed and deleted. */
async function threeChanges(view: StreamViewType): Promise<ReturnType<typeof recordsOf>> {
  const { TableName, StreamArn } = await streamedTable(view);
  await ask('PutItem', { TableName, Item: BEFORE });
  await ask('PutItem', { TableName, Item: AFTER });
  await ask('DeleteItem', { TableName, Key: { pk: { S: 'a' } } });
  return recordsOf(StreamArn);
}

describe('the images of a record follow the view type (semantics.md section 8 [suite])', () => {
  const cases: readonly [StreamViewType, readonly object[]][] = [
    ['KEYS_ONLY', [{}, {}, {}]],
    ['NEW_IMAGE', [{ NewImage: BEFORE }, { NewImage: AFTER }, {}]],
    ['OLD_IMAGE', [{}, { OldImage: BEFORE }, { OldImage: AFTER }]],
    [
      'NEW_AND_OLD_IMAGES',
      [{ NewImage: BEFORE }, { NewImage: AFTER, OldImage: BEFORE }, { OldImage: AFTER }],
    ],
  ];
  it.each(cases)('%s', async (view, images) => {
    const records = await threeChanges(view);
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    const seen = records.map(({ dynamodb: { NewImage, OldImage } }) => ({
      ...(NewImage === undefined ? {} : { NewImage }),
      ...(OldImage === undefined ? {} : { OldImage }),
    }));
    expect(seen).toEqual(images);
  });
});

describe('a record', () => {
  it('has the members that AWS writes, and no others (semantics.md section 8 [suite])', async () => {
    const [, modified] = await threeChanges('NEW_AND_OLD_IMAGES');
    expect(modified).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-2',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number) as number,
        Keys: { pk: { S: 'a' } },
        NewImage: AFTER,
        OldImage: BEFORE,
        SequenceNumber: expect.stringMatching(/^\d{21,40}$/) as string,
        SizeBytes: 3 + 11 + 6,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  it('counts its keys and the images it shows (semantics.md section 8 [field])', async () => {
    const sizes = async (view: StreamViewType): Promise<readonly number[]> =>
      (await threeChanges(view)).map(({ dynamodb }) => dynamodb.SizeBytes);
    expect(await sizes('KEYS_ONLY')).toEqual([3, 3, 3]);
    expect(await sizes('NEW_IMAGE')).toEqual([3 + 6, 3 + 11, 3]);
    expect(await sizes('OLD_IMAGE')).toEqual([3, 3 + 6, 3 + 11]);
  });

  it('is dated in whole seconds', async () => {
    const [record] = await threeChanges('KEYS_ONLY');
    const seconds = record?.dynamodb.ApproximateCreationDateTime ?? 0;
    expect(Number.isInteger(seconds)).toBe(true);
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60);
  });

  it('has the partition key before the sort key, whatever the order of the item', async () => {
    const { TableName, StreamArn } = await streamedTable('KEYS_ONLY', { range: 'sk:N' });
    await ask('PutItem', { TableName, Item: { sk: { N: '7' }, pk: { S: 'a' } } });
    const [record] = await recordsOf(StreamArn);
    expect(Object.entries(record?.dynamodb.Keys ?? {})).toEqual([
      ['pk', { S: 'a' }],
      ['sk', { N: '7' }],
    ]);
  });

  it('can be read as soon as its write is answered (semantics.md section 8 [suite])', async () => {
    const { TableName, StreamArn } = await streamedTable();
    for (let n = 1; n <= 5; n++) {
      await ask('PutItem', { TableName, Item: { pk: { S: String(n) } } });
      expect(await recordsOf(StreamArn)).toHaveLength(n);
    }
  });

  it('keeps its event id and its sequence number however often it is read', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await ask('PutItem', { TableName, Item: BEFORE });
    expect(await recordsOf(StreamArn)).toEqual(await recordsOf(StreamArn));
  });
});

describe('a write that changes nothing leaves no record (semantics.md section 8)', () => {
  it('an item put again, its attributes in any order', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await ask('PutItem', { TableName, Item: BEFORE });
    await ask('PutItem', { TableName, Item: BEFORE });
    await ask('PutItem', { TableName, Item: { n: { N: '1.0' }, pk: { S: 'a' } } });
    expect(await recordsOf(StreamArn)).toHaveLength(1);
  });

  it('an update to the values that are there', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await ask('PutItem', { TableName, Item: BEFORE });
    await ask('UpdateItem', {
      TableName,
      Key: { pk: { S: 'a' } },
      UpdateExpression: 'SET n = :n REMOVE nothing',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    });
    expect(await recordsOf(StreamArn)).toHaveLength(1);
  });

  it('the deletion of what is not there, and a condition that fails', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await ask('DeleteItem', { TableName, Key: { pk: { S: 'b' } } });
    await refused('PutItem', {
      TableName,
      Item: BEFORE,
      ConditionExpression: 'attribute_exists(pk)',
    });
    expect(await recordsOf(StreamArn)).toEqual([]);
  });

  it('a cancelled transaction', async () => {
    const { TableName, StreamArn } = await streamedTable();
    await refused('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName, Item: BEFORE } },
        {
          ConditionCheck: {
            TableName,
            Key: { pk: { S: 'x' } },
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
      ],
    });
    expect(await recordsOf(StreamArn)).toEqual([]);
  });
});

describe('writes of several items leave one record an item (semantics.md section 8)', () => {
  const items = ['a', 'b', 'c'].map((name) => ({ pk: { S: name } }));
  const namesOf = async (StreamArn: string): Promise<readonly unknown[]> =>
    (await recordsOf(StreamArn)).map(({ dynamodb }) => dynamodb.Keys['pk']?.S).sort();

  it('BatchWriteItem', async () => {
    const { TableName, StreamArn } = await streamedTable();
    const writes = items.map((Item) => ({ PutRequest: { Item } }));
    await ask('BatchWriteItem', { RequestItems: { [TableName]: writes } });
    expect(await namesOf(StreamArn)).toEqual(['a', 'b', 'c']);
  });

  it('TransactWriteItems, in every table alone', async () => {
    const one = await streamedTable();
    const other = await streamedTable();
    const put = (TableName: string, name: string): TransactWriteItem => ({
      Put: { TableName, Item: { pk: { S: name } } },
    });
    await ask('TransactWriteItems', {
      TransactItems: [put(one.TableName, 'a'), put(other.TableName, 'b'), put(one.TableName, 'c')],
    });
    expect(await namesOf(one.StreamArn)).toEqual(['a', 'c']);
    expect(await namesOf(other.StreamArn)).toEqual(['b']);
  });

  it('sequence numbers are told apart and grow', async () => {
    const { TableName, StreamArn } = await streamedTable();
    const writes = items.map((Item) => ({ PutRequest: { Item } }));
    await ask('BatchWriteItem', { RequestItems: { [TableName]: writes } });
    await ask('PutItem', { TableName, Item: { pk: { S: 'd' } } });
    const numbers = (await recordsOf(StreamArn)).map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(new Set(numbers).size).toBe(4);
    const last = await recordsOf(StreamArn);
    expect(last.at(-1)?.dynamodb.Keys).toEqual({ pk: { S: 'd' } });
  });
});

describe('indexes and streams', () => {
  it('entries of indexes leave no records', async () => {
    const { TableName, StreamArn } = await streamedTable('NEW_AND_OLD_IMAGES', {
      range: 'sk',
      AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }],
      LocalSecondaryIndexes: [
        {
          IndexName: 'local',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'kind', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'global',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    const item = (kind: string): Record<string, { S: string }> => ({
      pk: { S: 'a' },
      sk: { S: 'b' },
      kind: { S: kind },
    });
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    // All in one group of the log: the item stands there before and after with the same text.
    await Promise.all([
      ask('PutItem', { TableName, Item: item('x') }),
      ask('DeleteItem', { TableName, Key }),
      ask('PutItem', { TableName, Item: item('x') }),
      ask('PutItem', { TableName, Item: item('y') }),
    ]);
    const query = {
      TableName,
      IndexName: 'global',
      KeyConditionExpression: 'kind = :y',
      ExpressionAttributeValues: { ':y': { S: 'y' } },
    };
    expect((await ask('Query', query)).Items).toEqual([item('y')]);
    const records = await recordsOf(StreamArn);
    expect(records.map(({ eventName }) => eventName)).toEqual([
      'INSERT',
      'REMOVE',
      'INSERT',
      'MODIFY',
    ]);
    expect(records.at(-1)?.dynamodb).toMatchObject({
      OldImage: item('x'),
      NewImage: item('y'),
    });
  });
});

describe('a stream tells what happens while it is on', () => {
  it('neither what was before nor what comes after', async () => {
    const { TableName, StreamArn } = await streamedTable();
    const put = (name: string): Promise<unknown> =>
      ask('PutItem', { TableName, Item: { pk: { S: name } } });
    const change = (StreamEnabled: boolean): Promise<unknown> => {
      const view = StreamEnabled ? { StreamViewType: 'NEW_IMAGE' as const } : {};
      const StreamSpecification = { StreamEnabled, ...view };
      return client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    };
    await put('first');
    await change(false);
    await put('between');
    const { TableDescription } = (await change(true)) as {
      TableDescription: { LatestStreamArn: string };
    };
    await put('second');
    const namesOf = async (arn: string): Promise<readonly unknown[]> =>
      (await recordsOf(arn)).map(({ dynamodb }) => dynamodb.Keys['pk']?.S);
    expect(TableDescription.LatestStreamArn).not.toBe(StreamArn);
    expect(await namesOf(StreamArn)).toEqual(['first']);
    expect(await namesOf(TableDescription.LatestStreamArn)).toEqual(['second']);
  });
});
