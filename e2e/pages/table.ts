import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';

/** Names of text attributes: the partition key, and the sort key where there is one. */
export type Keys = readonly [partitionKey: string, sortKey?: string];

export interface TableKeys {
  readonly name: string;
  readonly keys: Keys;
  readonly globalIndexes?: Readonly<Record<string, Keys>>;
  readonly localIndexes?: Readonly<Record<string, Keys>>;
}

function schemaOf([partitionKey, sortKey]: Keys): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: partitionKey, KeyType: 'HASH' };
  return sortKey === undefined ? [hash] : [hash, { AttributeName: sortKey, KeyType: 'RANGE' }];
}

function indexesOf(indexes: Readonly<Record<string, Keys>> | undefined) {
  if (indexes === undefined) return undefined;
  return Object.entries(indexes).map(([IndexName, keys]) => ({
    IndexName,
    KeySchema: schemaOf(keys),
    Projection: { ProjectionType: 'ALL' as const },
  }));
}

/** Creates a table whose keys are text and answers its status as the next request sees it. */
export async function createTable(client: DynamoDBClient, table: TableKeys): Promise<unknown> {
  const { name, keys, globalIndexes = {}, localIndexes = {} } = table;
  const all = [keys, ...Object.values(globalIndexes), ...Object.values(localIndexes)];
  const names = new Set(all.flat().filter((part) => part !== undefined));
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...names].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: schemaOf(keys),
      GlobalSecondaryIndexes: indexesOf(table.globalIndexes),
      LocalSecondaryIndexes: indexesOf(table.localIndexes),
    }),
  );
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.TableStatus;
}
