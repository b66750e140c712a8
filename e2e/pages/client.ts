/** The AWS SDK as an app writes it: only the configuration of the client is ours. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  NumberValue,
  paginateQuery,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { open } from 'hashrange';
import { expose, failureOf } from './expose.ts';

const TableName = 'orders';

const db = await open('sdk');
const client = new DynamoDBClient(db.clientConfig());
const documents = DynamoDBDocumentClient.from(client, {
  unmarshallOptions: { wrapNumbers: true },
});

async function createTable(): Promise<unknown> {
  const created = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'customer', AttributeType: 'S' },
        { AttributeName: 'order', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'order', KeyType: 'RANGE' },
      ],
    }),
  );
  const described = await client.send(new DescribeTableCommand({ TableName }));
  return { name: created.TableDescription?.TableName, status: described.Table?.TableStatus };
}

async function putAndGet(): Promise<unknown> {
  const Item = {
    customer: 'ada',
    order: 1,
    lines: [
      { sku: 'pen', count: 2 },
      { sku: 'ink', count: 1 },
    ],
    tags: new Set(['gift', 'express']),
    seal: new Uint8Array([0, 127, 255]),
    isOpen: true,
    note: null,
    place: 'Zürich \u{1f58b}',
  };
  await documents.send(new PutCommand({ TableName, Item }));
  const got = await documents.send(
    new GetCommand({ TableName, Key: { customer: 'ada', order: 1 }, ConsistentRead: true }),
  );
  const { tags, seal, order, lines, ...rest } = got.Item ?? {};
  return {
    ...rest,
    order: String(order),
    lines: JSON.stringify(lines),
    tags: [...(tags as Set<string>)].sort(),
    seal: [...(seal as Uint8Array)],
    requestId: got.$metadata.requestId,
  };
}

/** 38 significant digits, unrounded in both directions. */
async function bigNumber(): Promise<unknown> {
  const digits = '12345678901234567890123456789012345678';
  const Key = { customer: 'ada', order: NumberValue.from(digits) };
  await documents.send(new PutCommand({ TableName, Item: Key }));
  const got = await documents.send(new GetCommand({ TableName, Key }));
  return String(got.Item?.['order']);
}

async function conditionalUpdate(): Promise<unknown> {
  const update = (from: string, to: string): UpdateCommand =>
    new UpdateCommand({
      TableName,
      Key: { customer: 'grace', order: 7 },
      UpdateExpression: 'SET #state = :to, moves = if_not_exists(moves, :none) + :one',
      ConditionExpression: 'attribute_not_exists(#state) OR #state = :from',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':from': from, ':to': to, ':none': 0, ':one': 1 },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  await documents.send(update('none', 'paid'));
  const moved = await documents.send(update('paid', 'sent'));
  const refused = await failureOf(documents.send(update('paid', 'lost')));
  return {
    state: moved.Attributes?.['state'] as string,
    moves: String(moved.Attributes?.['moves']),
    refused: { name: refused['name'], message: refused['message'], item: refused['Item'] },
  };
}

async function pagedQuery(): Promise<unknown> {
  for (let order = 1; order <= 25; order += 1) {
    await documents.send(new PutCommand({ TableName, Item: { customer: 'linus', order } }));
  }
  const pages: number[][] = [];
  const query = {
    TableName,
    KeyConditionExpression: 'customer = :customer AND #order BETWEEN :low AND :high',
    ExpressionAttributeNames: { '#order': 'order' },
    ExpressionAttributeValues: { ':customer': 'linus', ':low': 3, ':high': 23 },
    ScanIndexForward: false,
  };
  for await (const page of paginateQuery({ client: documents, pageSize: 8 }, query)) {
    pages.push((page.Items ?? []).map((item) => Number(String(item['order']))));
  }
  return pages;
}

async function transaction(): Promise<unknown> {
  const transfer = (order: number): TransactWriteCommand =>
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { customer: 'alan', order, part: 'first' } } },
        {
          Put: {
            TableName,
            Item: { customer: 'alan', order: 100, part: 'second' },
            ConditionExpression: 'attribute_not_exists(customer)',
          },
        },
      ],
    });
  await documents.send(transfer(1));
  const cancelled = await failureOf(documents.send(transfer(2)));
  const half = await documents.send(
    new GetCommand({ TableName, Key: { customer: 'alan', order: 2 } }),
  );
  const reasons = cancelled['CancellationReasons'] as readonly { readonly Code?: string }[];
  return {
    name: cancelled['name'],
    codes: reasons.map((reason) => reason.Code),
    halfApplied: half.Item !== undefined,
  };
}

async function abort(): Promise<unknown> {
  const controller = new AbortController();
  const get = new GetItemCommand({
    TableName,
    Key: { customer: { S: 'ada' }, order: { N: '1' } },
  });
  const pending = failureOf(client.send(get, { abortSignal: controller.signal }));
  controller.abort();
  const { name } = await pending;
  const after = await client.send(get);
  return { name, aliveAfter: after.Item !== undefined };
}

async function errorNames(): Promise<unknown> {
  const noTable = await failureOf(
    client.send(new GetItemCommand({ TableName: 'nowhere', Key: { id: { S: '1' } } })),
  );
  const noKey = await failureOf(
    client.send(new GetItemCommand({ TableName, Key: { customer: { S: 'ada' } } })),
  );
  const notHere = await failureOf(
    client.send(new ExportTableToPointInTimeCommand({ TableArn: TableName, S3Bucket: 'none' })),
  );
  return { noTable: noTable['name'], noKey: noKey['name'], notHere: notHere['name'] };
}

/** What a page finds of the page before it. */
async function readBack(): Promise<unknown> {
  const got = await client.send(
    new GetItemCommand({ TableName, Key: { customer: { S: 'ada' }, order: { N: '1' } } }),
  );
  return got.Item?.['place'];
}

expose({
  createTable,
  putAndGet,
  bigNumber,
  conditionalUpdate,
  pagedQuery,
  transaction,
  abort,
  errorNames,
  readBack,
  close: () => db.close(),
});
