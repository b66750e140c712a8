import type { Random } from '../../../kernel/random.ts';
import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Device } from '../../device/port.ts';
import { EMPTY_BATCH } from '../../device/port.ts';
import type { PageKeyRange, RunName } from '../../page/page-key.ts';
import { rowsBetween, rowsOfRun } from '../../page/page-key.ts';
import type { RunRef, RunSection, SortedRun } from '../../run/run-codec.ts';
import { bytesOf, firstRow } from '../../run/sorted-runs.ts';
import { writeRun } from '../../run/run-writer.ts';
import type { Lsn } from '../../store.ts';
import type { Swept } from './sweep.ts';
import type { Forest } from '../../tree/forest.ts';
import type { FrozenChanges } from '../../tree/frozen-changes.ts';
import type { Tree } from '../../tree/tree.ts';

/** A run that lies on the device and that no superblock names yet. */
interface Unnamed {
  readonly run: SortedRun;
  readonly from: ReadonlyMap<Tree, FrozenChanges>;
}

/** What the next superblock says of runs, and the rows that may go with it. */
export interface BoardedRuns {
  readonly runs: readonly RunRef[];
  readonly dropPages: readonly PageKeyRange[];
  readonly settle: (landed: boolean) => void;
}

/**
 * Moves buffered changes to the device without their pages: they are frozen, written as a sorted run once they are durable, and named by the next
 * superblock, behind which the log is needed for them no more.
 *
 * Rows of a run go when neither slot of the superblock names it: either alone has to be enough to recover.
 */
export class RunKeeper {
  readonly #device: Device;
  readonly #forest: Forest;
  readonly #random: Random;
  readonly #epoch: number;
  readonly #rowBytes: number;
  /** The newest record whose change may be frozen, while there are frozen changes that no superblock accounts for. */
  #frozenLsn: Lsn | undefined;
  #writing: Promise<void> | undefined;
  /** Bytes of the run that is being written, or was written last. */
  #rowsWritten = 0;
  /** The run of what is frozen was begun. */
  isTried = false;
  /** Rows that were written since the opening. */
  writtenBytes = 0;
  #unnamed: Unnamed | undefined;
  /** The first row of runs that pages may lack, where that is another than the superblock tells. */
  #swept = new Map<SortedRun, number>();
  /** Runs on the device that neither slot names. */
  #garbage: readonly RunName[];
  #isTaken: boolean;
  /** What the slot names that the next superblock replaces. */
  #older: readonly RunRef[] = [];

  constructor(
    device: Device,
    forest: Forest,
    random: Random,
    {
      epoch,
      rowBytes,
      orphans,
      isTaken,
    }: {
      readonly epoch: number;
      readonly rowBytes: number;
      readonly orphans: readonly RunName[];
      /** Whether the superblock of this owner is written. Before, the older slot may name orphans. */
      readonly isTaken: boolean;
    },
  ) {
    this.#device = device;
    this.#forest = forest;
    this.#random = random;
    this.#epoch = epoch;
    this.#rowBytes = rowBytes;
    this.#garbage = orphans;
    this.#isTaken = isTaken;
  }

  /** Whether frozen changes lie in memory alone. */
  get isBehind(): boolean {
    return this.#frozenLsn !== undefined && this.#unnamed === undefined;
  }

