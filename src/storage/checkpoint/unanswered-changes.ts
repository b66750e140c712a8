import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { cursorOf, INDEX_CURSOR } from '../log/cursor.ts';
import { FollowedRecords } from '../log/followed-records.ts';
import type { Lsn } from '../store.ts';
import { CURSOR_TREE } from '../system-tree.ts';
import type { Forest } from '../tree/forest.ts';
import { PageFault } from '../tree/page-fault.ts';
import { Pins } from '../tree/pins.ts';
import type { Redo } from './redo.ts';

/** What the log holds for followers behind their cursor. */
export async function unansweredOf(forest: Forest, redo: Redo): Promise<FollowedRecords> {
  const followed = new FollowedRecords();
  if (redo.followed.length === 0) return followed;
  const lsn = (): Lsn => redo.nextLsn;
  await forest.load(new PageFault(CURSOR_TREE, []), lsn);
  const tree = forest.tree(CURSOR_TREE);
  const fence = tree.fences[tree.indexOf(INDEX_CURSOR)] as KeyBytes;
  // Others come in at the same time: it must not make way for them.
  const pins = new Pins();
  await forest.load(new PageFault(CURSOR_TREE, [fence]), lsn, pins);
  // A cursor that cannot be read is taken for none: answering a change twice does no harm, leaving one out would.
  const cursor = tree.damaged.has(fence)
    ? undefined
    : tree.nodeFor(INDEX_CURSOR).find(INDEX_CURSOR);
  pins.release();
  followed.recover(redo.followed, cursorOf(cursor));
  return followed;
}
