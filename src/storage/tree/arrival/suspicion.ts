import { invariant } from '../../../kernel/invariant.ts';
import type { Lsn, TreeId } from '../../store.ts';
import type { LeafNode } from '../leaf-node.ts';
import type { LoadedPage } from './page-reader.ts';
import type { Tree } from '../tree.ts';
import { birthLsn } from '../tree-id.ts';
import type { TreeSet } from '../tree-set.ts';
import { mayHold, NO_TREES } from '../tree-set.ts';

const STALE_REASON = 'an older version of the page is stored';
const AHEAD_REASON = 'the page is newer than the log: frames are missing';
const SUSPECT_REASON = 'the log held newer writes of this range and is damaged';

/** Which pages the log proves not to be what they should be. */
export class Suspicion {
  /** Pages that end before this record may lack a write that the damaged log held: they are not served. */
  #lsn = 0 as Lsn;
  #trees = NO_TREES;
  /** The end of the log; infinite while it is being read. */
  #nextLsn = (): number => Infinity;
  /** The end of the log when it had been read. */
  #openedLsn = 0 as Lsn;

  /** Whether the log is still being read. */
  get isReading(): boolean {
    return this.#nextLsn() === Infinity;
  }

  /** Writes to these trees before `lsn` may be lost: every page of theirs that is not newer is damaged. */
  raise(lsn: Lsn, trees: TreeSet): void {
    this.#lsn = lsn;
    this.#trees = trees;
  }

  /** The log has been read to its end: from here on no page may be ahead of it. */
  follow(nextLsn: () => Lsn): void {
    invariant(this.isReading, 'a forest follows two logs');
    this.#nextLsn = nextLsn;
    this.#openedLsn = nextLsn();
  }

  isSuspect(tree: TreeId, lsn: Lsn): boolean {
    return lsn < this.#lsn && mayHold(this.#trees, tree);
  }

  /** Whether the tree is as old as what is suspected. */
  mayConcern(tree: TreeId): boolean {
    return this.isSuspect(tree, birthLsn(tree));
  }

  /** Whether a page of the tree that ends with such a record would be served. */
  isServed(tree: TreeId, lsn: Lsn): boolean {
    return lsn < this.#nextLsn() && !this.isSuspect(tree, lsn);
  }

  /** Pages in memory that may lack what was lost with the log are damaged. */
  condemnSuspects(tree: Tree): void {
    condemnWhere(tree, ({ lsn }) => this.isSuspect(tree.id, lsn), SUSPECT_REASON);
  }

  /** Pages in memory that are ahead of the log are damaged. */
  condemnAhead(tree: Tree): void {
    condemnWhere(tree, ({ lsn }) => lsn >= this.#nextLsn(), AHEAD_REASON);
  }

  /** A page as it was read, if it may be that which was written last: not older than `oldest`, nor newer than the log. */
  checked(loaded: LoadedPage, oldest: number): LoadedPage {
    if (!loaded.ok) return loaded;
    const { lsn } = loaded.node;
    if (lsn < oldest) return { ok: false, reason: STALE_REASON };
    return lsn >= this.#nextLsn() ? { ok: false, reason: AHEAD_REASON } : loaded;
  }

  /** A checked page, if it lacks nothing that was lost with the log. */
  trusted(tree: TreeId, loaded: LoadedPage): LoadedPage {
    if (!loaded.ok || !this.isSuspect(tree, loaded.node.lsn)) return loaded;
    return { ok: false, reason: SUSPECT_REASON };
  }

  /** The first record from which on the log is known to tell all of a page that is damaged for a reason. */
  certainFrom(tree: TreeId, reason: string): Lsn {
    if (reason === AHEAD_REASON) return this.#openedLsn;
    return mayHold(this.#trees, tree) ? this.#lsn : (0 as Lsn);
  }
}

function condemnWhere(tree: Tree, isDamaged: (node: LeafNode) => boolean, reason: string): void {
  tree.nodes.forEach((node, index) => {
    if (node === undefined || !isDamaged(node)) return;
    tree.damaged.set(node.low, reason);
    tree.nodes[index] = undefined;
  });
}
