import { parseStreamArn, findStream } from '../../stream/stream-catalog.ts';
import type { Stream } from '../../stream/stream-catalog.ts';
import type { StreamGround } from '../../stream/read-stream.ts';
import type { StoredShard } from '../../placement/record/stream.ts';
import { readableShards } from '../../stream/shards.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { string } from '../../wire/shapes/scalars.ts';
import type { RouterContext } from '../context.ts';

/** Members that the operations of DynamoDB Streams share. Source: api-surface.md, DynamoDB Streams. */
export const streamArnMember = string({ min: 37, max: 1024 });
export const shardId = string({ min: 28, max: 65 });
export const shardIterator = string({ min: 1, max: 2048 });
export const sequenceNumber = string({ min: 21, max: 40 });

/** Refuses what is no ARN of a stream. */
export function checkStreamArn(arn: string): void {
  if (parseStreamArn(arn) === undefined) throw validationError('Invalid StreamArn');
}

/** The stream with that ARN, on or switched off in the last day. */
export function getStream({ store, world }: RouterContext, arn: string): Stream {
  const stream = findStream(store, arn, world.service.now());
  if (stream !== undefined) return stream;
  throw new DynamoError(
    'ResourceNotFoundException',
    `Requested resource not found: Stream: ${arn} not found`,
  );
}

/** The shard of that id, if a record can be left in it. */
export function getShard({ world }: RouterContext, { shards }: Stream, id: string): StoredShard {
  const shard = readableShards(shards, world.service.now()).find((each) => each.id === id);
  if (shard !== undefined) return shard;
  throw new DynamoError(
    'ResourceNotFoundException',
    'Requested resource not found: Shard does not exist',
  );
}

export function streamGround({ store, region, world }: RouterContext): StreamGround {
  return { store, region, nowMs: world.service.now() };
}
