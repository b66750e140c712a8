import type { UnitRates } from '../../placement/partition-map.ts';
import type { ThroughputRecord } from '../../placement/record/throughput.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { dateInWords } from '../request/date-in-words.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Decreases a UTC day that need no pause between them. Source: reference capacity.md section 4. */
const FREE_DECREASES = 4;

/** Decreases already made on the UTC day of `nowMs`. */
export function decreasesToday(throughput: ThroughputRecord, nowMs: number): number {
  const { lastDecreaseMs, decreases } = throughput;
  if (lastDecreaseMs === undefined) return 0;
  return Math.floor(lastDecreaseMs / DAY_MS) === Math.floor(nowMs / DAY_MS) ? decreases : 0;
}

/** The throughput after a change to other units. */
export function changedThroughput(
  current: ThroughputRecord,
  asked: UnitRates,
  nowMs: number,
  index?: string,
): ThroughputRecord {
  const { readUnits, writeUnits } = asked;
  if (readUnits === current.readUnits && writeUnits === current.writeUnits) {
    throw unchanged(current, index);
  }
  const rises = readUnits > current.readUnits || writeUnits > current.writeUnits;
  const falls = readUnits < current.readUnits || writeUnits < current.writeUnits;
  const made = decreasesToday(current, nowMs);
  if (falls) checkDecrease(current, made, nowMs);
  return {
    ...current,
    readUnits,
    writeUnits,
    ...(rises ? { lastIncreaseMs: nowMs } : {}),
    ...(falls ? { lastDecreaseMs: nowMs, decreases: made + 1 } : {}),
  };
}

/** Of an index as AWS answered in October 2026. */
function unchanged(
  { readUnits, writeUnits }: ThroughputRecord,
  index: string | undefined,
): DynamoError {
  const [resource, owner] =
    index === undefined ? ['table', 'the table'] : [`index ${index}`, `index ${index}`];
  const read = String(readUnits);
  const write = String(writeUnits);
  return validationError(
    `The provisioned throughput for the ${resource} will not change. ` +
      'The requested value equals the current value. ' +
      `Current ReadCapacityUnits provisioned for ${owner}: ${read}. Requested ReadCapacityUnits: ${read}. ` +
      `Current WriteCapacityUnits provisioned for ${owner}: ${write}. Requested WriteCapacityUnits: ${write}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
}

function checkDecrease(current: ThroughputRecord, made: number, nowMs: number): void {
  const { lastDecreaseMs } = current;
  if (made < FREE_DECREASES || lastDecreaseMs === undefined) return;
  const nextMs = lastDecreaseMs + HOUR_MS;
  if (nowMs >= nextMs) return;
  throw new DynamoError(
    'LimitExceededException',
    'Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. ' +
      'After the first 4 decreases, each subsequent decrease in the same UTC day can be performed ' +
      'at most once every 3600 seconds. ' +
      `Number of decreases today: ${String(made)}. ` +
      `Last decrease at ${dateInWords(lastDecreaseMs)}. ` +
      `Next decrease can be made at ${dateInWords(nextMs)}`,
  );
}
