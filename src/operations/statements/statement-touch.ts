import { isWholeKey, keyEqualitiesOf } from '../../partiql/statement-key.ts';
import type { SelectStatement, Statement } from '../../partiql/statements.ts';
import { WHOLE_TREE } from '../../partition/key-range.ts';
import { findTableNamed } from '../../placement/table-catalog.ts';
import type { CatalogScope, Table } from '../../placement/table-catalog.ts';
import { namedBy, touchedTable, unlessRefused, writeTouch } from '../request/touched-tables.ts';
import type { Touch } from '../touch.ts';
import { tableNameOf } from './statement-members.ts';
import { planSelect, sourceOf } from './statement-plan.ts';
import { equalitiesOf, lowerWrite } from './statement-write.ts';

/** What a statement touches: what its WHERE clause asks of the key is known where its table is. */
export function statementTouch(scope: CatalogScope, statement: Statement): Touch {
  const tableName = tableNameOf(statement);
  const table = findTableNamed(scope, tableName);
  if (statement.kind === 'exists') return selectTouch(scope, statement.select, table);
  if (statement.kind === 'select') return selectTouch(scope, statement, table);
  if (table === undefined) {
    return { table: touchedTable(scope, tableName), access: 'write', part: 'items' };
  }
  const { keySchema } = table;
  const attributes =
    statement.kind === 'insert' ? statement.item : equalitiesOf(statement, keySchema).key;
  return writeTouch(scope, { tableName, ...lowerWrite(statement, attributes, keySchema) });
}

function selectTouch(
  scope: CatalogScope,
  select: SelectStatement,
  table: Table | undefined,
): Touch {
  return {
    table: touchedTable(scope, select.table),
    access: 'read',
    part: 'items',
    index: select.index,
    attributes: namedBy(select.projection, select.where),
    ...(table && unlessRefused(() => placeOf(select, table))),
  };
}

/** The key that a SELECT names whole, or else the ranges of its plan. */
function placeOf(select: SelectStatement, table: Table): Pick<Touch, 'keys' | 'ranges'> {
  const { keySchema } = table;
  const { key } = keyEqualitiesOf(select.where, keySchema, { oneValueIn: true });
  if (select.index === undefined && isWholeKey(key, keySchema)) return { keys: [key] };
  const plan = planSelect(select, sourceOf(select, table, 'eventual'));
  return { ranges: plan.kind === 'scan' ? [WHOLE_TREE] : plan.ranges.map(({ range }) => range) };
}
