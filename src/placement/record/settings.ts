import { isA, isNumber, isFlag, isOneOf, isText, optional } from '../../kernel/check.ts';

export interface SseRecord {
  readonly keyArn: string;
}

/** Expiry of items by an attribute. */
export interface TimeToLiveRecord {
  /** Absent while expiry is off. */
  readonly attribute?: string;
  readonly changedMs: number;
}

export type InsightsMode = 'ACCESSED_AND_THROTTLED_KEYS' | 'THROTTLED_KEYS';

/** Contributor insights of the table, or of one of its global indexes. */
export interface InsightsRecord {
  /** The tree of the index: an index of the same name that is made later is another. Absent for the table itself. */
  readonly indexTree?: number;
  readonly isEnabled: boolean;
  /** Switched on while no rule was left for them, and not switched off since. */
  readonly hasFailed?: boolean;
  readonly mode: InsightsMode;
  /** When they were last switched on: the names of their rules end in it. */
  readonly enabledMs: number;
  readonly changedMs: number;
}

/** Whether the settings of a table would go to region replicas in other accounts: kept and told, there are none. */
export type SettingsReplication = 'ENABLED' | 'DISABLED';

export const isSse = isA<SseRecord>({ keyArn: isText() });

export const isTimeToLive = isA<TimeToLiveRecord>({
  attribute: optional(isText()),
  changedMs: isNumber,
});

export const isInsights = isA<InsightsRecord>({
  indexTree: optional(isNumber),
  isEnabled: isFlag,
  hasFailed: optional(isFlag),
  mode: isOneOf(['ACCESSED_AND_THROTTLED_KEYS', 'THROTTLED_KEYS']),
  enabledMs: isNumber,
  changedMs: isNumber,
});
