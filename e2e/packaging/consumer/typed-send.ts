/** Compiled by itself, against the built types: what an app that has no SDK may write. */
import type { AttributeValue, Database } from 'hashrange/memory';

export async function titles(db: Database, TableName: string): Promise<(string | undefined)[]> {
  const { Items = [], LastEvaluatedKey } = await db.send('Query', {
    TableName,
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': { S: '1' } },
    ExclusiveStartKey: undefined,
  });
  const key: Record<string, AttributeValue> | undefined = LastEvaluatedKey;
  if (key) await db.send('GetItem', { TableName, Key: key });
  return Items.map(({ title }) => title?.S);
}

export async function mistakes(db: Database, TableName: string): Promise<unknown> {
  const Key = { id: { S: '1' } };
  // @ts-expect-error -- without the table
  await db.send('GetItem', { Key });
  // @ts-expect-error -- a misspelt member
  await db.send('GetItem', { TableName, Key, ConsistentReed: true });
  // @ts-expect-error -- no member of the answer
  const { Items } = await db.send('GetItem', { TableName, Key });
  return Items;
}
