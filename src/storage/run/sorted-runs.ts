import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { ClaimedChange } from '../claim.ts';
import type { Device } from '../device/port.ts';
import { joinPieces, piecesOf } from '../page/page-pieces.ts';
import { runRowKey } from '../page/page-key.ts';
import type { KeyRange, Lsn, TreeId } from '../store.ts';
import type { RunPlace, RunSection, SortedRun } from './run-codec.ts';
import { RunRow } from './run-row.ts';

/** A range of a tree's keys, and the last record that its page contains. */
export interface PageRange extends KeyRange {
  readonly tree: TreeId;
  /** 0 where that is not known. */
  readonly lsn: Lsn;
}

/** What a run holds of a range; or that a row of it, which may hold some, is damaged. */
type FoundInRun =
  | { readonly ok: true; readonly section: RunSection }
  | { readonly ok: false; readonly run: SortedRun };

/** What runs hold of a range, oldest first, as of a version of {@link SortedRuns}. */
export interface FoundInRuns {
  readonly version: number;
  readonly layers: readonly FoundInRun[];
}

/** What a page is to be merged with. */
export interface SoundSections {
  readonly sections: readonly RunSection[];
  /** Whether some of it had to be made anew, and is on the device no more. */
  readonly isRepaired: boolean;
  /** The newest run a row of which is lost: what it held is not among the sections, nor is what older ones hold. */
  readonly lost: SortedRun | undefined;
}

/** A key, and the last record that its page contains. */
export interface KeyOfPage extends RunPlace {
  readonly lsn: Lsn;
}

/** The newest change of a key that its page lacks; or why there is none: a row that may hold it is damaged. */
export type FoundKey = ClaimedChange | 'not there' | 'damaged';

interface RowOf {
  readonly run: SortedRun;
  readonly row: number;
}

/**
 * The runs that the superblock names, oldest first: changes that no page need contain. A page and what newer runs hold of its range are
 * the page as of the newest run.
 */
export class SortedRuns {
  readonly #device: Device;
  #runs: readonly SortedRun[];
  /** Rises whenever a run comes or goes: what was read of pages and runs meanwhile may not belong together. */
  version = 0;
  #bytes = 0;
  /** Of which version that is. */
  #bytesOfVersion = -1;
  /** Runs with a damaged row whose changes are not to be had any more: as long as they are named, their range is known to lack something. */
  readonly spoiled = new Set<SortedRun>();

  constructor(device: Device, runs: readonly SortedRun[]) {
    this.#device = device;
    this.#runs = runs;
  }

  get all(): readonly SortedRun[] {
    return this.#runs;
  }

  /** Of all their rows. */
  get bytes(): number {
    if (this.#bytesOfVersion !== this.version) {
      this.#bytesOfVersion = this.version;
      this.#bytes = this.#runs.reduce((sum, run) => sum + bytesOf(run), 0);
    }
    return this.#bytes;
  }

  /** From now on these are the runs. */
  replace(runs: readonly SortedRun[]): void {
    this.#runs = runs;
    this.version++;
  }

  /** Whether some run may hold changes of the range that its page lacks. */
  covers(range: PageRange): boolean {
    return this.#rowsOf(range).length > 0;
  }

  /** How many rows a page of this range has to be merged with. */
  rowsOf(range: PageRange): number {
    return this.#rowsOf(range).length;
  }

  /** Looks for the newest change of each key that its page lacks. Reads rows that their filters do not rule out. Rejects with `DeviceFault`. */
  async find(wanted: readonly KeyOfPage[]): Promise<readonly FoundKey[]> {
    const found: (FoundKey | undefined)[] = wanted.map(() => undefined);
    const left = wanted.map((place) => this.#mayHold(place));
    for (;;) {
      const next = left.map((rows, i) => (found[i] === undefined ? rows.pop() : undefined));
      const asked = next.filter((row) => row !== undefined);
      if (asked.length === 0) return found.map((each) => each ?? 'not there');
      const rows = await this.#readRows(distinct(asked));
      next.forEach((of, i) => {
        if (of === undefined) return;
        const { tree, key, lsn } = wanted[i] as KeyOfPage;
        const row = rows.get(nameOf(of));
        const change = row === undefined ? 'damaged' : row.find(tree, key);
        // What is older the page has, or something later.
        const isOld = typeof change === 'object' && change.lsn < lsn;
        found[i] = isOld ? 'not there' : change;
      });
    }
  }

  /** The row of each run that may hold a change of the key, the newest one last. */
  #mayHold({ tree, key, lsn }: KeyOfPage): RowOf[] {
    const rows: RowOf[] = [];
    for (const run of this.#runs) {
      if (lsn >= run.lastLsn || run.filter?.mayHold(key) === false) continue;
      const row = firstRow(run, { tree, key });
      const span = row < run.fromRow ? undefined : run.spans[row];
      if (span !== undefined && !isBefore({ tree, key }, span.first)) rows.push({ run, row });
    }
    return rows;
  }

