import type { Lsn, TreeId } from '../storage/store.ts';

/**
 * An operation has nothing to answer yet and is willing to wait: it is run again when the tree, or the catalog, has changed
 * durably behind `seenLsn`, and answered with `answer` when `waitMs` have passed since its first run.
 */
export class NothingYet extends Error {
  override readonly name = 'NothingYet';
  readonly tree: TreeId;
  readonly seenLsn: Lsn;
  readonly waitMs: number;
  readonly answer: string;

  constructor(wait: Pick<NothingYet, 'tree' | 'seenLsn' | 'waitMs' | 'answer'>) {
    super('there is nothing to answer yet');
    this.tree = wait.tree;
    this.seenLsn = wait.seenLsn;
    this.waitMs = wait.waitMs;
    this.answer = wait.answer;
  }
}
