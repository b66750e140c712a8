export type EpochMs = number & { readonly __unit: 'EpochMs' };

/** The world's clocks. Everything below `engine/` gets time from here and nowhere else. */
export interface Clock {
  /** Wall time, milliseconds since 1970. May step backwards: never subtract two readings. */
  readonly now: () => EpochMs;
  /** Milliseconds since an arbitrary start. Never steps backwards. */
  readonly elapsedMs: () => number;
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

/** A job that will run once unless it is cancelled first. */
export interface Timer {
  readonly cancel: () => void;
}

/** Runs jobs later. Production uses timers, the simulation a virtual event heap. */
export interface Scheduler {
  /** Runs `job` once after at least `delayMs` milliseconds. */
  readonly after: (delayMs: number, job: () => void) => Timer;
}