  /** What the runs hold of each range, oldest run first. Reads each row once. Rejects with `DeviceFault`. */
  async read(ranges: readonly PageRange[]): Promise<readonly FoundInRuns[]> {
    const { version } = this;
    const wanted = ranges.map((range) => this.#rowsOf(range));
    const rows = await this.#readRows(distinct(wanted.flat()));
    return ranges.map((range, i) => ({
      version,
      layers: this.#runs.flatMap((run) => {
        const own = (wanted[i] as RowOf[]).filter((of) => of.run === run);
        return own.length > 0
          ? [
              layerOf(
                run,
                range,
                own.map((of) => rows.get(nameOf(of))),
              ),
            ]
          : [];
      }),
    }));
  }

  /**
   * What a page that contains records up to `pageLsn` lacks of what was found, with damaged rows made anew where they can be.
   * Rejects with `DeviceFault`.
   */
  async sound(
    { layers }: FoundInRuns,
    pageLsn: Lsn,
    range: PageRange,
    remake: (run: SortedRun, range: PageRange) => Promise<RunSection | undefined>,
  ): Promise<SoundSections> {
    let sections: RunSection[] = [];
    let isRepaired = false;
    let lost: SortedRun | undefined;
    for (const layer of layers) {
      if (layer.ok) sections.push(layer.section);
      else if (layer.run.lastLsn > pageLsn) {
        const section = await remake(layer.run, range);
        if (section === undefined) {
          lost = layer.run;
          sections = [];
          this.spoiled.add(lost);
        } else {
          isRepaired = true;
          sections.push(section);
        }
      }
    }
    return { sections, isRepaired, lost };
  }

  async #readRows(rows: readonly RowOf[]): Promise<ReadonlyMap<string, RunRow>> {
    const read = new Map<string, RunRow>();
    if (rows.length === 0) return read;
    const names = rows.map(({ run, row }) => {
      const count = piecesOf(run.spans[row]?.bytes ?? 0);
      return Array.from({ length: count }, (_, i) => runRowKey(run, row, i));
    });
    const pieces = await this.#device.readPages(names.flat());
    let at = 0;
    rows.forEach((of, i) => {
      const own = pieces.slice(at, (at += (names[i] as string[]).length));
      const found = own.filter((piece) => piece !== undefined);
      if (found.length < own.length) return;
      const row = RunRow.read(of.run, of.row, joinPieces(found));
      if (row !== undefined) read.set(nameOf(of), row);
    });
    return read;
  }

  #rowsOf({ tree, from, to, lsn }: PageRange): RowOf[] {
    const rows: RowOf[] = [];
    for (const run of this.#runs) {
      if (lsn >= run.lastLsn) continue;
      const first = Math.max(run.fromRow, firstRow(run, { tree, key: from }));
      for (let row = first; row < run.spans.length; row++) {
        const { first: start } = run.spans[row] as SortedRun['spans'][number];
        if (start.tree > tree || (start.tree === tree && to !== undefined && start.key >= to))
          break;
        rows.push({ run, row });
      }
    }
    return rows;
  }
}

/** What rows of a run hold of a range, in their order. */
function layerOf(
  run: SortedRun,
  range: PageRange,
  rows: readonly (RunRow | undefined)[],
): FoundInRun {
  const keys: KeyBytes[] = [];
  const changes: ClaimedChange[] = [];
  for (const row of rows) {
    if (row === undefined) return { ok: false, run };
    const section = row.within(range.tree, range);
    keys.push(...section.keys);
    changes.push(...section.changes);
  }
  return { ok: true, section: { tree: range.tree, keys, changes } };
}

/** Bytes of the rows of a run that are not in their pages, without its head. */
export function bytesOf({ spans, fromRow }: SortedRun): number {
  let sum = 0;
  for (let row = fromRow; row < spans.length; row++) sum += spans[row]?.bytes ?? 0;
  return sum;
}

function distinct(rows: readonly RowOf[]): readonly RowOf[] {
  return [...new Map(rows.map((row) => [nameOf(row), row])).values()];
}

function nameOf({ run: { epoch, number }, row }: RowOf): string {
  return `${String(epoch)} ${String(number)} ${String(row)}`;
}

/** The first row that ends at the place or behind it. */
export function firstRow({ spans }: SortedRun, place: RunPlace): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore((spans[middle] as SortedRun['spans'][number]).last, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(a: RunPlace, b: RunPlace): boolean {
  return a.tree === b.tree ? a.key < b.key : a.tree < b.tree;
}
