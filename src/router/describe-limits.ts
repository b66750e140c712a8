import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const describeLimits: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeLimits',
  parse,
  run: () => '{}',
};
