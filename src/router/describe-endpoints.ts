import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const describeEndpoints: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeEndpoints',
  parse,
  run: () => '{}',
};
