import type { StoredShard } from '../../placement/record/stream.ts';
import { behind, isBefore, positionOfSequenceNumber, startOf } from '../../stream/log-position.ts';
import type { LogPosition } from '../../stream/log-position.ts';
import { isTrimmed, trimmedDataAccess } from '../../stream/read-stream.ts';
import type { StreamGround } from '../../stream/read-stream.ts';
import { encodeShardIterator } from '../../stream/shard-iterator.ts';
import type { Stream } from '../../stream/stream-catalog.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import { oneOf } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { Operation, RequestBody } from '../operation.ts';
import {
  checkStreamArn,
  getShard,
  getStream,
  sequenceNumber,
  shardId,
  streamArnMember,
  streamGround,
} from './stream-members.ts';
import { streamTouch } from '../request/touched-tables.ts';

const readBody = requestShape({
  StreamArn: required(streamArnMember),
  ShardId: required(shardId),
  ShardIteratorType: required(
    oneOf(['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON']),
  ),
  SequenceNumber: sequenceNumber,
});

/** A checked request; `at` is the change that it names. */
type Request = ReturnType<typeof readBody> & { readonly at: LogPosition | undefined };

function parse(body: RequestBody): Request {
  const request = readBody(body);
  const { StreamArn, ShardIteratorType: type, SequenceNumber: number } = request;
  const isByNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (isByNumber && number === undefined) throw validationError('SequenceNumber cannot be null');
  if (!isByNumber && number !== undefined) {
    throw validationError(`SequenceNumber must be null for ShardIteratorType ${type}`);
  }
  checkStreamArn(StreamArn);
  if (number === undefined) return { ...request, at: undefined };
  const at = positionOfSequenceNumber(number);
  if (at === undefined) throw invalidNumber(number);
  return { ...request, at };
}

function invalidNumber(number: string): Error {
  return validationError(`Invalid SequenceNumber: ${number}`);
}

/** Where an iterator of that type begins. */
function positionIn(
  shard: StoredShard,
  { ShardIteratorType: type, at }: Request,
  { store }: StreamGround,
): LogPosition {
  if (at !== undefined) return type === 'AT_SEQUENCE_NUMBER' ? at : behind(at);
  if (type === 'TRIM_HORIZON') return startOf(shard.fromLsn);
  return startOf(Math.min(Math.max(store.durableLsn + 1, shard.fromLsn), shard.toLsn ?? Infinity));
}

/** Refuses a change that is not in the shard, or no longer. */
function checkNamed(
  { tree }: Stream,
  shard: StoredShard,
  { at, SequenceNumber = '' }: Request,
  { store, nowMs }: StreamGround,
): void {
  if (at === undefined) return;
  const end = startOf(Math.min(shard.toLsn ?? Infinity, store.nextLsn));
  if (isBefore(at, startOf(shard.fromLsn)) || !isBefore(at, end))
    throw invalidNumber(SequenceNumber);
  if (at.lsn < store.oldestLogLsn) throw trimmedDataAccess();
  if (at.lsn > store.durableLsn) return;
  store.readLog({ from: at.lsn, trees: [tree] }, (record) => {
    if (record.lsn === at.lsn && isTrimmed(record, nowMs)) throw trimmedDataAccess();
    return false;
  });
}

export const getShardIterator: Operation<Request> = {
  name: 'GetShardIterator',
  layout: readBody.layout,
  parse,
  touches: ({ StreamArn }, scope) => streamTouch(scope, StreamArn),
  run: (request, context) => {
    const stream = getStream(context, request.StreamArn);
    const shard = getShard(context, stream, request.ShardId);
    const ground = streamGround(context);
    checkNamed(stream, shard, request, ground);
    const iterator = encodeShardIterator({
      streamArn: stream.arn,
      shardId: shard.id,
      position: positionIn(shard, request, ground),
      skipsTrimmed: request.ShardIteratorType === 'TRIM_HORIZON',
      issuedMs: ground.nowMs,
    });
    return JSON.stringify({ ShardIterator: iterator });
  },
};
