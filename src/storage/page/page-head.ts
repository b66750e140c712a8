import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { Lsn, TreeId } from '../store.ts';

/** What a leaf page says of itself. */
export interface PageHead {
  readonly tree: TreeId;
  readonly low: KeyBytes;
  /** The next page's fence when the page was written; undefined at the end of the tree. */
  readonly high: KeyBytes | undefined;
  /** Last log record that the page contains. */
  readonly lsn: Lsn;
}
