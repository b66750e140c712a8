/** Tombstones go when nobody can bring back what they stand for. */
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { isAhead } from '../kernel/time.ts';
import { walkTable } from '../partition/background-access.ts';
import { WHOLE_TREE } from '../partition/key-range.ts';
import type { Table } from '../placement/table-catalog.ts';
import type { Store } from '../storage/store.ts';
import { stampMs } from '../storage/log/version-stamp.ts';

/** Tombstones are kept at least so long, where their stamps tell the time. Source: ADR 13. */
export const TOMBSTONE_MS = 86_400_000;

/** Up to which stamp all Regions have applied all writes, each other's too; by Region, then by the Region that they follow. */
export type MarksByRegion = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** The stamp that everybody in `regions` has passed in following everybody else. */
export function passedStamp(regions: readonly string[], marks: MarksByRegion): number {
  let passed = Number.MAX_SAFE_INTEGER;
  for (const region of regions) {
    for (const followed of regions) {
      if (followed === region) continue;
      passed = Math.min(passed, marks.get(region)?.[followed] ?? 0);
    }
  }
  return passed;
}

/** A tombstone takes so many bytes of its page, more or less. */
const TOMBSTONE_BYTES = 32;

export interface PurgeStep {
  /** Tombstones that may go. */
  readonly keys: readonly KeyBytes[];
  /** Where the next step begins; undefined at the end. */
  readonly next: KeyBytes | undefined;
  /** Whether there are tombstones that are old enough, and only wait for others. */
  readonly isWaiting: boolean;
}

/** Looks through a stretch of the tombstones of a table for those that may go. */
export function purgeStep(
  store: Store,
  table: Table,
  from: KeyBytes | undefined,
  limit: { readonly nowMs: number; readonly passed: number; readonly atOnce: number },
): PurgeStep {
  const keys: KeyBytes[] = [];
  let looked = 0;
  let isWaiting = false;
  const walk = {
    part: 'tombstones',
    from: from ?? WHOLE_TREE.from,
    expectedBytes: limit.atOnce * TOMBSTONE_BYTES,
  } as const;
  const next = walkTable(store, table, walk, (key, { stamp }) => {
    const ms = stampMs(stamp);
    const isOld = ms + TOMBSTONE_MS <= limit.nowMs || isAhead(ms, limit.nowMs);
    if (isOld && stamp <= limit.passed) keys.push(key);
    isWaiting ||= isOld && stamp > limit.passed;
    return ++looked < limit.atOnce;
  });
  return { keys, next, isWaiting };
}
