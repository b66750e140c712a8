import { requestShape } from '../../wire/shapes/structure.ts';
import type { Operation } from '../operation.ts';

const CACHE_MINUTES = 1440;

const parse = requestShape({});

export const describeEndpoints: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeEndpoints',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: (_request, { region }) =>
    JSON.stringify({
      Endpoints: [
        { Address: `dynamodb.${region}.amazonaws.com`, CachePeriodInMinutes: CACHE_MINUTES },
      ],
    }),
};
