import type { World } from '../../kernel/world.ts';
import type { Device } from '../device/port.ts';
import { FollowedRecords } from '../log/followed-records.ts';
import { readLog } from '../log/log-scan.ts';
import type { LogEnd } from '../log/replication-log.ts';
import type { FoundNote } from '../log/stored-log.ts';
import { countReserve } from '../quota/reserve.ts';
import { findOrphans, openRuns } from '../run/open-run.ts';
import { CURSOR_TREE, LEDGER_TREE } from '../system-tree.ts';
import { Forest } from '../tree/forest.ts';
import { findSuperblock, mustStandStill } from './find-superblock.ts';
import type { GroupStart } from './group-starts.ts';
import type { OpeningProgress } from './opening-progress.ts';
import { ReplayProgress } from './opening-progress.ts';
import type { LogDamage } from './redo.ts';
import { Redo } from './redo.ts';
import { repairFromLog } from './repair-from-log.ts';
import { RunKeeper } from './runs/run-keeper.ts';
import type { Superblock } from './superblock.ts';
import { takeOver } from './takeover.ts';
import { unansweredOf } from './unanswered-changes.ts';
import { warmUp } from './warm-up.ts';

/** Owners in a row that had no room to write down their number. What is heard of more is a stranger's. */
const UNWRITTEN_MAX = 1_000;

export interface Recovered {
  readonly forest: Forest;
  readonly superblock: Superblock;
  readonly groups: readonly GroupStart[];
  readonly position: LogEnd;
  readonly damage: readonly LogDamage[];
  /** What followers of the log have still to answer. */
  readonly followed: FollowedRecords;
  /** Answers to requests that may be sent again. */
  readonly notes: readonly FoundNote[];
  /** Log that was redone, in bytes. */
  readonly redoneBytes: number;
  /** Rows of the reserve on the device. */
  readonly reserveRows: number;
  /** What becomes of buffered changes without their pages. */
  readonly runs: RunKeeper;
}

export interface RecoverOptions {
  readonly device: Device;
  readonly world: World;
  readonly cacheBytes: number;
  readonly expectedStoreId: string | undefined;
  /** The new owner's number is above this one: it may have been heard of an owner that had no room to write it down. */
  readonly epochAbove?: number | undefined;
  /** Hears how far the log has been replayed. */
  readonly onProgress?: ((progress: OpeningProgress) => void) | undefined;
}

/**
 * Opens the store on `device`: superblock, redo of the log from the checkpoint, then one transaction that takes
 * ownership (a new epoch and a frame at the next LSN, which fences off a former owner).
 *
 * Refuses with `StoreRefused` rather than show an empty store where there was one.
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { device, world, onProgress = () => undefined } = options;
  const superblock = await findSuperblock(options);
  const runs = await openRuns(device, superblock.runs);
  const forest = new Forest(
    device,
    runs,
    { ...world.knobs, cacheBytes: options.cacheBytes, secret: superblock.storeId },
    repairFromLog(device, superblock),
  );
  for (const { tree, items, sizeBytes, isStored, branchCrc } of superblock.counts) {
    forest.setCounts(tree, { items, sizeBytes });
    if (branchCrc !== 0) forest.setBranchCrc(tree, branchCrc);
    if (isStored) forest.expectRoot(tree);
  }
  if (superblock.suspectLsn > 0) forest.suspect(superblock.suspectLsn, superblock.suspectTrees);
  const redo = new Redo(forest, superblock);
  forest.trustBranches(redo.hasNothing);
  const reserveRows = countReserve(device);
  const orphanRuns = findOrphans(device, superblock.runs);
  const warm = warmUp(forest, superblock, world.knobs);
  // Awaited below; should reading the log fail first, that failure is the one to tell.
  for (const early of [warm, reserveRows, orphanRuns]) early.catch(() => undefined);
  const progress = new ReplayProgress(device, superblock.redoFromLsn, onProgress);
  for await (const piece of readLog(device, superblock.redoFromLsn, superblock.redoPrevCrc)) {
    if (piece.kind === 'gap') redo.gap(piece.fromLsn, piece.toLsn, piece.fault);
    else await redo.group(piece.group);
    progress.reached(redo.nextLsn);
  }
  redo.end();
  progress.end();
  await mustStandStill(device, superblock);
  const [recovered] = await Promise.all([
    begin(options, forest, redo, superblock, await reserveRows),
    warm,
  ]);
  const keeper = new RunKeeper(device, forest, world.random, {
    epoch: recovered.position.epoch,
    rowBytes: world.knobs.runRowBytes,
    orphans: await orphanRuns,
    isTaken: recovered.position.owedMeta.length === 0,
  });
  return { ...recovered, runs: keeper };
}

async function begin(
  { device, world, epochAbove = 0 }: RecoverOptions,
  forest: Forest,
  redo: Redo,
  found: Superblock,
  rows: number,
): Promise<Omit<Recovered, 'runs'>> {
  const superblock: Superblock = {
    ...found,
    epoch: Math.max(found.epoch, Math.min(epochAbove, found.epoch + UNWRITTEN_MAX)) + 1,
    sequence: found.sequence + 1,
    suspectLsn: redo.suspectLsn,
    suspectTrees: redo.suspectTrees,
  };
  const { position, groups, reserveRows } = await takeOver(device, world, redo, superblock, rows);
  if (found.epoch === 0) {
    forest.plant(LEDGER_TREE);
    forest.plant(CURSOR_TREE);
  }
  const followed = await unansweredOf(forest, redo);
  return {
    forest,
    superblock,
    groups: [
      ...redo.groups.map((group) => ({ ...group, at: group.at - redo.bytes })),
      ...groups.map((group) => ({ ...group, at: 0 })),
    ],
    position,
    damage: redo.damage,
    followed,
    notes: redo.notes,
    redoneBytes: redo.bytes,
    reserveRows,
  };
}
