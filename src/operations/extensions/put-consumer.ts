/**
 * `Hashrange.PutConsumer`: puts down the state of a consumer of streams, any text of at most 100 KB, or forgets it where `State` is
 * left out. For our own client and console; not part of AWS's API.
 *
 *     { Consumer, State?, ExpectedState? } -> {}
 *
 * With `ExpectedState` the state must be that text, or `null` for none, or else nothing changes and the answer is
 * ConditionalCheckFailedException.
 */
import { consumerChange, findConsumerState } from '../../stream/consumers.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { CONSUMER_STATE_MAX } from '../../wire/extensions/consumers.ts';
import { string } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { consumerName } from './consumer-members.ts';
import type { Operation, RequestBody } from '../operation.ts';

const readBody = requestShape({
  Consumer: required(consumerName),
  State: string({ max: CONSUMER_STATE_MAX }),
  ExpectedState: string({ max: CONSUMER_STATE_MAX }),
});

interface Request {
  readonly name: string;
  readonly state: string | undefined;
  /** Undefined where any state will do. */
  readonly expected: { readonly state: string | undefined } | undefined;
}

function parse(body: RequestBody): Request {
  const { Consumer: name, State: state, ExpectedState } = readBody(body);
  const isConditional = Object.hasOwn(body, 'ExpectedState');
  return { name, state, expected: isConditional ? { state: ExpectedState } : undefined };
}

export const putConsumer: Operation<Request> = {
  name: 'PutConsumer',
  layout: readBody.layout,
  parse,
  touches: () => [],
  run: ({ name, state, expected }, { store }) => {
    if (expected !== undefined && findConsumerState(store, name) !== expected.state) {
      throw new DynamoError('ConditionalCheckFailedException', 'The conditional request failed');
    }
    store.append([consumerChange(name, state)]);
    return '{}';
  },
};
