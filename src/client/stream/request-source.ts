import type { GetConsumerAnswer, PutConsumerInput } from '../../wire/extensions/consumers.ts';
import type { TailStreamAnswer, TailStreamInput } from '../../wire/extensions/tail-stream.ts';
import type { GetTimeAnswer } from '../../wire/extensions/time.ts';
import { ServiceError } from '../errors.ts';
import { answerBody } from '../browser/answer-body.ts';
import type { StreamSource, TailAsk, TailPage } from './source.ts';
import type { StreamRecord } from './stream-record.ts';

/** How a handle sends a request. */
export type Request = (
  target: string,
  bodyText: string,
  options?: { readonly signal: AbortSignal },
) => Promise<{ readonly status: number; readonly body: string; readonly requestId: string }>;

type TailAnswer = TailStreamAnswer<StreamRecord>;

interface StreamAnswer {
  readonly StreamDescription: {
    readonly Shards: readonly { readonly ShardId: string; readonly ParentShardId?: string }[];
    readonly LastEvaluatedShardId?: string;
  };
}

interface StreamsAnswer {
  readonly Streams: readonly { readonly StreamArn: string; readonly StreamLabel: string }[];
  readonly LastEvaluatedStreamArn?: string;
}

/** The stream operations over a database handle. */
export function requestSource(request: Request): StreamSource {
  const send = async <Answer>(
    target: string,
    input: object,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const { status, body, requestId } = await request(
      target,
      JSON.stringify(input),
      signal && { signal },
    );
    if (status !== 200) throw new ServiceError(status, body, requestId);
    return answerBody<Answer>(body);
  };
  return {
    tail: async (ask, signal) =>
      pageOf(await send<TailAnswer>('Hashrange.TailStream', tailInput(ask), signal)),
    shardParents: async (StreamArn, signal) => {
      const parents = new Map<string, string | undefined>();
      let ExclusiveStartShardId: string | undefined;
      do {
        const input = { StreamArn, ExclusiveStartShardId };
        const { StreamDescription } = await send<StreamAnswer>(
          'DynamoDBStreams_20120810.DescribeStream',
          input,
          signal,
        );
        for (const shard of StreamDescription.Shards)
          parents.set(shard.ShardId, shard.ParentShardId);
        ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
      } while (ExclusiveStartShardId !== undefined);
      return parents;
    },
    findStreams: async (TableName, signal) => {
      const found: StreamsAnswer['Streams'][number][] = [];
      let ExclusiveStartStreamArn: string | undefined;
      do {
        const input = { TableName, ExclusiveStartStreamArn };
        const target = 'DynamoDBStreams_20120810.ListStreams';
        const answer = await send<StreamsAnswer>(target, input, signal);
        found.push(...answer.Streams);
        ExclusiveStartStreamArn = answer.LastEvaluatedStreamArn;
      } while (ExclusiveStartStreamArn !== undefined);
      // Labels are times.
      return found
        .toSorted((a, b) => (a.StreamLabel < b.StreamLabel ? -1 : 1))
        .map(({ StreamArn }) => StreamArn);
    },
    nowMs: async (signal) => (await send<GetTimeAnswer>('Hashrange.GetTime', {}, signal)).NowMs,
    findState: async (Consumer, signal) => {
      const target = 'Hashrange.GetConsumer';
      return (await send<GetConsumerAnswer>(target, { Consumer }, signal)).State;
    },
    tellGivenUp: async (given) => {
      await send('Hashrange.TellGivenUp', given);
    },
    saveState: async ({ consumer, state, expected }, signal) => {
      const input: PutConsumerInput = {
        Consumer: consumer,
        State: state,
        ExpectedState: expected ?? null,
      };
      await send('Hashrange.PutConsumer', input, signal);
    },
  };
}

function tailInput({ of, after, shardId, limit, waitMs }: TailAsk): TailStreamInput {
  const stream = 'table' in of ? { TableName: of.table } : { StreamArn: of.streamArn };
  return { ...stream, After: after, ShardId: shardId, Limit: limit, WaitMs: waitMs };
}

function pageOf({ StreamArn, Records, Position, IsEnded }: TailAnswer): TailPage {
  return {
    streamArn: StreamArn,
    records: Records.map(({ ShardId, ...record }) => ({ shardId: ShardId, record })),
    position: Position,
    isEnded: IsEnded,
  };
}
