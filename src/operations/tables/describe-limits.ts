import { ACCOUNT_UNITS_LIMIT, TABLE_UNITS_LIMIT } from '../../wire/limits.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';

const parse = requestShape({});

export const describeLimits: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeLimits',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: () =>
    JSON.stringify({
      AccountMaxReadCapacityUnits: ACCOUNT_UNITS_LIMIT,
      AccountMaxWriteCapacityUnits: ACCOUNT_UNITS_LIMIT,
      TableMaxReadCapacityUnits: TABLE_UNITS_LIMIT,
      TableMaxWriteCapacityUnits: TABLE_UNITS_LIMIT,
    }),
};
