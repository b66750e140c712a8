import type { Lsn, TreeId } from '../store.ts';

/** Pages of trees that were dropped may lie on the device still. `LogStore.load` deletes the next of them. */
export class FellingFault extends Error {
  override readonly name = 'FellingFault';
  readonly trees: readonly TreeId[];
  /** That they were dropped is certain once this record is durable. */
  readonly seenLsn: Lsn;

  constructor(trees: readonly TreeId[], seenLsn: Lsn) {
    super('pages of trees that were dropped lie on the device');
    this.trees = trees;
    this.seenLsn = seenLsn;
  }
}
