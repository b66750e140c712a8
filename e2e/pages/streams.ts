/** DynamoDB Streams as a consumer without Lambda writes it, with the SDK's own clients. */
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  _Record as StreamRecord,
  GetRecordsCommandOutput,
  ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { open } from 'hashrange';
import { expose, failureOf } from './expose.ts';

const TableName = 'ledger';

const db = await open('sdk-streams');
const client = new DynamoDBClient(db.clientConfig());
const streams = new DynamoDBStreamsClient(db.clientConfig());

async function createTable(): Promise<unknown> {
  const { TableDescription: table } = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'account', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'account', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return { view: table?.StreamSpecification?.StreamViewType, label: table?.LatestStreamLabel };
}

/** Three accounts are opened, one of them changed, another closed. */
async function write(): Promise<void> {
  const put = (account: string, balance: number): Promise<unknown> =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: { account: { S: account }, balance: { N: String(balance) } },
      }),
    );
  for (const account of ['ada', 'grace', 'linus']) await put(account, 0);
  await put('ada', 10);
  await put('ada', 10);
  await client.send(new DeleteItemCommand({ TableName, Key: { account: { S: 'grace' } } }));
}

async function streamArn(): Promise<string> {
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
  const arn = Streams?.[0]?.StreamArn;
  if (arn === undefined) throw new Error('the table has no stream');
  return arn;
}

async function iteratorsOf(StreamArn: string, type: ShardIteratorType): Promise<string[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const iterators = (StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
    const asked = { StreamArn, ShardId, ShardIteratorType: type };
    const { ShardIterator } = await streams.send(new GetShardIteratorCommand(asked));
    return ShardIterator ?? '';
  });
  return Promise.all(iterators);
}

/** Reads every shard until a page is empty. */
async function readAll(iterators: readonly string[]): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  for (const first of iterators) {
    let next: string | undefined = first;
    while (next !== undefined) {
      const page: GetRecordsCommandOutput = await streams.send(
        new GetRecordsCommand({ ShardIterator: next }),
      );
      records.push(...(page.Records ?? []));
      next = (page.Records ?? []).length === 0 ? undefined : page.NextShardIterator;
    }
  }
  return records;
}

const shown = ({ eventName, dynamodb }: StreamRecord): string =>
  [
    eventName,
    dynamodb?.Keys?.['account']?.S,
    dynamodb?.OldImage?.['balance']?.N,
    dynamodb?.NewImage?.['balance']?.N,
  ].join(' ');

async function recordsFromTheStart(): Promise<unknown> {
  const records = await readAll(await iteratorsOf(await streamArn(), 'TRIM_HORIZON'));
  const ofAccount = (account: string): string[] =>
    records.filter(({ dynamodb }) => dynamodb?.Keys?.['account']?.S === account).map(shown);
  const [first] = records;
  return {
    ada: ofAccount('ada'),
    grace: ofAccount('grace'),
    linus: ofAccount('linus'),
    source: first?.eventSource,
    isRecent:
      Math.abs(Date.now() - (first?.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0)) <
      3_600_000,
  };
}

async function recordsFromNow(): Promise<unknown> {
  const iterators = await iteratorsOf(await streamArn(), 'LATEST');
  const before = await readAll(iterators);
  await client.send(
    new PutItemCommand({ TableName, Item: { account: { S: 'alan' }, balance: { N: '1' } } }),
  );
  return { before: before.length, after: (await readAll(iterators)).map(shown) };
}

async function refusals(): Promise<unknown> {
  const enable = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
  const twice = await failureOf(
    client.send(new UpdateTableCommand({ TableName, StreamSpecification: enable })),
  );
  const garbage = await failureOf(
    streams.send(new GetRecordsCommand({ ShardIterator: 'nonsense' })),
  );
  return { twice: twice['name'], garbage: garbage['name'] };
}

expose({ createTable, write, recordsFromTheStart, recordsFromNow, refusals });
