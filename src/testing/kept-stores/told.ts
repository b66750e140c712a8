/** Everything that a store answers about itself, in one order, so that two builds can be compared by it. */

export type Json = Record<string, unknown>;

/** Runs an operation, DynamoDB JSON in and out; rejects where it is refused. */
export type Call = (operation: string, input: object) => Promise<Json>;

export interface ToldTable {
  readonly description: Json;
  readonly items: readonly Json[];
  /** Entries of each index that is whole, by its name. */
  readonly indexes: Readonly<Record<string, readonly Json[]>>;
  /** Answers about what is attached to the table, by operation; null where there is none. */
  readonly attached: Readonly<Record<string, Json | null>>;
}

export interface ToldStream {
  readonly description: Json;
  /** Of all shards, in the order of their ids. */
  readonly records: readonly Json[];
}

export interface Told {
  readonly tables: Readonly<Record<string, ToldTable>>;
  /** By ARN. */
  readonly streams: Readonly<Record<string, ToldStream>>;
  /** States of the consumers that were asked for. */
  readonly consumers: Readonly<Record<string, unknown>>;
}

export async function whatIsTold(call: Call, consumers: readonly string[]): Promise<Told> {
  const { TableNames } = (await call('ListTables', {})) as { readonly TableNames: string[] };
  const tables: Record<string, ToldTable> = {};
  for (const name of TableNames) tables[name] = await tableTold(call, name);
  const { Streams } = await call('ListStreams', {});
  const streams: Record<string, ToldStream> = {};
  for (const { StreamArn } of Streams as readonly { readonly StreamArn: string }[])
    streams[StreamArn] = await streamTold(call, StreamArn);
  const states: Record<string, unknown> = {};
  for (const Consumer of consumers)
    states[Consumer] = (await call('Hashrange.GetConsumer', { Consumer }))['State'];
  return { tables, streams, consumers: states };
}

async function tableTold(call: Call, TableName: string): Promise<ToldTable> {
  const { Table } = await call('DescribeTable', { TableName });
  const description = inOneOrder(Table as Json);
  const ResourceArn = description['TableArn'];
  const indexes: Record<string, readonly Json[]> = {};
  for (const IndexName of wholeIndexes(description))
    indexes[IndexName] = await itemsTold(call, { TableName, IndexName });
  const unless = (operation: string, input: object): Promise<Json | null> =>
    call(operation, input).catch(() => null);
  return {
    description,
    items: await itemsTold(call, { TableName }),
    indexes,
    attached: {
      DescribeTimeToLive: await unless('DescribeTimeToLive', { TableName }),
      DescribeContributorInsights: await unless('DescribeContributorInsights', { TableName }),
      ListTagsOfResource: await unless('ListTagsOfResource', { ResourceArn }),
      GetResourcePolicy: await unless('GetResourcePolicy', { ResourceArn }),
    },
  };
}

/** Lists that have no order of their own are told in another one by another build. */
function inOneOrder(description: Json): Json {
  const sorted = (list: string, name: string): readonly Json[] | undefined =>
    (description[list] as readonly Json[] | undefined)?.toSorted((a, b) =>
      String(a[name]) < String(b[name]) ? -1 : 1,
    );
  return {
    ...description,
    AttributeDefinitions: sorted('AttributeDefinitions', 'AttributeName'),
    LocalSecondaryIndexes: sorted('LocalSecondaryIndexes', 'IndexName'),
    GlobalSecondaryIndexes: sorted('GlobalSecondaryIndexes', 'IndexName'),
  };
}

function wholeIndexes(description: Json): readonly string[] {
  const { LocalSecondaryIndexes: local = [], GlobalSecondaryIndexes: global = [] } =
    description as Record<string, readonly { IndexName: string; IndexStatus?: string }[]>;
  return [...local, ...global.filter((index) => index.IndexStatus === 'ACTIVE')].map(
    ({ IndexName }) => IndexName,
  );
}

/** All items of a table or an index, in the order of its keys. */
export async function itemsTold(call: Call, scan: object): Promise<readonly Json[]> {
  const items: Json[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const { Items, LastEvaluatedKey } = await call('Scan', { ...scan, ExclusiveStartKey });
    items.push(...(Items as Json[]));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

async function streamTold(call: Call, StreamArn: string): Promise<ToldStream> {
  const { StreamDescription } = await call('DescribeStream', { StreamArn });
  const description = StreamDescription as Json & { readonly Shards: { ShardId: string }[] };
  const records: Json[] = [];
  for (const { ShardId } of description.Shards) {
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await call('GetShardIterator', from);
    // An open shard never ends: who reads it has come to its end for now when nothing comes.
    while (ShardIterator !== undefined) {
      const page = await call('GetRecords', { ShardIterator });
      const read = page['Records'] as Json[];
      records.push(...read);
      if (read.length === 0) break;
      ShardIterator = page['NextShardIterator'];
    }
  }
  return { description, records };
}
