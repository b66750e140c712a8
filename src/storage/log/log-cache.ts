import { floorIndex } from '../../kernel/binary-search.ts';
import type { Knobs } from '../../kernel/knobs.ts';
import type { Device, StoredFrame } from '../device/port.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { TreeSet } from '../tree/tree-set.ts';
import { mayHold, NO_TREES } from '../tree/tree-set.ts';
import { decodeFrame } from './frame-codec.ts';
import { decodeGroup } from './commit-group.ts';
import { LogFault } from './logged-store.ts';
import type { LogRecord } from './log-record.ts';
import { readLog } from './log-scan.ts';

/** A group of the log, decoded when somebody wants it. */
interface CachedGroup {
  readonly firstLsn: Lsn;
  readonly lastLsn: Lsn;
  readonly trees: TreeSet;
  readonly bytes: number;
  readonly records: () => readonly LogRecord[];
}

/** The part of the stored log that is in memory for its readers: the newest groups, and those that were asked for. */
export class LogCache {
  readonly #device: Device;
  readonly #knobs: Knobs;
  /** By first LSN, in order. */
  #groups: CachedGroup[] = [];
  #firsts: number[] = [];
  #bytes = 0;

  constructor(device: Device, knobs: Knobs) {
    this.#device = device;
    this.#knobs = knobs;
  }

  /** Takes in a group that has just been stored: what reads the tail of the log finds it here. One that is larger than the cache is read again by who wants it. */
  add(
    { firstLsn, lastLsn, trees }: Pick<CachedGroup, 'firstLsn' | 'lastLsn' | 'trees'>,
    frames: readonly StoredFrame[],
  ): void {
    const bytes = frames.reduce((sum, frame) => sum + frame.bytes.length, 0);
    if (bytes > this.#knobs.logCacheBytes) return;
    this.#insert({ firstLsn, lastLsn, trees, bytes, records: once(() => recordsOf(frames)) });
    this.#evict(firstLsn);
  }

  /** Visits the records of `query`, up to `durableLsn`. See {@link LogReads.readLog}. */
  read(
    query: { readonly from: Lsn; readonly trees: readonly TreeId[] },
    durableLsn: Lsn,
    visit: (record: LogRecord) => boolean,
  ): Lsn {
    let next = query.from;
    while (next <= durableLsn) {
      const group = this.#holding(next);
      if (group === undefined) throw new LogFault(next);
      if (query.trees.some((tree) => mayHold(group.trees, tree))) {
        for (const record of group.records()) {
          if (record.lsn < next) continue;
          next = (record.lsn + 1) as Lsn;
          if (!visit(record)) return next;
        }
      }
      next = (group.lastLsn + 1) as Lsn;
    }
    return next;
  }

  /** Brings in the stretch from `lsn` on. Rejects with `DeviceFault`. */
  async load({ lsn }: LogFault, durableLsn: Lsn): Promise<void> {
    const start = await this.#groupStart(lsn);
    let bytes = 0;
    for await (const piece of readLog(this.#device, start, undefined)) {
      const group = piece.kind === 'group' ? cached(piece.group) : gapGroup(piece, durableLsn);
      if (group.firstLsn > durableLsn) break;
      this.#insert(group);
      if (group.lastLsn >= lsn) bytes += group.bytes;
      if (bytes > this.#knobs.logLoadBytes) break;
    }
    // What lies between and is not there has been trimmed, or lost.
    if (this.#holding(lsn) === undefined) {
      const next = this.#groups[floorIndex(this.#firsts, lsn) + 1];
      const toLsn = next?.firstLsn ?? ((durableLsn + 1) as Lsn);
      this.#insert(gapGroup({ fromLsn: lsn, toLsn }, durableLsn));
    }
    this.#evict(lsn);
  }

  /** First record of the group that holds `lsn`, or of the first group behind it. */
  async #groupStart(lsn: Lsn): Promise<Lsn> {
    let from: number = lsn;
    for (let back = this.#knobs.logStepBack; ; back *= 4) {
      const [frame] = await this.#device.readLog(Math.max(0, from), 1);
      const decoded = frame && decodeFrame(frame.bytes);
      const first = decoded?.ok === true ? decoded.header.firstLsn : frame && Math.floor(frame.lsn);
      if (first !== undefined && first <= lsn) return first as Lsn;
      if (from <= 0) return (first ?? lsn) as Lsn;
      from = lsn - back;
    }
  }

  #holding(lsn: Lsn): CachedGroup | undefined {
    const group = this.#groups[floorIndex(this.#firsts, lsn)];
    return group !== undefined && group.lastLsn >= lsn ? group : undefined;
  }

  #insert(group: CachedGroup): void {
    const at = floorIndex(this.#firsts, group.firstLsn) + 1;
    if (this.#firsts[at - 1] === group.firstLsn) return;
    this.#groups.splice(at, 0, group);
    this.#firsts.splice(at, 0, group.firstLsn);
    this.#bytes += group.bytes;
  }

  /** Forgets the oldest groups, but none that was brought in for `lsn`, and of these the newest last. */
  #evict(lsn: Lsn): void {
    const { logCacheBytes } = this.#knobs;
    if (this.#bytes <= logCacheBytes) return;
    const kept = this.#groups.filter((group) => {
      if (this.#bytes <= logCacheBytes || group.lastLsn >= lsn) return true;
      this.#bytes -= group.bytes;
      return false;
    });
    // Still too many: the far end, which a reader that goes on will ask for again.
    while (this.#bytes > logCacheBytes && kept.length > 1) this.#bytes -= kept.pop()?.bytes ?? 0;
    this.#groups = kept;
    this.#firsts = kept.map(({ firstLsn }) => firstLsn);
  }
}

function cached(group: {
  readonly firstLsn: Lsn;
  readonly lastLsn: Lsn;
  readonly trees: TreeSet;
  readonly bytes: number;
  readonly records: readonly LogRecord[];
}): CachedGroup {
  const { firstLsn, lastLsn, trees, bytes, records } = group;
  return { firstLsn, lastLsn, trees, bytes, records: () => records };
}

/** A stretch of which there is nothing to read, as far as it is not still to be written. */
function gapGroup(
  { fromLsn, toLsn }: { readonly fromLsn: Lsn; readonly toLsn: Lsn },
  durableLsn: Lsn,
): CachedGroup {
  const lastLsn = Math.min(toLsn - 1, durableLsn) as Lsn;
  return { firstLsn: fromLsn, lastLsn, trees: NO_TREES, bytes: 0, records: () => [] };
}

function recordsOf(frames: readonly StoredFrame[]): readonly LogRecord[] {
  const decoded = frames.map(({ bytes }) => decodeFrame(bytes));
  const [first] = decoded;
  if (first?.ok !== true) return [];
  return decodeGroup(
    first.header,
    decoded.map((frame) => (frame.ok ? frame.payload : undefined)),
  ).records;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
