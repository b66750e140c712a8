import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Device } from '../../device/port.ts';
import { decodeDigest } from '../../page/page-digest.ts';
import type { PageDigest } from '../../page/page-digest.ts';
import { leafPagesOf, lowFenceOf, pageKey } from '../../page/page-key.ts';
import type { Lsn } from '../../store.ts';
import type { SortedRuns } from '../../run/sorted-runs.ts';
import type { KeyDirectories } from './key-directories.ts';
import type { Suspicion } from '../arrival/suspicion.ts';
import type { Tree } from '../tree.ts';

/** Digests read together, of pages side by side: as many bytes as one page. */
const BLOCK = 64;

/** Where digests come from, what they are for, and what tells whether they speak for their pages. */
interface Surroundings {
  readonly device: Device;
  readonly directories: KeyDirectories;
  readonly runs: SortedRuns;
  readonly suspicion: Suspicion;
}

/** Reads digests of pages that are not in memory. Of each it becomes known what its page holds, or that only the page can tell. */
export class DigestReader {
  readonly #device: Device;
  readonly #directories: KeyDirectories;
  readonly #runs: SortedRuns;
  readonly #suspicion: Suspicion;
  /** Blocks that are being read, by the name of their first page. */
  readonly #reads = new Map<string, Promise<void>>();

  constructor({ device, directories, runs, suspicion }: Surroundings) {
    this.#device = device;
    this.#directories = directories;
    this.#runs = runs;
    this.#suspicion = suspicion;
  }

  async load(tree: Tree, fences: readonly KeyBytes[]): Promise<void> {
    const reads = new Set(fences.map((low) => this.#blockOf(tree, low)));
    await Promise.all(reads);
    // A page that has split meanwhile begins another block.
    for (const low of fences) if (tree.isUnread(low)) this.#directories.dismiss(tree.id, low);
  }

  #blockOf(tree: Tree, low: KeyBytes): Promise<void> {
    const at = tree.indexOf(low);
    const first = tree.fences[at - (at % BLOCK)] as KeyBytes;
    const from = pageKey(tree.id, first);
    const running = this.#reads.get(from);
    if (running !== undefined) return running;
    const reading = this.#read(tree, first, from).finally(() => this.#reads.delete(from));
    this.#reads.set(from, reading);
    return reading;
  }

  async #read(tree: Tree, first: KeyBytes, from: string): Promise<void> {
    const at = tree.indexOf(first);
    const next = tree.fences[at + BLOCK];
    const to = next === undefined ? leafPagesOf(tree.id).to : pageKey(tree.id, next);
    // Noted before the read: a page may come in, be written again and go while it is under way.
    const wanted = new Map<KeyBytes, Lsn>();
    for (const low of tree.fences.slice(at, at + BLOCK))
      if (tree.loadedFor(low) === undefined && tree.isUnread(low))
        wanted.set(low, tree.written.get(low) ?? (0 as Lsn));
    for (const { key, bytes } of await this.#device.readDigests(from, to, BLOCK)) {
      const low = lowFenceOf(key);
      const oldest = wanted.get(low);
      const digest = decodeDigest(bytes);
      if (oldest === undefined || digest === undefined || digest.lsn < oldest) continue;
      // The fence is held by the tree, once.
      const held = { ...digest, low: tree.fences[tree.indexOf(low)] as KeyBytes };
      if (!this.#isOfPage(tree, low, digest)) continue;
      this.#directories.keepDigest(held);
      tree.noteWritten(held.low, digest.lsn);
    }
    for (const low of wanted.keys())
      if (tree.isUnread(low)) this.#directories.dismiss(tree.id, low);
  }

  /** Whether the digest speaks for all keys from a fence on: it is the page's own, and the page would be served. */
  #isOfPage(tree: Tree, low: KeyBytes, { lsn, high, ...place }: PageDigest): boolean {
    const at = tree.indexOf(low);
    if (tree.fences[at] !== low || tree.nodes[at] !== undefined || !tree.isUnread(low))
      return false;
    const next = tree.highOf(at);
    // A next page beyond that has vanished from the device: what it held is not absent.
    const isToEnd = high === undefined || (next !== undefined && next <= high);
    const isOwn = place.tree === tree.id && place.low === low;
    // What runs hold of the page its digest does not tell.
    const isWhole = !this.#runs.covers({ ...tree.rangeAt(low), lsn });
    return isOwn && isToEnd && isWhole && this.#suspicion.isServed(tree.id, lsn);
  }
}
