import type { LogDamage } from '../storage/checkpoint/redo.ts';
import type { LogStore } from '../storage/log-store.ts';
import { scrubStore } from '../storage/scrub/scrub.ts';
import type { DamagedRange, EngineStats, ScrubReport } from '../wire/reports.ts';
import { describeLogDamage, rangeOf } from './damage-report.ts';
import type { Life } from './life.ts';
import type { HostedStore } from './storage-host.ts';

/** What the engine knows beside its store. */
export interface StatsOf extends Pick<
  EngineStats,
  'region' | 'state' | 'cacheBudgetBytes' | 'requests'
> {
  /** What openings have found damaged in the log. */
  readonly damage: readonly LogDamage[];
}

/** Figures of a running engine. */
export function statsOf(
  { hosted: { store }, background, longestWait }: Life,
  { damage, ...of }: StatsOf,
): EngineStats {
  const { log, forest, checkpointer } = store;
  const { superblock } = checkpointer;
  const usage = forest.usage();
  const { all: runs, bytes: runBytes } = forest.runs;
  const pageBytes = log.committedPageBytes + checkpointer.runs.writtenBytes;
  const writtenBytes = log.committedBytes + pageBytes;
  return {
    ...of,
    storeId: superblock.storeId,
    epoch: superblock.epoch,
    appendedLsn: log.nextLsn - 1,
    durableLsn: log.durableLsn,
    hardenedLsn: log.hardenedLsn,
    checkpointLsn: superblock.redoFromLsn,
    logBytes: log.committedBytes,
    logBehindBytes: checkpointer.replayBytes,
    logKeptBytes: checkpointer.keptBytes,
    ...usage,
    runs: runs.length,
    runBytes,
    writeAmplification: store.putBytes === 0 ? 0 : writtenBytes / store.putBytes,
    longestWaitMs: longestWait.ms,
    commits: log.commits,
    pageLoads: forest.pageLoads,
    isFull: store.isFull,
    clockLeadMs: log.clockLeadMs,
    damaged: [...damagedPages(store), ...describeLogDamage(damage, store)],
    background: background.report(),
  };
}

function damagedPages(store: LogStore): readonly DamagedRange[] {
  return [...store.forest.trees].flatMap((tree) =>
    [...tree.damaged].map(([low, reason]) =>
      rangeOf({ tree: tree.id, low, high: tree.highOf(tree.indexOf(low)), reason }, store),
    ),
  );
}

/** Walks all that is stored. `damage` is what openings have found in the log. Rejects with `DeviceFault`. */
export async function scrubLife(
  { device, store }: HostedStore,
  damage: readonly LogDamage[],
): Promise<ScrubReport> {
  const found = await scrubStore(device, store);
  // Repaired is what is on the device.
  if (store.forest.repaired > 0) await store.checkpoint();
  const logDamage = [...damage, ...found.logDamage];
  return {
    pages: found.pages,
    items: found.items,
    frames: found.frames,
    damaged: [
      ...found.damagedPages.map((range) => rangeOf(range, store)),
      ...describeLogDamage(logDamage, store),
    ],
    repaired: store.forest.repaired,
  };
}
