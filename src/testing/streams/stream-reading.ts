import type { RegionInTime } from '../region-in-time.ts';

export interface ReadRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: Record<string, { readonly S: string }>;
    readonly NewImage?: object;
    readonly OldImage?: object;
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
  };
  readonly userIdentity?: object;
  readonly ShardId?: string;
}

export interface ReadShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly SequenceNumberRange: { readonly EndingSequenceNumber?: string };
}

/** All shards of a stream, page by page. */
export async function shardsOf(
  region: RegionInTime,
  StreamArn: string,
): Promise<readonly ReadShard[]> {
  const shards: ReadShard[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const { StreamDescription } = await region.call<{
      StreamDescription: { Shards: ReadShard[]; LastEvaluatedShardId?: string };
    }>('DescribeStream', { StreamArn, ExclusiveStartShardId, Limit: 7 });
    shards.push(...StreamDescription.Shards);
    ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  return shards;
}

export async function iteratorAt(
  region: RegionInTime,
  StreamArn: string,
  ShardId: string,
  start: object = { ShardIteratorType: 'TRIM_HORIZON' },
): Promise<string> {
  const body = { StreamArn, ShardId, ...start };
  return (await region.call<{ ShardIterator: string }>('GetShardIterator', body)).ShardIterator;
}

interface Page {
  readonly Records: readonly ReadRecord[];
  readonly NextShardIterator?: string;
}

/** The records of a shard from the trim horizon on, up to its end or to an empty page. */
export async function readShard(
  region: RegionInTime,
  StreamArn: string,
  ShardId: string,
  Limit?: number,
): Promise<readonly ReadRecord[]> {
  const records: ReadRecord[] = [];
  let ShardIterator: string | undefined = await iteratorAt(region, StreamArn, ShardId);
  while (ShardIterator !== undefined) {
    const page: Page = await region.call<Page>('GetRecords', { ShardIterator, Limit });
    if (page.Records.length === 0) break;
    records.push(...page.Records);
    ShardIterator = page.NextShardIterator;
  }
  return records;
}

/** The records of all shards, each shard behind its parent. */
export async function readStream(
  region: RegionInTime,
  StreamArn: string,
  Limit?: number,
): Promise<readonly ReadRecord[]> {
  const records: ReadRecord[] = [];
  for (const { ShardId } of await shardsOf(region, StreamArn)) {
    records.push(...(await readShard(region, StreamArn, ShardId, Limit)));
  }
  return records;
}

/** Everything that a tail tells from the trim horizon on. */
export async function readTail(
  region: RegionInTime,
  StreamArn: string,
  Limit?: number,
): Promise<readonly ReadRecord[]> {
  const records: ReadRecord[] = [];
  let After = 'TRIM_HORIZON';
  for (;;) {
    const body = { StreamArn, After, Limit };
    const page = await region.call<{ Records: ReadRecord[]; Position: string }>('TailStream', body);
    if (page.Records.length === 0) return records;
    records.push(...page.Records);
    After = page.Position;
  }
}
