/**
 * `Hashrange.GetTime`: what time it is for the database, by which its records grow old, for our own client: a page may have been given
 * another time. Not part of AWS's API.
 *
 *     {} -> { NowMs }
 */
import type { GetTimeAnswer } from '../../wire/extensions/time.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';

const parse = requestShape({});

export const getTime: Operation<ReturnType<typeof parse>> = {
  name: 'GetTime',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: (_, { world }) => JSON.stringify({ NowMs: world.service.now() } satisfies GetTimeAnswer),
};
