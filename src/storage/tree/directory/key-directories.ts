import type { KeyBytes } from '../../../kernel/key-bytes.ts';
import type { Knobs } from '../../../kernel/knobs.ts';
import { encodeDigest } from '../../page/page-digest.ts';
import type { PageDigest } from '../../page/page-digest.ts';
import type { RunSection } from '../../run/run-codec.ts';
import type { TreeId } from '../../store.ts';
import type { Fingerprint } from '../../../kernel/fingerprint.ts';
import { fingerprintsOf } from '../../../kernel/fingerprint.ts';
import { KeyDirectory, wordsOf } from './key-directory.ts';
import type { LeafNode } from '../leaf-node.ts';

/**
 * The directories of pages that are not in memory: made when a page goes, or of the digest that lies beside it on the device; gone when it comes. Above
 * the budget those go first whose pages have been away for longest, and no digest is read.
 */
export class KeyDirectories {
  readonly #budgetBytes: number;
  readonly #fingerprint: Fingerprint;
  /** The fingerprint of the empty key: no other store has the same. */
  readonly #proof: number;
  readonly #byTree = new Map<TreeId, Map<KeyBytes, KeyDirectory>>();
  /** The oldest first. */
  readonly #all = new Set<KeyDirectory>();
  /** Pages whose digest need not be read: it is of no use, or its directory had to go. */
  readonly #unhelpful = new Map<TreeId, Set<KeyBytes>>();
  #memoryBytes = 0;

  constructor(budgetBytes: number, fingerprint: Fingerprint) {
    this.#budgetBytes = budgetBytes;
    this.#fingerprint = fingerprint;
    this.#proof = fingerprint('' as KeyBytes);
  }

  /** Estimate of the heap that all directories hold. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** The directory of the page at a fence, where it is not in memory and its keys are known. */
  find(tree: TreeId, low: KeyBytes): KeyDirectory | undefined {
    return this.#byTree.get(tree)?.get(low);
  }

  /** Keeps what is known of a page that is about to leave memory, and is on the device as it is. */
  keep(tree: TreeId, node: LeafNode): void {
    const { low, lsn } = node;
    this.#add({ tree, low, lsn, words: wordsOf(node, this.#fingerprint) });
    for (const oldest of this.#all) {
      if (this.#memoryBytes <= this.#budgetBytes) return;
      this.forget(oldest.tree, oldest.low);
      this.dismiss(oldest.tree, oldest.low);
    }
  }

  /** The page has been changed on the device, as it were, since it left memory: runs have these changes. */
  update(tree: TreeId, low: KeyBytes, changes: Pick<RunSection, 'keys' | 'changes'>): void {
    const directory = this.find(tree, low);
    if (directory === undefined) return;
    const after = directory.after(changes);
    this.#byTree.get(tree)?.set(low, after);
    this.#all.delete(directory);
    this.#all.add(after);
    this.#memoryBytes += after.memoryBytes - directory.memoryBytes;
  }

  /** Keeps what the device tells of a page, unless it is of other fingerprints or there is no room. */
  keepDigest(digest: PageDigest): void {
    if (digest.proof === this.#proof && this.#hasRoom) this.#add(digest);
  }

  #add(page: Pick<PageDigest, 'tree' | 'low' | 'lsn' | 'words'>): void {
    const directory = new KeyDirectory(page, this.#fingerprint);
    const ofTree = this.#byTree.get(page.tree);
    if (ofTree === undefined) this.#byTree.set(page.tree, new Map([[page.low, directory]]));
    else ofTree.set(page.low, directory);
    this.#all.add(directory);
    this.#memoryBytes += directory.memoryBytes;
  }

  get #hasRoom(): boolean {
    return this.#memoryBytes < this.#budgetBytes;
  }

  /** Whether the digest of the page at a fence, which is not in memory, may tell more. */
  isUnread(tree: TreeId, low: KeyBytes): boolean {
    const isKnown = this.find(tree, low) !== undefined;
    return !isKnown && this.#unhelpful.get(tree)?.has(low) !== true && this.#hasRoom;
  }

  /** The digest of the page at a fence is of no use. */
  dismiss(tree: TreeId, low: KeyBytes): void {
    const ofTree = this.#unhelpful.get(tree);
    if (ofTree === undefined) this.#unhelpful.set(tree, new Set([low]));
    else ofTree.add(low);
  }

  /** Whether a digest is not that of the page. One of other fingerprints is of no use, but not false. */
  contradicts({ proof, high, words }: PageDigest, node: LeafNode): boolean {
    if (proof !== this.#proof) return false;
    const own = wordsOf(node, this.#fingerprint);
    if (high !== node.storedHigh || words.length !== own.length) return true;
    return own.some((word, i) => word !== words[i]);
  }

  /** The digest of a page as it is written. */
  digestOf(tree: TreeId, node: LeafNode, high: KeyBytes | undefined): Uint8Array {
    const { low, lsn } = node;
    const words = wordsOf(node, this.#fingerprint);
    return encodeDigest({ tree, low, high, lsn, proof: this.#proof, words });
  }

  /** The page has come in, or proves to be damaged. */
  forget(tree: TreeId, low: KeyBytes): void {
    const ofTree = this.#byTree.get(tree);
    const directory = ofTree?.get(low);
    if (ofTree === undefined || directory === undefined) return;
    ofTree.delete(low);
    this.#all.delete(directory);
    this.#memoryBytes -= directory.memoryBytes;
  }

  forgetTree(tree: TreeId): void {
    for (const low of [...(this.#byTree.get(tree)?.keys() ?? [])]) this.forget(tree, low);
    this.#byTree.delete(tree);
    this.#unhelpful.delete(tree);
  }
}

/** Those of a store whose secret nobody knows who chooses keys. */
export function directoriesOf(
  secret: string,
  { directoryBytes, fingerprintBits }: Pick<Knobs, 'directoryBytes' | 'fingerprintBits'>,
): KeyDirectories {
  return new KeyDirectories(directoryBytes, fingerprintsOf(secret, fingerprintBits));
}
