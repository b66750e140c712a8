import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { TreeId } from '../store.ts';
import type { RunSection } from '../run/run-codec.ts';
import type { Fingerprint } from './fingerprint.ts';
import { KeyDirectory } from './key-directory.ts';
import type { LeafNode } from './leaf-node.ts';

/**
 * The directories of pages that have been in memory and are not: made when a page goes, gone when it comes. Above the budget those go first
 * whose pages have been away for longest.
 */
export class KeyDirectories {
  readonly #budgetBytes: number;
  readonly #fingerprint: Fingerprint;
  readonly #byTree = new Map<TreeId, Map<KeyBytes, KeyDirectory>>();
  /** The oldest first. */
  readonly #all = new Set<KeyDirectory>();
  #memoryBytes = 0;

  constructor(budgetBytes: number, fingerprint: Fingerprint) {
    this.#budgetBytes = budgetBytes;
    this.#fingerprint = fingerprint;
  }

  /** Estimate of the heap that all directories hold. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** The directory of the page at a fence, if it is not in memory and was. */
  find(tree: TreeId, low: KeyBytes): KeyDirectory | undefined {
    return this.#byTree.get(tree)?.get(low);
  }

  /** Keeps what is known of a page that is about to leave memory, and is on the device as it is. */
  keep(tree: TreeId, node: LeafNode): void {
    const directory = new KeyDirectory(tree, node.low, node, this.#fingerprint);
    const ofTree = this.#byTree.get(tree);
    if (ofTree === undefined) this.#byTree.set(tree, new Map([[node.low, directory]]));
    else ofTree.set(node.low, directory);
    this.#all.add(directory);
    this.#memoryBytes += directory.memoryBytes;
    for (const oldest of this.#all) {
      if (this.#memoryBytes <= this.#budgetBytes) return;
      this.forget(oldest.tree, oldest.low);
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
  }
}
