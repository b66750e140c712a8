import type { StoredShard } from '../../placement/record/stream.ts';
import { sequenceNumberBefore, sequenceNumberOf, startOf } from '../../stream/log-position.ts';
import { readableShards } from '../../stream/shards.ts';
import type { Stream } from '../../stream/stream-catalog.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import { integer, oneOf } from '../../wire/shapes/scalars.ts';
import { required, requestShape, structure } from '../../wire/shapes/structure.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { checkStreamArn, getStream, shardId, streamArnMember } from './stream-members.ts';
import { streamTouch } from '../request/touched-tables.ts';

const PAGE_LIMIT = 100;

const readBody = requestShape({
  StreamArn: required(streamArnMember),
  Limit: integer({ min: 1, max: PAGE_LIMIT }),
  ExclusiveStartShardId: shardId,
  ShardFilter: structure('ShardFilter', { Type: oneOf(['CHILD_SHARDS']), ShardId: shardId }),
});

type Request = ReturnType<typeof readBody>;

function parse(body: RequestBody): Request {
  const request = readBody(body);
  checkStreamArn(request.StreamArn);
  const { ShardFilter: filter } = request;
  if (filter !== undefined && (filter.Type === undefined || filter.ShardId === undefined)) {
    throw validationError('ShardFilter must have both Type and ShardId');
  }
  return request;
}

/** The shards that are asked for, in the order of their ids. Every list of shards is in it: ids grow. */
function shardsOf(
  { shards }: Stream,
  { ExclusiveStartShardId: after, ShardFilter: filter }: Request,
  nowMs: number,
): readonly StoredShard[] {
  return readableShards(shards, nowMs).filter(
    ({ id, parent }) =>
      (after === undefined || id > after) && (filter === undefined || parent === filter.ShardId),
  );
}

function describeShard({ id, parent, fromLsn, toLsn }: StoredShard): JsonObject {
  return {
    ShardId: id,
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumberOf(startOf(fromLsn)),
      ...(toLsn === undefined
        ? {}
        : { EndingSequenceNumber: sequenceNumberBefore(startOf(toLsn)) }),
    },
    ...(parent === undefined ? {} : { ParentShardId: parent }),
  };
}

export const describeStream: Operation<Request> = {
  name: 'DescribeStream',
  layout: readBody.layout,
  parse,
  touches: ({ StreamArn }, scope) => streamTouch(scope, StreamArn),
  run: (request, context) => {
    const stream = getStream(context, request.StreamArn);
    const shards = shardsOf(stream, request, context.world.service.now());
    const page = shards.slice(0, request.Limit ?? PAGE_LIMIT);
    return JSON.stringify({
      StreamDescription: {
        StreamArn: stream.arn,
        StreamLabel: stream.label,
        StreamStatus: stream.closedMs === undefined ? 'ENABLED' : 'DISABLED',
        StreamViewType: stream.viewType,
        CreationRequestDateTime: stream.createdMs / 1000,
        TableName: stream.tableName,
        KeySchema: stream.keySchema,
        Shards: page.map(describeShard),
        LastEvaluatedShardId: shards.length > page.length ? page.at(-1)?.id : undefined,
      },
    });
  },
};
