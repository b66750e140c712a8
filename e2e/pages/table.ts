import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';

export interface TableKeys {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
}

/** Creates a table with text keys and answers its status as the next request sees it. */
export async function createTable(client: DynamoDBClient, keys: TableKeys): Promise<unknown> {
  const schema: KeySchemaElement[] = [{ AttributeName: keys.partitionKey, KeyType: 'HASH' }];
  if (keys.sortKey !== undefined) schema.push({ AttributeName: keys.sortKey, KeyType: 'RANGE' });
  await client.send(
    new CreateTableCommand({
      TableName: keys.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: schema.map(({ AttributeName }) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: schema,
    }),
  );
  const { Table } = await client.send(new DescribeTableCommand({ TableName: keys.name }));
  return Table?.TableStatus;
}
