export type EpochMs = number & { readonly __unit: 'EpochMs' };

/** The world's clocks. Everything below `engine/` gets time from here and nowhere else. */
export interface Clock {
  /** Wall time, milliseconds since 1970. May step backwards: never subtract two readings. */
  readonly now: () => EpochMs;
  /** Milliseconds since an arbitrary start. Never steps backwards. */
  readonly elapsedMs: () => number;
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
