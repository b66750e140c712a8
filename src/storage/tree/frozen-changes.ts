import { lowerBound } from '../../kernel/binary-search.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { ClaimedChange } from '../claim.ts';
import type { RunSection } from '../run/run-codec.ts';
import type { KeyRange, Lsn, TreeId } from '../store.ts';
import type { HeldChange } from './change-buffer.ts';
import { ChangeBuffer } from './change-buffer.ts';

/**
 * Buffered changes of a tree on their way into a sorted run: until the superblock names that they belong to their pages as those do that
 * were buffered later. Whatever becomes of the fences meanwhile, they are found by their keys.
 */
export class FrozenChanges {
  readonly #buffer: ChangeBuffer;
  /** Undefined when they are to be sorted anew. */
  #keys: readonly KeyBytes[] | undefined;

  /** `buffers` are those of different pages, one at least. */
  constructor(buffers: readonly ChangeBuffer[]) {
    this.#buffer = new ChangeBuffer(Math.min(...buffers.map(({ recLsn }) => recLsn)) as Lsn);
    for (const { changes } of buffers)
      for (const [key, change] of changes) this.#buffer.hold(key, change);
  }

  /** First log record whose effect the device does not hold. */
  get recLsn(): Lsn {
    return this.#buffer.recLsn;
  }

  get memoryBytes(): number {
    return this.#buffer.memoryBytes;
  }

  get size(): number {
    return this.#buffer.changes.size;
  }

  get(key: KeyBytes): HeldChange | undefined {
    return this.#buffer.get(key);
  }

  /** Puts a change in the place of any other of its key. */
  hold(key: KeyBytes, change: HeldChange): void {
    this.#buffer.hold(key, change);
    this.#keys = undefined;
  }

  remove(key: KeyBytes): void {
    this.#buffer.remove(key);
    this.#keys = undefined;
  }

  /** Removes the changes of records from `firstLsn` on, and answers their keys. */
  removeFrom(firstLsn: Lsn): readonly KeyBytes[] {
    const removed = [...this.#buffer.changes].filter(([, { lsn }]) => lsn >= firstLsn);
    for (const [key] of removed) this.remove(key);
    return removed.map(([key]) => key);
  }

  /** The changes to the keys of `range`, in key order. */
  within(tree: TreeId, { from, to }: KeyRange): RunSection {
    this.#keys ??= [...this.#buffer.changes.keys()].sort();
    const end = to === undefined ? this.#keys.length : lowerBound(this.#keys, to);
    const keys = this.#keys.slice(lowerBound(this.#keys, from), end);
    return { tree, keys, changes: keys.map((key) => this.#buffer.get(key) as ClaimedChange) };
  }
}
