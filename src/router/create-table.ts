import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const createTable: Operation<ReturnType<typeof parse>> = {
  name: 'CreateTable',
  parse,
  run: () => '{}',
};
