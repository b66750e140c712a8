import { isRecent } from '../../kernel/time.ts';
import type { TableClass } from '../../placement/record/throughput.ts';
import type { GroupMember } from '../../placement/record/global-table.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';

const CHANGE_LIMIT = 2;
const CHANGE_WINDOW_MS = 30 * 86_400_000;
const LIMITED = 'Updates to TableClass are limited to 2 times in 30 day(s)';

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
 * The record after a change of class: the very same record where the table has that class anyway, STANDARD where none was ever set. That is
 * no change, but refused like one once there may be no further.
 *
 * Source: reference api-surface.md section 5.
 */
export function changedClass(record: TableRecord, name: TableClass, nowMs: number): TableRecord {
  const current = record.tableClass;
  const recent = recentChanges(current?.recentChangesMs, nowMs);
  if (recent === undefined) {
    throw new DynamoError('LimitExceededException', `Subscriber limit exceeded: ${LIMITED}.`);
  }
  if (name === (current?.name ?? 'STANDARD')) return record;
  return {
    ...record,
    tableClass: { name, changedMs: nowMs, recentChangesMs: [...recent, nowMs] },
  };
}

/** What a change of class makes of a region replica's entry: each Region has changes of its own. Source: api-surface.md section 5d. */
export function changedClassOf(
  region: string,
  { overrides, classChangesMs }: GroupMember,
  name: TableClass,
  nowMs: number,
): Pick<GroupMember, 'overrides' | 'classChangesMs'> {
  const recent = recentChanges(classChangesMs, nowMs);
  if (recent === undefined) {
    throw new DynamoError(
      'LimitExceededException',
      `Limit exceeded for replica in ${region}. ${LIMITED}`,
    );
  }
  if (name === (overrides.tableClass ?? 'STANDARD')) {
    return { overrides, ...(classChangesMs === undefined ? {} : { classChangesMs }) };
  }
  return { overrides: { ...overrides, tableClass: name }, classChangesMs: [...recent, nowMs] };
}

/** The changes that count; undefined where there may be no further. */
function recentChanges(
  timesMs: readonly number[] | undefined,
  nowMs: number,
): readonly number[] | undefined {
  const recent = (timesMs ?? []).filter((ms) => isRecent(ms, nowMs, CHANGE_WINDOW_MS));
  return recent.length < CHANGE_LIMIT ? recent : undefined;
}
