import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const deleteTable: Operation<ReturnType<typeof parse>> = {
  name: 'DeleteTable',
  parse,
  run: () => '{}',
};
