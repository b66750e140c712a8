import type { Lsn } from '../storage/store.ts';

/** A place in the replication log: before change `ordinal` of record `lsn`. */
export interface LogPosition {
  readonly lsn: Lsn;
  readonly ordinal: number;
}

/** No log record has more changes. */
export const ORDINALS = 10_000;

const LSN_DIGITS = 16;
const ORDINAL_DIGITS = 4;
const SEQUENCE_NUMBER = /^1(\d{16})(\d{4})$/;

export function startOf(lsn: number): LogPosition {
  return { lsn: lsn as Lsn, ordinal: 0 };
}

export function isBefore(a: LogPosition, b: LogPosition): boolean {
  return a.lsn < b.lsn || (a.lsn === b.lsn && a.ordinal < b.ordinal);
}

/** The place behind the change at `position`. */
export function behind({ lsn, ordinal }: LogPosition): LogPosition {
  return ordinal + 1 < ORDINALS ? { lsn, ordinal: ordinal + 1 } : startOf(lsn + 1);
}

/**
 * The sequence number of the change at `position`: 21 digits, the first of them 1. Text order, number order and log order are
 * one. Source: ours; AWS promises 21 to 40 digits that grow.
 */
export function sequenceNumberOf({ lsn, ordinal }: LogPosition): string {
  const record = String(lsn).padStart(LSN_DIGITS, '0');
  return `1${record}${String(ordinal).padStart(ORDINAL_DIGITS, '0')}`;
}

/** The greatest sequence number below `position`. */
export function sequenceNumberBefore({ lsn, ordinal }: LogPosition): string {
  return ordinal === 0
    ? sequenceNumberOf({ lsn: (lsn - 1) as Lsn, ordinal: ORDINALS - 1 })
    : sequenceNumberOf({ lsn, ordinal: ordinal - 1 });
}

/** Undefined for what is no sequence number of ours. */
export function positionOfSequenceNumber(text: string): LogPosition | undefined {
  const [, record, ordinal] = SEQUENCE_NUMBER.exec(text) ?? [];
  if (record === undefined || ordinal === undefined) return undefined;
  const lsn = Number(record);
  return Number.isSafeInteger(lsn) ? { lsn: lsn as Lsn, ordinal: Number(ordinal) } : undefined;
}
