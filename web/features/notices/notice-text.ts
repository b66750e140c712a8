/** What the database tells unasked, in words for people. */
import type { DatabaseEvent } from '../../database/connection.svelte.ts';
import { recordsText } from '../../values/number-text.ts';

type GivenUp = Extract<DatabaseEvent, { readonly type: 'given-up' }>;
type Conflict = Extract<DatabaseEvent, { readonly type: 'conflict' }>;

/** Undefined for what shows itself elsewhere: who owns the database, and that it is lost. */
export function noticeText(event: DatabaseEvent): string | undefined {
  switch (event.type) {
    case 'background-failed':
      return `Work in the background failed (${event.member}) and is tried again: ${event.message}`;
    case 'quota':
      return 'The browser has no room left: until there is some, only what makes the database smaller is taken.';
    case 'given-up':
      return givenUpText(event);
    case 'conflict':
      return conflictText(event);
    default:
      return undefined;
  }
}

const WHY = {
  RetryAttemptsExhausted: 'its handler failed too often',
  RecordAgeExceeded: 'they grew too old before it took them',
  Trimmed: 'they were gone from the stream before it came to them',
} as const;

function givenUpText(event: GivenUp): string {
  if ('trigger' in event) {
    const { trigger, tableName, why, records } = event;
    const what = records === undefined ? 'records' : recordsText(records);
    return `The trigger ${trigger} gave up ${what} of ${tableName}: ${WHY[why]}.`;
  }
  return event.reader === undefined
    ? 'Records that streams and other Regions may still want were given up: there was no room for them.'
    : `Records that ${event.reader} has not read were given up: it was away for too long, and gets a full copy.`;
}

function conflictText({ tableName, winner, loser }: Conflict): string {
  return `An item of ${tableName} was written in ${winner.region} and in ${loser.region} at once: the write of ${winner.region} stands.`;
}
