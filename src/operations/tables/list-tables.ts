import { listTableNames } from '../../placement/table-catalog.ts';
import { integer } from '../../wire/shapes/scalars.ts';
import { requestShape } from '../../wire/shapes/structure.ts';
import { tableCursor } from '../request/common-members.ts';
import type { Operation } from '../operation.ts';

const PAGE_LIMIT = 100;

const parse = requestShape({
  ExclusiveStartTableName: tableCursor,
  Limit: integer({ min: 1, max: PAGE_LIMIT }),
});

export const listTables: Operation<ReturnType<typeof parse>> = {
  name: 'ListTables',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: (request, { store }) => {
    const { ExclusiveStartTableName: after, Limit: limit = PAGE_LIMIT } = request;
    const { names, hasMore } = listTableNames(store, after, limit);
    const last = hasMore ? names.at(-1) : undefined;
    return JSON.stringify({ TableNames: names, LastEvaluatedTableName: last });
  },
};
