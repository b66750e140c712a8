import { isRecent } from '../../kernel/time.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';

const WINDOW_MS = 86_400_000;
/** Changes of a window that may follow each other at once, and how long each further one waits for the one before. */
const AT_ONCE = 4;
const PAUSE_MS = 21_600_000;

/**
 * The times of the changes of a table's encryption in the present window, one at `nowMs` among them: a window begins with its first change.
 * Throws where that one is too many. Source: reference api-surface.md section 5a, cooldowns.
 */
export function withChangeAt(timesMs: readonly number[], nowMs: number): readonly number[] {
  const [first] = timesMs;
  const known = first !== undefined && isRecent(first, nowMs, WINDOW_MS) ? timesMs : [];
  const last = known.at(-1);
  const isFree = known.length < AT_ONCE || last === undefined || !isRecent(last, nowMs, PAUSE_MS);
  if (isFree || first === undefined) return [...known, nowMs];
  const endMs = first + WINDOW_MS;
  throw new DynamoError(
    'LimitExceededException',
    'Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ending at ' +
      `${iso(endMs)}. After the first ${String(AT_ONCE)} change, each subsequent change in the same ` +
      `window can be performed at most once every ${String(PAUSE_MS / 1_000)} seconds. ` +
      `Number of updates today: ${String(known.length)}. Last change at ${iso(last)}. ` +
      `Next changes can be made at ${iso(Math.min(last + PAUSE_MS, endMs))}.`,
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
