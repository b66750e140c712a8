import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { LogDamage } from '../checkpoint/redo.ts';
import type { Device } from '../device/port.ts';
import { felledTrees } from '../felling/felled-trees.ts';
import type { LogStore } from '../log-store.ts';
import { readLog } from '../log/log-scan.ts';
import { ALL_LEAF_PAGES, treeOf } from '../page/page-key.ts';
import { isLost } from '../node-reads.ts';
import type { TreeId } from '../store.ts';
import type { Forest } from '../tree/forest.ts';
import { falseDigests } from './false-digests.ts';
import type { LoadedPage } from '../tree/arrival/page-reader.ts';
import { Pins } from '../tree/pins.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import { DamagedRangeError, PageFault } from '../tree/page-fault.ts';
import type { Tree } from '../tree/tree.ts';

/** Pages read in one transaction. */
const PAGES_PER_READ = 32;

/** What a walk over everything stored has found. */
export interface ScrubFindings {
  readonly pages: number;
  readonly items: number;
  readonly frames: number;
  readonly damagedPages: readonly {
    readonly tree: TreeId;
    readonly low: KeyBytes;
    readonly high: KeyBytes | undefined;
    readonly reason: string;
  }[];
  readonly logDamage: readonly LogDamage[];
}

/**
 * Walks every page on the device and every node in memory, and the log, and proves: checksums, identity, key order, fences,
 * counts, the chain of frames. Reads past the cache; changes nothing but what can be repaired: from the log, or from memory.
 */
export async function scrubStore(device: Device, store: LogStore): Promise<ScrubFindings> {
  const { forest } = store;
  const damagedPages: ScrubFindings['damagedPages'][number][] = [];
  let pages = 0;
  let items = 0;
  const ids = new Set<TreeId>();
  for (const key of await device.listPages(ALL_LEAF_PAGES.from, ALL_LEAF_PAGES.to))
    ids.add(treeOf(key));
  for (const [id] of forest.allCounts()) ids.add(id);
  for (const id of await felledIn(store)) ids.delete(id);
  for (const id of ids) {
    if (forest.find(id) === undefined) await store.load(new PageFault(id, []), new Pins());
    const tree = forest.find(id);
    if (tree === undefined) continue;
    const lsnBefore = store.log.nextLsn;
    const walk = await walkTree(device, store, tree);
    pages += walk.pages;
    items += walk.items;
    damagedPages.push(...walk.damaged);
    const isQuiet = store.log.nextLsn === lsnBefore && forest.find(id) === tree;
    const isExact = walk.items === tree.items && walk.sizeBytes === tree.sizeBytes;
    if (isQuiet && walk.damaged.length === 0 && !isExact) {
      damagedPages.push({
        tree: id,
        low: '' as KeyBytes,
        high: undefined,
        reason: `the counters say ${String(tree.items)} items of ${String(tree.sizeBytes)} bytes, the pages hold ${String(walk.items)} of ${String(walk.sizeBytes)}`,
      });
    }
  }
  const log = await walkLog(device, store);
  return { pages, items, damagedPages, ...log };
}

/** Trees that were dropped: their pages go, in whatever state. */
async function felledIn(store: LogStore): Promise<readonly TreeId[]> {
  const pins = new Pins();
  try {
    for (;;) {
      try {
        return felledTrees(store);
      } catch (error) {
        // The walk tells of the damage.
        if (error instanceof DamagedRangeError) return [];
        if (!(error instanceof PageFault)) throw error;
        await store.load(error, pins);
      }
    }
  } finally {
    pins.release();
  }
}

interface Walk {
  readonly pages: number;
  readonly items: number;
  readonly sizeBytes: number;
  readonly damaged: ScrubFindings['damagedPages'];
}

async function walkTree(device: Device, store: LogStore, tree: Tree): Promise<Walk> {
  const walk = { pages: 0, items: 0, sizeBytes: 0, damaged: [] as Walk['damaged'][number][] };
  let stored = NOTHING_READ;
  for (let low = tree.fences[0]; low !== undefined; low = tree.fences[tree.indexOf(low) + 1]) {
    if (!stored.pages.has(low)) stored = await readAhead(device, store, tree, low);
    const page = stored.pages.get(low);
    const hasFalseDigest = stored.falseDigests.has(low);
    const pins = new Pins();
    if (mustLoad(store.forest, tree, low, page) || hasFalseDigest) {
      await store.load(new PageFault(tree.id, [low]), pins);
      stored = NOTHING_READ;
    }
    // The page is looked at before anything else runs.
    look(store, tree, { low, page, hasFalseDigest }, walk);
    store.release(pins);
  }
  return walk;
}

