/** `Hashrange.TellGivenUp`, by which a trigger has its database tell every tab that it has given up records. Not part of AWS's API. */
export interface TellGivenUpInput {
  readonly Trigger: string;
  readonly TableName: string;
  readonly Why: WhyTriggerGaveUp;
  /** How many; left out where that is not known. */
  readonly Records?: number;
}

/**
 * Lambda's names for a handler that failed too often, and for records that grew too old before it took them; `Trimmed`: they were gone from the
 * stream before the trigger came to them. Source: Lambda, "Retain discarded records for a DynamoDB event source"; the third is ours.
 */
export const WHY_TRIGGER_GAVE_UP = [
  'RetryAttemptsExhausted',
  'RecordAgeExceeded',
  'Trimmed',
] as const;

export type WhyTriggerGaveUp = (typeof WHY_TRIGGER_GAVE_UP)[number];
