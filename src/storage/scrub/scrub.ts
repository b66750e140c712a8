import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { LogDamage } from '../checkpoint/recover.ts';
import type { Device } from '../device/port.ts';
import type { LogStore } from '../log-store.ts';
import { LOST_TEXT } from '../log/log-record.ts';
import { readLog } from '../log/read-log.ts';
import { ALL_LEAF_PAGES, treeOf } from '../page/page-key.ts';
import type { TreeId } from '../store.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import { PageFault } from '../tree/page-fault.ts';
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
 * counts, the chain of frames. Reads past the cache; changes nothing but what loading a page repairs.
 */
export async function scrubStore(device: Device, store: LogStore): Promise<ScrubFindings> {
  const { forest } = store;
  const damagedPages: ScrubFindings['damagedPages'][number][] = [];
  let pages = 0;
  let items = 0;
  const ids = new Set<TreeId>();
  for (const key of await device.listPages(ALL_LEAF_PAGES.from, ALL_LEAF_PAGES.to))
    ids.add(treeOf(key));
  for (const tree of forest.trees) ids.add(tree.id);
  for (const id of ids) {
    if (forest.find(id) === undefined) await store.load(new PageFault(id, []));
    const tree = forest.find(id);
    if (tree === undefined) continue;
    const lsnBefore = store.log.nextLsn;
    const walk = await walkTree(store, tree);
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

interface Walk {
  readonly pages: number;
  readonly items: number;
  readonly sizeBytes: number;
  readonly damaged: ScrubFindings['damagedPages'];
}

async function walkTree(store: LogStore, tree: Tree): Promise<Walk> {
  const damaged: Walk['damaged'][number][] = [];
  let pages = 0;
  let items = 0;
  let sizeBytes = 0;
  let low: KeyBytes | undefined = tree.fences[0];
  while (low !== undefined) {
    const from = tree.indexOf(low);
    const fences = tree.fences.slice(from, from + PAGES_PER_READ);
    const missing = fences.filter(
      (fence) => tree.nodes[tree.indexOf(fence)]?.isEvictable !== false,
    );
    const stored = new Map<KeyBytes, { node: LeafNode | undefined; reason: string }>();
    const loaded = await store.forest.readPages(tree.id, missing);
    missing.forEach((fence, i) => {
      const page = loaded[i];
      if (page?.ok === true) stored.set(fence, { node: page.node, reason: '' });
      else stored.set(fence, { node: undefined, reason: page?.reason ?? '' });
    });
    for (const fence of fences) {
      const index = tree.indexOf(fence);
      if (tree.fences[index] !== fence) continue;
      const high = tree.highOf(index);
      const inMemory = tree.nodes[index];
      const onDevice = stored.get(fence);
      const node = inMemory ?? onDevice?.node;
      const reason = reasonOf(tree, fence, inMemory, onDevice, high);
      if (reason !== undefined) damaged.push({ tree: tree.id, low: fence, high, reason });
      if (node === undefined || (reason !== undefined && inMemory === undefined)) continue;
      pages++;
      node.keys.forEach((key, i) => {
        if (high !== undefined && key >= high) return;
        items++;
        sizeBytes += node.items[i]?.sizeBytes ?? 0;
      });
    }
    const last = fences[fences.length - 1] as KeyBytes;
    low = tree.fences[tree.indexOf(last) + 1];
  }
  return { pages, items, sizeBytes, damaged };
}

/** What is wrong with one page, if anything. */
function reasonOf(
  tree: Tree,
  fence: KeyBytes,
  inMemory: LeafNode | undefined,
  onDevice: { readonly node: LeafNode | undefined; readonly reason: string } | undefined,
  high: KeyBytes | undefined,
): string | undefined {
  const known = tree.damaged.get(fence);
  if (known !== undefined && inMemory === undefined) return known;
  const mustBeStored = inMemory === undefined || (inMemory.isEvictable && inMemory.isOnDevice);
  if (mustBeStored && onDevice !== undefined && onDevice.node === undefined) return onDevice.reason;
  const node = inMemory ?? onDevice?.node;
  if (node === undefined) return undefined;
  for (let i = 0; i < node.keys.length; i++) {
    const key = node.keys[i] as KeyBytes;
    if (key < fence || (i > 0 && (node.keys[i - 1] as KeyBytes) >= key))
      return 'keys are out of order';
    if (inMemory !== undefined && high !== undefined && key >= high)
      return 'a key lies beyond the fence';
    if (node.items[i]?.text === LOST_TEXT) return 'the log frame that held an item is damaged';
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
