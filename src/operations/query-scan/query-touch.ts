import { readSource } from '../../partition/read-source.ts';
import type { ReadSource } from '../../partition/read-source.ts';
import { findTableNamed } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import type { KeyRange } from '../../storage/store.ts';
import { namedBy, touchedTable, unlessRefused } from '../request/touched-tables.ts';
import type { Touch } from '../touch.ts';
import type { PageParameters } from './page-parameters.ts';

/** What a Query or Scan touches: all its pages, wherever this one begins. */
export function pageTouch(
  { tableName, indexName, projection, filter }: PageParameters,
  scope: CatalogScope,
  rangeIn: (source: ReadSource) => KeyRange,
): Touch {
  const table = findTableNamed(scope, tableName);
  const range = table && unlessRefused(() => rangeIn(readSource(table, indexName)));
  return {
    table: touchedTable(scope, tableName),
    access: 'read',
    part: 'items',
    index: indexName,
    ranges: range && [range],
    attributes: namedBy(projection, filter),
  };
}
