import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, freshTable, refusal } from '../region.ts';

let TableName: string;

beforeAll(async () => {
  TableName = await freshTable({ range: 'sk:N' });
  const Item = { pk: { S: 'a' }, sk: { N: '1' }, m: { M: { x: { S: '1' }, y: { S: '2' } } } };
  await client.send(new PutItemCommand({ TableName, Item }));
});

const Key = { pk: { S: 'a' }, sk: { N: '1' } };

describe('what GetItem answers (api-surface.md section 9, GetItem [suite])', () => {
  it('holds the whole item', async () => {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
    expect(Item).toEqual({ ...Key, m: { M: { x: { S: '1' }, y: { S: '2' } } } });
  });

  it('has no Item where there is none', async () => {
    const missing = { pk: { S: 'a' }, sk: { N: '2' } };
    const answer = await client.send(new GetItemCommand({ TableName, Key: missing }));
    expect('Item' in answer && answer.Item !== undefined).toBe(false);
  });

  it('has an empty Item where the projection matches nothing of it', async () => {
    const request = new GetItemCommand({ TableName, Key, ProjectionExpression: 'nothing' });
    expect((await client.send(request)).Item).toEqual({});
  });

  it('holds key attributes only where they are projected (semantics.md section 3 [suite])', async () => {
    const request = new GetItemCommand({ TableName, Key, ProjectionExpression: 'm.x' });
    expect((await client.send(request)).Item).toEqual({ m: { M: { x: { S: '1' } } } });
  });

  it('refuses a table that is not there', async () => {
    const request = new GetItemCommand({ TableName: 'nowhere', Key });
    expect(await refusal(client.send(request))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      status: 400,
    });
  });
});