  /** Bytes of frozen changes that no row on the device has, about. */
  get leftBytes(): number {
    if (!this.isBehind) return 0;
    let bytes = -this.#rowsWritten;
    for (const { frozen } of this.#forest.trees) bytes += frozen?.memoryBytes ?? 0;
    return Math.max(0, bytes);
  }

  /** Whether superblocks could make room, or runs be merged into pages. */
  get hasLeftovers(): boolean {
    const { all, spoiled } = this.#forest.runs;
    const isOver = (run: RunName): boolean => !all.some((named) => isSame(run, named));
    return (
      this.#garbage.length > 0 || this.#older.some(isOver) || all.some((run) => !spoiled.has(run))
    );
  }

  /** First record whose change is frozen and in no run on the device. */
  get oldestFrozen(): Lsn | undefined {
    let oldest: Lsn | undefined;
    for (const tree of this.#forest.trees) {
      const { frozen } = tree;
      if (frozen === undefined || this.#unnamed?.from.get(tree) === frozen) continue;
      if (oldest === undefined || frozen.recLsn < oldest) oldest = frozen.recLsn;
    }
    return oldest;
  }

  /** Freezes all that is buffered, up to record `lastLsn`, unless there is something frozen. */
  freeze(lastLsn: Lsn): void {
    if (this.#frozenLsn !== undefined) return;
    for (const tree of this.#forest.trees) tree.freeze();
    if ([...this.#forest.trees].some(({ frozen }) => frozen !== undefined))
      this.#frozenLsn = lastLsn;
    this.isTried = false;
    this.#rowsWritten = 0;
  }

  /** Records from `firstLsn` on were refused: what is left of frozen changes is older, and trees may be back that no page was written of. */
  refused(firstLsn: Lsn): void {
    this.#swept = new Map();
    if (this.#frozenLsn !== undefined && this.#frozenLsn >= firstLsn)
      this.#frozenLsn = (firstLsn - 1) as Lsn;
  }

  /**
   * Writes what is frozen, once it is durable: resolves when it has been written or refused. Undefined where there is nothing to write, or it is not
   * durable yet. `startOf` answers the start of the group that holds a record; `onProgress` hears of rows.
   */
  write(
    durableLsn: Lsn,
    startOf: (lsn: Lsn) => Lsn,
    onProgress: () => void,
  ): Promise<void> | undefined {
    if (!this.isBehind || durableLsn < (this.#frozenLsn as Lsn)) return undefined;
    this.isTried = true;
    this.#writing ??= this.#write(startOf, onProgress).finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #write(startOf: (lsn: Lsn) => Lsn, onProgress: () => void): Promise<void> {
    await this.#removeGarbage();
    const from = new Map<Tree, FrozenChanges>();
    for (const tree of [...this.#forest.trees].sort((a, b) => a.id - b.id))
      if (tree.frozen !== undefined) from.set(tree, tree.frozen);
    const oldest = this.oldestFrozen;
    if (oldest === undefined) {
      this.#frozenLsn = undefined;
      return;
    }
    const name = { epoch: this.#epoch, number: this.#random.nextUint32() };
    this.#rowsWritten = 0;
    try {
      const run = await writeRun(this.#device, name, [...from].map(sectionOf), {
        rowBytes: this.#rowBytes,
        fromLsn: startOf(oldest),
        onWritten: (bytes) => {
          this.#rowsWritten += bytes;
          onProgress();
        },
      });
      this.writtenBytes += bytesOf(run);
      this.#unnamed = { run, from };
    } catch (error) {
      this.#garbage = [...this.#garbage, name];
      throw error;
    }
  }

  /** Rows that no superblock names go before others are written: these may need their room, and it is these that the next superblock waits for. */
  async #removeGarbage(): Promise<void> {
    const garbage = this.#garbage;
    if (garbage.length === 0 || !this.#isTaken) return;
    await this.#device.write({ ...EMPTY_BATCH, dropPages: garbage.map(rowsOfRun) }, 'relaxed');
    this.#garbage = this.#garbage.filter((each) => !garbage.includes(each));
  }

  /** What these runs hold before a place has reached the pages. */
  swept({ runs, end }: Swept): void {
    const { spoiled } = this.#forest.runs;
    for (const run of runs) {
      if (spoiled.has(run)) continue;
      // A row that is damaged spans all that lies between its neighbours.
      const row = end === 'all' ? run.rows : firstRow(run, end);
      this.#swept.set(run, Math.max(run.fromRow, row));
    }
  }

  /** What the superblock behind `previous` says of runs. */
  board(previous: readonly RunRef[]): BoardedRuns {
    const { runs } = this.#forest;
    const unnamed = this.#unnamed;
    const swept = this.#swept;
    const garbage = this.#garbage;
    const fromRowOf = (run: SortedRun): number => swept.get(run) ?? run.fromRow;
    const named = runs.all.filter((run) => fromRowOf(run) < run.rows);
    if (unnamed !== undefined) named.push(unnamed.run);
    const refs = named.map((run): RunRef => {
      const { spans: _, filter: __, ...ref } = run;
      return { ...ref, fromRow: fromRowOf(run) };
    });
    return {
      runs: refs,
      dropPages: [
        ...garbage.map(rowsOfRun),
        ...this.#older.flatMap((run) => unneeded(run, [...previous, ...refs])),
      ],
      settle: (landed) => {
        if (!landed) return;
        this.#isTaken = true;
        this.#garbage = this.#garbage.filter((run) => !garbage.includes(run));
        this.#older = previous;
        this.#swept = new Map();
        if (unnamed === undefined && swept.size === 0) return;
        for (const [run, row] of swept) run.fromRow = row;
        runs.replace(named);
        if (unnamed !== undefined) this.#named(unnamed);
      },
    };
  }

  #named({ from }: Unnamed): void {
    this.#unnamed = undefined;
    for (const [tree, frozen] of from) tree.named(frozen);
    // A tree that a refused drop brought back has frozen changes of its own.
    if (this.oldestFrozen === undefined) this.#frozenLsn = undefined;
  }
}

function sectionOf([tree, frozen]: readonly [Tree, FrozenChanges]): RunSection {
  return frozen.within(tree.id, { from: '' as KeyBytes, to: undefined });
}

/** Rows of a run, as an older superblock names it, that none of these needs. */
function unneeded(run: RunRef, named: readonly RunRef[]): readonly PageKeyRange[] {
  const own = named.filter((each) => isSame(run, each));
  if (own.length === 0) return [rowsOfRun(run)];
  const fromRow = Math.min(...own.map((each) => each.fromRow));
  return fromRow > run.fromRow ? [rowsBetween(run, run.fromRow, fromRow)] : [];
}

function isSame(a: RunName, b: RunName): boolean {
  return a.epoch === b.epoch && a.number === b.number;
}
