import {
  inOrder,
  readableStreams as streamsOf,
  parseStreamArn,
} from '../../stream/stream-catalog.ts';
import type { Stream } from '../../stream/stream-catalog.ts';
import { integer } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { bareTableName } from '../request/common-members.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { checkStreamArn, streamArnMember } from './stream-members.ts';
import { streamTouch } from '../request/touched-tables.ts';

const PAGE_LIMIT = 100;

const readBody = requestShape({
  TableName: bareTableName,
  Limit: integer({ min: 1, max: PAGE_LIMIT }),
  ExclusiveStartStreamArn: streamArnMember,
});

type Request = ReturnType<typeof readBody>;

function parse(body: RequestBody): Request {
  const request = readBody(body);
  if (request.ExclusiveStartStreamArn !== undefined)
    checkStreamArn(request.ExclusiveStartStreamArn);
  return request;
}

/** What stands behind `after`, be that stream there, switched off, or gone. */
function streamsBehind(streams: readonly Stream[], after: string): readonly Stream[] {
  const place = parseStreamArn(after);
  return place === undefined ? [] : streams.filter((each) => inOrder(each, place) > 0);
}

export const listStreams: Operation<Request> = {
  name: 'ListStreams',
  layout: readBody.layout,
  parse,
  touches: ({ TableName }, scope) => streamTouch(scope, TableName),
  run: (request, { store, world }) => {
    const { TableName, Limit: limit = PAGE_LIMIT, ExclusiveStartStreamArn: after } = request;
    const all = streamsOf(store, TableName, world.service.now());
    const rest = after === undefined ? all : streamsBehind(all, after);
    const page = rest.slice(0, limit);
    return JSON.stringify({
      Streams: page.map(({ arn, tableName, label }) => ({
        StreamArn: arn,
        TableName: tableName,
        StreamLabel: label,
      })),
      LastEvaluatedStreamArn: rest.length > limit ? page.at(-1)?.arn : undefined,
    });
  },
};
