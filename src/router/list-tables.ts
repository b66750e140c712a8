import { requestShape } from '../wire/shapes/structure.ts';
import type { Operation } from './operation.ts';

const parse = requestShape({});

export const listTables: Operation<ReturnType<typeof parse>> = {
  name: 'ListTables',
  parse,
  run: () => '{}',
};
