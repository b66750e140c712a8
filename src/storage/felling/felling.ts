import type { Device } from '../device/port.ts';
import { DeviceFault, EMPTY_BATCH, isRefusal } from '../device/port.ts';
import type { ReplicationLog } from '../log/replication-log.ts';
import type { PageKeyRange } from '../page/page-key.ts';
import { allPagesOf } from '../page/page-key.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import { FellingFault } from './felling-fault.ts';

/** Names that are read in one transaction. */
const NAMES_AT_ONCE = 512;

/** Fewer rows than these, some 8 MB, are not worth it that the files are compacted. */
const COMPACTED_ROWS = 256;

/** Rows that go in one transaction. */
interface Slice extends PageKeyRange {
  readonly rows: number;
}

/**
 * Deletes the pages of trees that were dropped, a few in a transaction, so that commits come in between. First they are counted.
 *
 * No log frame goes with it: whoever has read that a tree was dropped may delete its pages, also a former owner, for no tree has its id again.
 */
export class Felling {
  readonly #device: Device;
  readonly #log: Pick<ReplicationLog, 'stopped' | 'whenDurable'>;
  readonly #forest: Forest;
  readonly #rowsAtOnce: number;
  /** All trees that it was given. */
  readonly #trees = new Set<TreeId>();
  #uncounted: PageKeyRange[] = [];
  #slices: Slice[] = [];
  /** Rows deleted since all was done before. */
  #deleted = 0;
  #running: Promise<void> | undefined;
  /** A step was taken since somebody asked. */
  #hasStepped = false;

  constructor(
    device: Device,
    log: Pick<ReplicationLog, 'stopped' | 'whenDurable'>,
    forest: Forest,
    rowsAtOnce: number,
  ) {
    this.#device = device;
    this.#log = log;
    this.#forest = forest;
    this.#rowsAtOnce = rowsAtOnce;
  }

  /** Rows that are known to be left. */
  get left(): number {
    return this.#slices.reduce((sum, { rows }) => sum + rows, 0);
  }

  /**
   * Whether nothing is left of these trees. `seenLsn` is the newest record that tells of them. Throws `FellingFault` where there is, and no step was
   * taken since it was last asked.
   */
  isDone(trees: readonly TreeId[], seenLsn: Lsn): boolean {
    if (this.#isIdle && trees.every((tree) => this.#trees.has(tree))) return true;
    if (!this.#hasStepped) throw new FellingFault(trees, seenLsn);
    this.#hasStepped = false;
    return false;
  }

  get #isIdle(): boolean {
    return this.#uncounted.length === 0 && this.#slices.length === 0 && this.#deleted === 0;
  }

  /** Takes the next step. Does nothing where the drop was refused: who looks again finds none. Rejects with `DeviceFault`. */
  async step({ trees, seenLsn }: FellingFault): Promise<void> {
    if (!(await this.#isDurable(seenLsn))) return;
    for (const tree of trees) this.#add(tree);
    await this.#proceed();
    this.#hasStepped = true;
  }

  /** Takes all steps for the trees that it was given, unless the device refuses one. Rejects with any other `DeviceFault`. */
  async finish(): Promise<void> {
    try {
      while (!this.#isIdle) await this.#proceed();
    } catch (error) {
      if (!(error instanceof DeviceFault && isRefusal(error))) throw error;
    }
  }

  async #isDurable(lsn: Lsn): Promise<boolean> {
    const fault = await new Promise<DeviceFault | undefined>((resolve) => {
      this.#log.whenDurable(lsn, resolve);
    });
    if (this.#log.stopped !== undefined) throw this.#log.stopped;
    return fault === undefined;
  }

  #add(tree: TreeId): void {
    if (this.#trees.has(tree)) return;
    this.#trees.add(tree);
    // Dropped in a former life, it may have been opened by its pages.
    this.#forest.fell(tree);
    this.#uncounted.push(...allPagesOf(tree));
  }

  #proceed(): Promise<void> {
    this.#running ??= this.#next().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #next(): Promise<void> {
    const range = this.#uncounted[0];
    const slice = this.#slices[0];
    if (range !== undefined) await this.#count(range);
    else if (slice !== undefined) await this.#delete(slice);
    else {
      if (this.#deleted >= COMPACTED_ROWS) await this.#device.compact?.();
      this.#deleted = 0;
    }
  }

  async #count({ from, to }: PageKeyRange): Promise<void> {
    const names = [...(await this.#device.listPages(from, to, NAMES_AT_ONCE))];
    const next = names.length < NAMES_AT_ONCE ? undefined : names.pop();
    if (next === undefined) this.#uncounted.shift();
    else this.#uncounted[0] = { from: next, to };
    for (let i = 0; i < names.length; i += this.#rowsAtOnce) {
      const end = Math.min(i + this.#rowsAtOnce, names.length);
      const slice = { from: names[i] as string, to: names[end] ?? next ?? to, rows: end - i };
      this.#slices.push(slice);
    }
  }

  async #delete(slice: Slice): Promise<void> {
    await this.#device.write({ ...EMPTY_BATCH, dropPages: [slice] }, 'relaxed');
    this.#slices.shift();
    this.#deleted += slice.rows;
  }
}