/** Adds what the page at a fence holds to the walk, and what is wrong with it. */
function look(
  store: LogStore,
  tree: Tree,
  { low, page, hasFalseDigest }: StoredPage,
  walk: { pages: number; items: number; sizeBytes: number; damaged: Walk['damaged'][number][] },
): void {
  const index = tree.indexOf(low);
  const high = tree.highOf(index);
  const inMemory = tree.nodes[index];
  const isServed = page?.ok === true && !tree.damaged.has(low);
  const node = inMemory ?? (isServed ? page.node : undefined);
  const isVoid = hasFalseDigest || (page?.ok === false && tree.written.has(low));
  if (inMemory !== undefined && isVoid)
    store.forest.arrivals.repair(tree, inMemory, store.log.nextLsn);
  const reason =
    node === undefined
      ? tree.damaged.get(low)
      : (disorderOf(node, inMemory !== undefined, high) ?? contradictionOf(store, tree, node));
  if (reason !== undefined) walk.damaged.push({ tree: tree.id, low, high, reason });
  if (node === undefined) return;
  walk.pages++;
  for (let i = 0; i < node.count; i++) {
    const key = node.keyAt(i);
    // A page that came in may have been joined to the one before, whose own keys are counted.
    if (key < low || (high !== undefined && key >= high)) continue;
    walk.items++;
    walk.sizeBytes += node.itemAt(i).sizeBytes;
  }
}

interface StoredPage {
  readonly low: KeyBytes;
  readonly page: LoadedPage | undefined;
  readonly hasFalseDigest: boolean;
}

/** What the device holds, by fence. */
interface StoredPages {
  /** Undefined where none has to be there. */
  readonly pages: ReadonlyMap<KeyBytes, LoadedPage | undefined>;
  /** Where what lies beside the page is not of the page. */
  readonly falseDigests: ReadonlySet<KeyBytes>;
}

const NOTHING_READ: StoredPages = { pages: new Map(), falseDigests: new Set() };

/** Reads the next pages that the device must hold, those in memory included: it must hold them after a crash. */
async function readAhead(
  device: Device,
  store: LogStore,
  tree: Tree,
  low: KeyBytes,
): Promise<StoredPages> {
  const from = tree.indexOf(low);
  const fences = tree.fences.slice(from, from + PAGES_PER_READ);
  const due = fences.filter((fence, i) => {
    return tree.nodes[from + i] === undefined || tree.written.has(fence);
  });
  const loaded = await store.forest.arrivals.readPages(tree.id, due);
  return {
    pages: new Map(fences.map((fence) => [fence, loaded.get(fence)])),
    falseDigests: await falseDigests(device, store.forest.directories, tree, loaded),
  };
}

/** Whether only loading the page can tell more: it may be rebuilt, meet its buffer and what runs hold, or show that the next one has vanished. */
function mustLoad(
  forest: Forest,
  tree: Tree,
  low: KeyBytes,
  page: LoadedPage | undefined,
): boolean {
  const index = tree.indexOf(low);
  if (page === undefined || tree.nodes[index] !== undefined || tree.damaged.has(low)) return false;
  const isBehind = tree.buffers.has(low) || forest.isBehind(tree, low);
  if (!page.ok || isBehind || tree.endsBefore(page.node, index)) return true;
  // Written since it was read, when it was in memory.
  return page.node.lsn < (tree.written.get(low) ?? 0);
}

/** What is wrong with what is kept of the keys of a page that is not in memory. */
function contradictionOf({ forest }: LogStore, { id }: Tree, node: LeafNode): string | undefined {
  const directory = forest.directories.find(id, node.low);
  if (directory?.contradicts(node) !== true) return undefined;
  forest.directories.forget(id, node.low);
  return 'what is kept of its keys is not what it holds';
}

/** What is wrong with the items of one page, if anything. */
function disorderOf(
  node: LeafNode,
  isInMemory: boolean,
  high: KeyBytes | undefined,
): string | undefined {
  for (let i = 0; i < node.count; i++) {
    const key = node.keyAt(i);
    if (key < node.low || (i > 0 && node.keyAt(i - 1) >= key)) return 'keys are out of order';
    if (isInMemory && high !== undefined && key >= high) return 'a key lies beyond the fence';
    if (isLost(node.itemAt(i))) return 'the log frame that held an item is damaged';
  }
  return undefined;
}

async function walkLog(
  device: Device,
  store: LogStore,
): Promise<Pick<ScrubFindings, 'frames' | 'logDamage'>> {
  const { superblock } = store.checkpointer;
  const logDamage: LogDamage[] = [];
  let frames = 0;
  for await (const piece of readLog(device, superblock.logFromLsn, undefined)) {
    if (piece.kind === 'gap') {
      const { fromLsn, toLsn, fault } = piece;
      if (fromLsn < store.checkpointer.superblock.logFromLsn) continue;
      // Trimmed by a checkpoint whose superblock has been lost: recovery began with the older one.
      if (fromLsn === superblock.logFromLsn && toLsn <= superblock.redoFromLsn) continue;
      logDamage.push({ fromLsn, toLsn, reason: fault, lost: [] });
      continue;
    }
    frames++;
    const { firstLsn, lastLsn, fault } = piece.group;
    if (fault === undefined) continue;
    logDamage.push({
      fromLsn: firstLsn,
      toLsn: (lastLsn + 1) as typeof lastLsn,
      reason: fault,
      lost: [],
    });
  }
  return { frames, logDamage };
}
