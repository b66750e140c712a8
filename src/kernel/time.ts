/** A moment of DynamoDB's time: milliseconds since 1970. May be before the moment read last: never subtract two of them to time something. */
export type EpochMs = number & { readonly __unit: 'EpochMs' };

/** A moment of the machine's time: milliseconds since an arbitrary start. */
export type HostMs = number & { readonly __unit: 'HostMs' };

/** A job that will run once unless it is cancelled first. */
export interface Timer {
  readonly cancel: () => void;
}

/**
 * Time of the machine. What keeps data safe goes by it, and nothing stops it: commits, patience with the device, beats and leases of
 * tabs, talk between Regions.
 */
export interface HostTime {
  /** Never steps backwards. */
  readonly elapsedMs: () => HostMs;
  /** Runs `job` once after at least `delayMs` milliseconds. */
  readonly after: (delayMs: number, job: () => void) => Timer;
}

/**
 * Time of DynamoDB: dates of tables and records, expiry, retention, idempotency tokens. It may stand still or leap, and whoever goes by it
 * waits or catches up; no commit does.
 */
export interface ServiceTime {
  readonly now: () => EpochMs;
  /** Runs `job` once when at least `delayMs` milliseconds of this time have passed. */
  readonly after: (delayMs: number, job: () => void) => Timer;
}

/** How far clocks may differ without any of them being taken to be wrong. Source: ours. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Whether a time lies so far ahead of the clock that one of the two is wrong. */
export function isAhead(timeMs: number, nowMs: number): boolean {
  return timeMs > nowMs + CLOCK_TOLERANCE_MS;
}

/** Whether something was done less than `windowMs` ago. What a clock that was ahead has noted was not. */
export function isRecent(timeMs: number, nowMs: number, windowMs: number): boolean {
  return timeMs > nowMs - windowMs && !isAhead(timeMs, nowMs);
}
