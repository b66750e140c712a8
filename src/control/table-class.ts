import { isRecent } from '../kernel/time.ts';
import type { TableClass, TableRecord } from '../placement/table-record.ts';
import { DynamoError, validationError } from '../wire/dynamo-error.ts';

const CHANGE_LIMIT = 2;
const CHANGE_WINDOW_MS = 30 * 86_400_000;

/** The class that a request names. */
export function tableClassOf(name: string | undefined): TableClass | undefined {
  if (name === undefined || name === 'STANDARD' || name === 'STANDARD_INFREQUENT_ACCESS')
    return name;
  throw validationError(
    'Invalid table-class parameter provided. Please try again with a valid table-class value: ' +
      '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
  );
}

/**
 * The record after a change of class: the very same record where the table has that class anyway, STANDARD where none was ever set.
 *
 * Source: reference api-surface.md section 5.
 */
export function changedClass(record: TableRecord, name: TableClass, nowMs: number): TableRecord {
  const current = record.tableClass;
  if (current?.name === name || (current === undefined && name === 'STANDARD')) return record;
  const recent = (current?.recentChangesMs ?? []).filter((ms) =>
    isRecent(ms, nowMs, CHANGE_WINDOW_MS),
  );
  if (recent.length >= CHANGE_LIMIT) {
    throw new DynamoError(
      'LimitExceededException',
      'Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s).',
    );
  }
  return {
    ...record,
    tableClass: { name, changedMs: nowMs, recentChangesMs: [...recent, nowMs] },
  };
}
