import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { LogRecord } from '../log/log-record.ts';
import type { FoundNote } from '../log/stored-log.ts';
import { isLostRow } from '../stored-item.ts';
import type { KnownSize, Lsn, TreeId } from '../store.ts';
import type { BufferedChange } from '../tree/change-buffer.ts';
import type { Forest } from '../tree/forest.ts';
import { PageFault } from '../tree/page-fault.ts';
import type { Tree } from '../tree/tree.ts';
import type { TreeSet } from '../tree/tree-set.ts';
import { ALL_TREES, union } from '../tree/tree-set.ts';
import type { GroupStart } from './group-starts.ts';
import type { Superblock } from './superblock.ts';

/** Damage met in the log, by LSN. */
export interface LogDamage {
  readonly fromLsn: Lsn;
  readonly toLsn: Lsn;
  readonly reason: string;
  /** Keys whose items are lost, where that is known. */
  readonly lost: readonly { readonly tree: TreeId; readonly key: KeyBytes }[];
}

/** Applies the stored log to the trees, in order. */
export class Redo {
  readonly #forest: Forest;
  readonly #countsLsn: Lsn;
  /** Counted from the checkpoint on. */
  readonly groups: GroupStart[] = [];
  readonly damage: LogDamage[] = [];
  /** Records with changes that followers want. */
  readonly followed: LogRecord[] = [];
  /** Answers that requests may still be sent again for. */
  readonly notes: FoundNote[] = [];
  /** Log redone so far. */
  bytes = 0;
  nextLsn: Lsn;
  prevCrc: number;
  lastStamp = 0;
  suspectLsn: Lsn;
  suspectTrees: TreeSet;
  /** Whether the log turns out to hold nothing but the checkpoint's own group and takeovers: then every page is as the checkpoint left it. */
  readonly hasNothing: Promise<boolean>;
  /** Number of the owner that wrote the group before. */
  #epoch: number;
  #settleNothing: (hasNothing: boolean) => void = () => undefined;

  constructor(forest: Forest, superblock: Superblock) {
    this.hasNothing = new Promise((resolve) => {
      this.#settleNothing = resolve;
    });
    this.#forest = forest;
    this.#countsLsn = superblock.countsLsn;
    this.#epoch = superblock.checkpointEpoch;
    this.nextLsn = superblock.redoFromLsn;
    this.prevCrc = superblock.redoPrevCrc;
    this.suspectLsn = superblock.suspectLsn;
    this.suspectTrees = superblock.suspectTrees;
  }

