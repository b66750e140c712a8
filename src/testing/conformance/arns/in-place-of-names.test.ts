import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { VALIDATION } from '../messages.ts';
import { refusalOf } from '../refusals.ts';
import { client, freshTable } from '../region.ts';

let name: string;
let arn: string;
const Key = { pk: { S: 'a' } };
const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;

beforeEach(async () => {
  name = await freshTable();
  arn = `arn:aws:dynamodb:eu-west-2:000000000001:table/${name}`;
  await client.send(new PutItemCommand({ TableName: name, Item: Key }));
});

/** Strongly consistent, so that every read costs one unit. */
const STRONG = { ...TOTAL, ConsistentRead: true };

describe('the ARN in place of the name of a table (api-surface.md section 1, capacity.md section 3 [model])', () => {
  it('reads an item, and is echoed', async () => {
    const answer = await client.send(new GetItemCommand({ TableName: arn, Key, ...STRONG }));
    expect(answer.Item).toEqual(Key);
    expect(answer.ConsumedCapacity).toEqual({ TableName: arn, CapacityUnits: 1 });
  });
  it('puts an item, and is echoed', async () => {
    const request = new PutItemCommand({ TableName: arn, Item: { pk: { S: 'b' } }, ...TOTAL });
    const { ConsumedCapacity } = await client.send(request);
    expect(ConsumedCapacity).toEqual({ TableName: arn, CapacityUnits: 1 });
  });
  it('puts into the table of the name', async () => {
    const Item = { pk: { S: 'b' } };
    await client.send(new PutItemCommand({ TableName: arn, Item }));
    const answer = await client.send(new GetItemCommand({ TableName: name, Key: Item }));
    expect(answer.Item).toEqual(Item);
  });
  it('updates an item, and is echoed', async () => {
    const request = new UpdateItemCommand({ TableName: arn, Key, ...TOTAL });
    expect((await client.send(request)).ConsumedCapacity?.TableName).toBe(arn);
  });
  it('deletes an item, and is echoed', async () => {
    const request = new DeleteItemCommand({ TableName: arn, Key, ...TOTAL });
    expect((await client.send(request)).ConsumedCapacity?.TableName).toBe(arn);
  });
  it('is queried, and is echoed', async () => {
    const request = new QueryCommand({
      TableName: arn,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
      ...STRONG,
    });
    const { Items, ConsumedCapacity } = await client.send(request);
    expect([Items, ConsumedCapacity?.TableName]).toEqual([[Key], arn]);
  });
  it('is scanned, and is echoed', async () => {
    const { Items, ConsumedCapacity } = await client.send(
      new ScanCommand({ TableName: arn, ...STRONG }),
    );
    expect([Items, ConsumedCapacity?.TableName]).toEqual([[Key], arn]);
  });
  it('is echoed beside the arms of indexes', async () => {
    const request = new GetItemCommand({
      TableName: arn,
      Key,
      ConsistentRead: true,
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect((await client.send(request)).ConsumedCapacity).toEqual({
      TableName: arn,
      CapacityUnits: 1,
      Table: { CapacityUnits: 1 },
    });
  });
  it('keys the answers of BatchGetItem', async () => {
    const RequestItems = { [arn]: { Keys: [Key] } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems, ...TOTAL }));
    expect(answer.Responses).toEqual({ [arn]: [Key] });
    expect(answer.ConsumedCapacity?.map((each) => each.TableName)).toEqual([arn]);
  });
  it('keys the requests of BatchWriteItem', async () => {
    const RequestItems = { [arn]: [{ DeleteRequest: { Key } }] };
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems, ...TOTAL }));
    expect(answer.ConsumedCapacity?.map((each) => each.TableName)).toEqual([arn]);
    expect((await client.send(new ScanCommand({ TableName: name }))).Items).toEqual([]);
  });
  it('is read in a transaction, and is echoed', async () => {
    const TransactItems = [{ Get: { TableName: arn, Key } }];
    const answer = await client.send(new TransactGetItemsCommand({ TransactItems, ...TOTAL }));
    expect(answer.Responses).toEqual([{ Item: Key }]);
    expect(answer.ConsumedCapacity?.map((each) => each.TableName)).toEqual([arn]);
  });
  it.each([
    ['Put', { Item: { pk: { S: 'b' } } }],
    ['Update', { Key, UpdateExpression: 'SET x = pk' }],
    ['Delete', { Key }],
    ['ConditionCheck', { Key, ConditionExpression: 'attribute_exists(pk)' }],
  ])('is written in a transaction by %s, and is echoed', async (action, members) => {
    const TransactItems = [{ [action]: { TableName: arn, ...members } }];
    const answer = await client.send(new TransactWriteItemsCommand({ TransactItems, ...TOTAL }));
    expect(answer.ConsumedCapacity?.map((each) => each.TableName)).toEqual([arn]);
  });
});

describe('an ARN that is no table here', () => {
  const get = (TableName: string): Promise<string> =>
    refusalOf(client.send(new GetItemCommand({ TableName, Key })));

  it('is not found where there is no table of the name', async () => {
    expect(await get('arn:aws:dynamodb:eu-west-2:000000000001:table/nowhere')).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
  it('is denied where it is of another account', async () => {
    expect(await get('arn:aws:dynamodb:eu-west-2:000000000000:table/theirs')).toBe(
      'AccessDeniedException: Access is denied',
    );
  });
  it('is refused where it is of another Region', async () => {
    const abroad = 'arn:aws:dynamodb:us-east-1:000000000001:table/ours';
    expect(await get(abroad)).toBe(
      `${VALIDATION}1 validation error detected: Invalid AWS region in '${abroad}'`,
    );
  });
  it('is refused where it names an index', async () => {
    expect(await get(`${arn}/index/gsi1`)).toBe(
      `${VALIDATION}1 validation error detected: Invalid resource type in '${arn}/index/gsi1'`,
    );
  });
  it('is refused where it is longer than 1,024 characters [model]', async () => {
    const long = `${arn}/${'x'.repeat(1024)}`;
    expect(await get(long)).toBe(
      `${VALIDATION}1 validation error detected: Value '${long}' at 'tableName' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 1024',
    );
  });
});
