import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const updateTable: Operation<ReturnType<typeof parse>> = {
  name: 'UpdateTable',
  parse,
  run: () => '{}',
};
