/** Tombstones go when nobody can bring back what they stand for. */
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { isAhead } from '../kernel/time.ts';
import { WHOLE_TREE } from '../partition/key-range.ts';
import { stampMs } from '../storage/log/version-stamp.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';

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

export interface PurgeStep {
  readonly changes: readonly Change[];
  /** Where the next step begins; undefined at the end. */
  readonly next: KeyBytes | undefined;
  /** Whether there are tombstones that are old enough, and only wait for others. */
  readonly isWaiting: boolean;
}

/** Looks through a stretch of the tombstones of a table for those that may go. */
export function purgeStep(
  store: Store,
  tree: TreeId,
  from: KeyBytes | undefined,
  limit: { readonly nowMs: number; readonly passed: number; readonly atOnce: number },
): PurgeStep {
  const changes: Change[] = [];
  let looked = 0;
  let next: KeyBytes | undefined;
  let isWaiting = false;
  const range = { ...WHOLE_TREE, ...(from === undefined ? {} : { from }) };
  store.scan(tree, range, { reverse: false }, (key, { stamp }) => {
    if (looked++ === limit.atOnce) {
      next = key;
      return false;
    }
    const ms = stampMs(stamp);
    if (ms + TOMBSTONE_MS > limit.nowMs && !isAhead(ms, limit.nowMs)) return true;
    if (stamp <= limit.passed) changes.push({ kind: 'delete', tree, key });
    else isWaiting = true;
    return true;
  });
  return { changes, next, isWaiting };
}
