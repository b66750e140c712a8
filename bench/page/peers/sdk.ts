import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { open } from 'hashrange/external';
import type { Database } from 'hashrange/external';
import type { Peer } from '../peer.ts';
import { attributesOf, itemOfAttributes } from './attributes.ts';
import { ensureTable, settled } from './hashrange.ts';
import { loadItems, TABLE } from './over-wire.ts';

/** hashrange under the unchanged AWS SDK v3; `signed` leaves the SDK its own signer. */
export function sdk(signed: boolean): Peer {
  let db: Database;
  let client: DynamoDBClient;
  return {
    name: signed ? 'SDK, signed' : 'SDK, unsigned',
    open: async (name) => {
      db = await open(`bench-${name}`);
      const { region, credentials, requestHandler, signer } = db.clientConfig();
      const config = { region, credentials, requestHandler };
      client = new DynamoDBClient(signed ? config : { ...config, signer });
    },
    load: async (items) => {
      await ensureTable(db);
      await loadItems((target, bodyText) => db.request(target, bodyText), items);
    },
    get: async ({ pk, sk }) => {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      return (await client.send(new GetItemCommand({ TableName: TABLE, Key }))).Item;
    },
    put: async (item) => {
      await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...attributesOf(item) } }));
    },
    transact: async (items) => {
      const TransactItems = items.map((item) => ({
        Put: { TableName: TABLE, Item: { ...attributesOf(item) } },
      }));
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
    },
    query: async (pk, sk, count) => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: TABLE,
          KeyConditionExpression: 'pk = :pk AND sk >= :sk',
          ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk } },
          Limit: count,
        }),
      );
      return Items ?? [];
    },
    scan: async () => {
      let seen = 0;
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName: TABLE, ExclusiveStartKey }));
        seen += page.Items?.length ?? 0;
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return seen;
    },
    plain: itemOfAttributes,
    settle: () => settled(db),
    close: () => db.close(),
  };
}
