import { dateInWords } from '../request/date-in-words.ts';
import type { StoredShard } from '../../placement/record/stream.ts';
import {
  Headway,
  readStreamPage,
  RECORDS_MAX,
  trimmedDataAccess,
} from '../../stream/read-stream.ts';
import type { StreamPage } from '../../stream/read-stream.ts';
import {
  decodeShardIterator,
  encodeShardIterator,
  ITERATOR_MS,
} from '../../stream/shard-iterator.ts';
import type { ShardIterator } from '../../stream/shard-iterator.ts';
import { holds, readableShards } from '../../stream/shards.ts';
import type { Stream } from '../../stream/stream-catalog.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { integer } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { arrayText, objectText } from '../request/answer-parts.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { getStream, shardIterator, streamGround } from './stream-members.ts';
import { streamTouch } from '../request/touched-tables.ts';

const readBody = requestShape({
  ShardIterator: required(shardIterator),
  Limit: integer({ min: 1, max: RECORDS_MAX }),
});

interface Request {
  readonly iterator: ShardIterator;
  readonly limit: number;
  readonly headway: Headway;
}

function parse(body: RequestBody): Request {
  const { ShardIterator: text, Limit: limit = RECORDS_MAX } = readBody(body);
  return { iterator: decodeShardIterator(text), limit, headway: new Headway() };
}

/** In the words of Kinesis, whose interface this is. */
function checkNotExpired({ issuedMs }: ShardIterator, nowMs: number): void {
  if (nowMs - issuedMs <= ITERATOR_MS) return;
  throw new DynamoError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${dateInWords(issuedMs)} ` +
      `while right now it is ${dateInWords(nowMs)} ` +
      `which is further in the future than the tolerated delay of ${String(ITERATOR_MS)} milliseconds.`,
  );
}

/** A shard that has run out since the iterator was made takes its last records with it. */
function getShard({ shards }: Stream, id: string, nowMs: number): StoredShard {
  const shard = readableShards(shards, nowMs).find((each) => each.id === id);
  if (shard === undefined) throw trimmedDataAccess();
  return shard;
}

/** The iterator behind a page; undefined where the shard is closed and has been read to its end. */
function nextIterator(
  iterator: ShardIterator,
  shard: StoredShard,
  { records, next, isAtEnd }: StreamPage,
  nowMs: number,
): string | undefined {
  if (shard.toLsn !== undefined && next.lsn >= shard.toLsn) return undefined;
  // Until it has met a record, a reader from the trim horizon on may still be among what is too old.
  const skipsTrimmed = iterator.skipsTrimmed && records.length === 0 && !isAtEnd;
  return encodeShardIterator({ ...iterator, position: next, skipsTrimmed, issuedMs: nowMs });
}

export const getRecords: Operation<Request> = {
  name: 'GetRecords',
  layout: readBody.layout,
  parse,
  touches: ({ iterator }, scope) => streamTouch(scope, iterator.streamArn),
  run: ({ iterator, limit, headway }, context) => {
    const ground = streamGround(context);
    checkNotExpired(iterator, ground.nowMs);
    const stream = getStream(context, iterator.streamArn);
    const shard = getShard(stream, iterator.shardId, ground.nowMs);
    const page = readStreamPage(
      stream,
      {
        from: iterator.position,
        until: shard.toLsn,
        limit,
        headway,
        shardOf: (lsn, key) => (holds(shard, lsn, key) ? shard : undefined),
        skipsTrimmed: iterator.skipsTrimmed,
      },
      ground,
    );
    const next = nextIterator(iterator, shard, page, ground.nowMs);
    return objectText({
      Records: arrayText(page.records.map(({ text }) => text)),
      NextShardIterator: next === undefined ? undefined : JSON.stringify(next),
    });
  },
};
