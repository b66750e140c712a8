import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const describeTable: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeTable',
  parse,
  run: () => '{}',
};
