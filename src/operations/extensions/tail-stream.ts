/**
 * `Hashrange.TailStream`: the records of a stream in the order of the log, all shards or one of them, for our own client and
 * console. Not part of AWS's API.
 *
 *     { TableName | StreamArn, After?, ShardId?, Limit?, WaitMs? }
 *       -> { StreamArn, Records: [{ ...record, ShardId }], Position, IsEnded }
 *
 * - `After` is a sequence number, or the `Position` of an answer before; `TRIM_HORIZON` (default) for all that is left, `LATEST`
 *   for the end, which is answered at once and without records: go on from its `Position`. What lies more than a day back is
 *   refused with TrimmedDataAccessException.
 * - Where there is nothing behind `After` the request waits until there is, at most `WaitMs` (default 0, at most 20,000), and is
 *   then answered without records.
 * - `Limit` is at most 1,000 (default); an answer holds about 1 MB at most, and may hold less than there is.
 * - `IsEnded`: the stream was switched off and this is the last there was to read.
 */
import { findTable } from '../../placement/table-catalog.ts';
import type { StoredShard } from '../../placement/record/stream.ts';
import {
  behind,
  positionOfSequenceNumber,
  sequenceNumberBefore,
  startOf,
} from '../../stream/log-position.ts';
import type { LogPosition } from '../../stream/log-position.ts';
import { Headway, readStreamPage } from '../../stream/read-stream.ts';
import type { StreamPage } from '../../stream/read-stream.ts';
import { holds, shardOf } from '../../stream/shards.ts';
import { enabledStream } from '../../stream/stream-catalog.ts';
import type { Stream } from '../../stream/stream-catalog.ts';
import type { Lsn } from '../../storage/store.ts';
import { TAIL_RECORDS_MAX, TAIL_WAIT_MS_MAX } from '../../wire/extensions/tail-stream.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { integer, string } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { arrayText, objectText } from '../request/answer-parts.ts';
import { bareTableName } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { NothingYet } from '../long-poll.ts';
import type { Operation, RequestBody } from '../operation.ts';
import {
  checkStreamArn,
  getShard,
  getStream,
  shardId,
  streamArnMember,
  streamGround,
} from '../streams/stream-members.ts';
import { streamTouch } from '../request/touched-tables.ts';

const readBody = requestShape({
  TableName: bareTableName,
  StreamArn: streamArnMember,
  After: string(),
  ShardId: shardId,
  Limit: integer({ min: 1, max: TAIL_RECORDS_MAX }),
  WaitMs: integer({ min: 0, max: TAIL_WAIT_MS_MAX }),
});

/** A checked request. */
interface Request extends ReturnType<typeof readBody> {
  readonly from: LogPosition | 'TRIM_HORIZON' | 'LATEST';
  readonly headway: Headway;
}

function parse(body: RequestBody): Request {
  const request = readBody(body);
  const { TableName, StreamArn, After: after = 'TRIM_HORIZON' } = request;
  if ((TableName === undefined) === (StreamArn === undefined)) {
    throw validationError('TailStream takes either a TableName or a StreamArn');
  }
  if (StreamArn !== undefined) checkStreamArn(StreamArn);
  const headway = new Headway();
  if (after === 'TRIM_HORIZON' || after === 'LATEST') return { ...request, from: after, headway };
  const position = positionOfSequenceNumber(after);
  if (position === undefined) throw validationError(`Invalid SequenceNumber: ${after}`);
  return { ...request, from: behind(position), headway };
}

function streamOf({ TableName, StreamArn = '' }: Request, context: RouterContext): Stream {
  if (TableName === undefined) return getStream(context, StreamArn);
  const table = findTable(context.store, TableName);
  const stream = table === undefined ? undefined : enabledStream(table.record);
  if (stream !== undefined) return stream;
  throw new DynamoError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${TableName} has no stream`,
  );
}

/** From the first to the last record that the stream, or its one shard, can have. */
interface Span {
  readonly start: LogPosition;
  /** Undefined while records may come. */
  readonly endLsn: number | undefined;
}

function spanOf(shards: readonly StoredShard[]): Span {
  const isOpen = shards.some(({ toLsn }) => toLsn === undefined);
  return {
    start: startOf(Math.min(...shards.map(({ fromLsn }) => fromLsn))),
    endLsn: isOpen ? undefined : Math.max(...shards.map(({ toLsn = 0 }) => toLsn)),
  };
}

function answerOf(page: StreamPage, stream: Stream, span: Span): string {
  const records = page.records.map(
    ({ text, shard }) => `${text.slice(0, -1)},"ShardId":${JSON.stringify(shard.id)}}`,
  );
  const isEnded = span.endLsn !== undefined && page.next.lsn >= span.endLsn;
  return objectText({
    StreamArn: JSON.stringify(stream.arn),
    Records: arrayText(records),
    Position: JSON.stringify(sequenceNumberBefore(page.next)),
    IsEnded: String(isEnded),
  });
}

function run(request: Request, context: RouterContext): string {
  const { from, headway, ShardId, Limit: limit = TAIL_RECORDS_MAX, WaitMs: waitMs = 0 } = request;
  const { store } = context;
  const stream = streamOf(request, context);
  const shard = ShardId === undefined ? undefined : getShard(context, stream, ShardId);
  const span = spanOf(shard === undefined ? stream.shards : [shard]);
  if (from === 'LATEST') {
    const end = Math.min(store.durableLsn + 1, span.endLsn ?? Infinity);
    const next = startOf(Math.max(end, span.start.lsn));
    return answerOf({ records: [], next, isAtEnd: true }, stream, span);
  }
  const page = readStreamPage(
    stream,
    {
      from: from === 'TRIM_HORIZON' ? span.start : from,
      until: span.endLsn,
      limit,
      headway,
      shardOf: (lsn, key) => {
        if (shard === undefined) return shardOf(stream.shards, lsn, key) ?? 'gone';
        return holds(shard, lsn, key) ? shard : undefined;
      },
      skipsTrimmed: from === 'TRIM_HORIZON',
    },
    streamGround(context),
  );
  const answer = answerOf(page, stream, span);
  const mayCome = span.endLsn === undefined || page.next.lsn < span.endLsn;
  if (page.records.length > 0 || !page.isAtEnd || !mayCome || waitMs === 0) return answer;
  const seenLsn = (page.next.lsn - 1) as Lsn;
  throw new NothingYet({ tree: stream.tree, seenLsn, waitMs, answer });
}

export const tailStream: Operation<Request> = {
  name: 'TailStream',
  layout: readBody.layout,
  parse,
  touches: ({ TableName, StreamArn }, scope) => streamTouch(scope, TableName ?? StreamArn),
  run,
};