  /** The superblock travelled with the group that ends at `countsLsn`: a log that ends before it has lost that group. */
  end(): void {
    if (this.nextLsn <= this.#countsLsn)
      this.gap(this.nextLsn, (this.#countsLsn + 1) as Lsn, 'the newest frames are missing');
    this.#settleNothing(true);
  }

  gap(fromLsn: Lsn, toLsn: Lsn, reason: string): void {
    this.#settleNothing(false);
    this.damage.push({ fromLsn, toLsn, reason, lost: [] });
    this.nextLsn = toLsn;
    this.#suspectUpTo(toLsn, ALL_TREES);
  }

  async group(group: {
    readonly firstLsn: Lsn;
    readonly lastLsn: Lsn;
    readonly prevCrc: number;
    readonly lastCrc: number;
    readonly epoch: number;
    readonly records: readonly LogRecord[];
    readonly unknownKeys: boolean;
    readonly trees: TreeSet;
    readonly bytes: number;
    readonly fault: string | undefined;
  }): Promise<void> {
    if (!this.#isIdle(group)) this.#settleNothing(false);
    this.#epoch = group.epoch;
    this.groups.push({ firstLsn: group.firstLsn, prevCrc: group.prevCrc, at: this.bytes });
    this.bytes += group.bytes;
    this.nextLsn = (group.lastLsn + 1) as Lsn;
    this.prevCrc = group.lastCrc;
    const lost = group.records.flatMap((record) =>
      record.changes.flatMap((change) =>
        change.kind === 'put' && isLostRow(change.item)
          ? [{ tree: change.tree, key: change.key }]
          : [],
      ),
    );
    if (group.fault !== undefined) {
      const { firstLsn, lastLsn, fault } = group;
      this.damage.push({ fromLsn: firstLsn, toLsn: (lastLsn + 1) as Lsn, reason: fault, lost });
    }
    if (group.unknownKeys) this.#suspectUpTo((group.lastLsn + 1) as Lsn, group.trees);
    await this.#openTreesOf(group.records);
    for (const record of group.records) {
      this.#apply(record);
      if (isFollowed(record)) this.followed.push(record);
      const { lsn, note } = record;
      if (note !== undefined) this.notes.push({ lsn, note });
    }
  }

  /**
   * Whether the group changes nothing and no page can have ridden with it: the one that the checkpoint rode with, and the
   * first of each owner. Pages may ride with any other, also with one without changes: a refused write can leave pages joined or
   * split that no record tells of.
   */
  #isIdle(group: {
    readonly lastLsn: Lsn;
    readonly epoch: number;
    readonly records: readonly LogRecord[];
    readonly unknownKeys: boolean;
    readonly fault: string | undefined;
  }): boolean {
    const isBare = group.records.every((record) => record.changes.length === 0);
    if (!isBare || group.unknownKeys || group.fault !== undefined) return false;
    const isTakeover = group.records.length === 1 && group.epoch > this.#epoch;
    return isTakeover || group.lastLsn === this.#countsLsn;
  }

  #suspectUpTo(lsn: Lsn, trees: TreeSet): void {
    this.suspectLsn = lsn;
    this.suspectTrees = union(this.suspectTrees, trees);
    this.#forest.suspect(lsn, this.suspectTrees);
  }

  /** Brings in the fences of all trees that the records change. Pages need not be in memory: what changes is buffered. */
  async #openTreesOf(records: readonly LogRecord[]): Promise<void> {
    for (const { changes } of records) {
      for (const { kind, tree } of changes) {
        if (kind === 'dropTree' || this.#forest.find(tree) !== undefined) continue;
        await this.#forest.load(new PageFault(tree, []), () => this.nextLsn);
      }
    }
  }

  #apply(record: LogRecord): void {
    this.lastStamp = Math.max(this.lastStamp, record.stamp);
    for (const change of record.changes) {
      if (change.kind === 'dropTree') {
        this.#forest.fell(change.tree);
        continue;
      }
      const tree = this.#forest.tree(change.tree);
      const { items, sizeBytes } = tree;
      const item = change.kind === 'put' ? change.item : undefined;
      const old = change.oldSizeBytes;
      this.#redo(tree, change.key, { item, lsn: record.lsn, sharesRow: false }, old ?? 0);
      const isCounted = record.lsn <= this.#countsLsn;
      tree.items = items + (isCounted ? 0 : Number(item !== undefined) - Number(old !== undefined));
      tree.sizeBytes = sizeBytes + (isCounted ? 0 : (item?.sizeBytes ?? 0) - (old ?? 0));
    }
  }

  #redo(tree: Tree, key: KeyBytes, change: BufferedChange, replaces: KnownSize): void {
    const node = tree.loadedFor(key);
    if (node !== undefined) {
      // Not `<`: the record's earlier changes may just have raised the page to its LSN. Redoing a change twice is harmless.
      if (node.lsn <= change.lsn) tree.redo(key, change.item, change.lsn);
      return;
    }
    tree.buffer(key, change, replaces);
    const low = tree.fences[tree.indexOf(key)] as KeyBytes;
    const reason = tree.damaged.get(low);
    if (reason !== undefined)
      this.#forest.arrivals.condemn({ tree, low, reason, nextLsn: this.nextLsn });
  }
}

function isFollowed({ changes }: LogRecord): boolean {
  return changes.some((change) => change.kind !== 'dropTree' && change.followed?.isForIndexes);
}
