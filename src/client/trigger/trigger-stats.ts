/** Figures of a trigger since this page registered it. */
export interface TriggerStats {
  /** `waiting`: another tab runs the trigger, or its table is not there yet. */
  readonly state: 'waiting' | 'running' | 'stopped';
  /** Calls of the handler, and those of them that failed, in part or whole. */
  readonly invocations: number;
  readonly failures: number;
  /** Records that were handled, that no filter pattern matched, that were given up. */
  readonly handled: number;
  readonly filtered: number;
  readonly discarded: number;
  /** Times that records were trimmed before the trigger came to them. */
  readonly gaps: number;
  /** Shards with records that wait. */
  readonly busyShards: number;
  /** The cause that keeps the trigger from going on, if there is one. */
  readonly problem: unknown;
}

export type Counts = { -readonly [Name in keyof TriggerStats]: TriggerStats[Name] };

export function newCounts(): Counts {
  return {
    state: 'waiting',
    invocations: 0,
    failures: 0,
    handled: 0,
    filtered: 0,
    discarded: 0,
    gaps: 0,
    busyShards: 0,
    problem: undefined,
  };
}
