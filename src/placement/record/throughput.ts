import type { Check } from '../../kernel/check.ts';
import { isA, isNumber, isListOf, isOneOf, optional } from '../../kernel/check.ts';
import type { UnitRates } from '../partition-map.ts';

export type BillingMode = 'PROVISIONED' | 'PAY_PER_REQUEST';
export type TableClass = 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';

/** Provisioned units and the history that limits decreases. Both units are 0 for an on-demand table. */
export interface ThroughputRecord extends UnitRates {
  readonly lastIncreaseMs?: number;
  readonly lastDecreaseMs?: number;
  /** Decreases made on the UTC day of `lastDecreaseMs`. */
  readonly decreases: number;
}

export interface BillingRecord {
  readonly mode: BillingMode;
  /** Set once the table was on-demand; DescribeTable then shows a BillingModeSummary. */
  readonly lastToPayPerRequestMs?: number;
  /** Times of the switches to on-demand of the last 24 hours, for their limit. */
  readonly switchesToPayPerRequestMs: readonly number[];
}

export interface OnDemandRecord {
  readonly maxReadUnits?: number;
  readonly maxWriteUnits?: number;
}

/** The class of a table whose class was ever named. */
export interface TableClassRecord {
  readonly name: TableClass;
  readonly changedMs?: number;
  /** Times of the changes of the last 30 days, for their limit. */
  readonly recentChangesMs?: readonly number[];
}

export const isTableClass = isOneOf(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);

export const isUnits = isA<UnitRates>({ readUnits: isNumber, writeUnits: isNumber });

export const isThroughput = isA<ThroughputRecord>({
  readUnits: isNumber,
  writeUnits: isNumber,
  lastIncreaseMs: optional(isNumber),
  lastDecreaseMs: optional(isNumber),
  decreases: isNumber,
});

export const isBillingMode = isOneOf(['PROVISIONED', 'PAY_PER_REQUEST']);

export const isBilling = isA<BillingRecord>({
  mode: isBillingMode,
  lastToPayPerRequestMs: optional(isNumber),
  switchesToPayPerRequestMs: isListOf(isNumber),
});

export const isOnDemand: Check<OnDemandRecord> = isA<OnDemandRecord>({
  maxReadUnits: optional(isNumber),
  maxWriteUnits: optional(isNumber),
});

export const isClassRecord = isA<TableClassRecord>({
  name: isTableClass,
  changedMs: optional(isNumber),
  recentChangesMs: optional(isListOf(isNumber)),
});
