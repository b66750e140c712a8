/**
 * `Hashrange.GetConsumer`: what a consumer of streams has put down durably, for our own client and console. Not part of AWS's API.
 *
 *     { Consumer } -> { State? }
 */
import { findConsumerState } from '../../stream/consumers.ts';
import type { GetConsumerAnswer } from '../../wire/extensions/consumers.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { consumerName } from './consumer-members.ts';
import type { Operation } from '../operation.ts';

const parse = requestShape({ Consumer: required(consumerName) });

export const getConsumer: Operation<ReturnType<typeof parse>> = {
  name: 'GetConsumer',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: ({ Consumer: name }, { store }) =>
    JSON.stringify({ State: findConsumerState(store, name) } satisfies GetConsumerAnswer),
};
