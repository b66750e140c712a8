import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { PagePut } from '../device/port.ts';
import type { Cargo } from '../log/log-events.ts';
import { encodeBranchPage } from '../page/branch-page.ts';
import { crcOf } from '../checksum-seal.ts';
import { encodePage } from '../page/page-codec.ts';
import { cutIntoPieces } from '../page/page-pieces.ts';
import { branchPageKey, pageKey, pieceKey, piecesOfPage } from '../page/page-key.ts';
import type { PageKeyRange } from '../page/page-key.ts';
import type { Lsn } from '../store.ts';
import { isSystemTree } from '../system-tree.ts';
import type { LeafNode } from '../tree/leaf-node.ts';
import type { Tree } from '../tree/tree.ts';

/** A page on its way to the device, and what it was before. */
export interface Boarded {
  readonly tree: Tree;
  readonly node: LeafNode;
  /** Last log record in the page as it was encoded. */
  readonly lsn: Lsn;
  readonly recLsn: Lsn;
  readonly wasOnDevice: boolean;
  readonly hadPieces: boolean;
  readonly wasInRuns: boolean;
  readonly absorbed: KeyList;
}
type KeyList = LeafNode['absorbed'];

/** The branch page of a tree, encoded. */
interface BoardedBranch {
  readonly pages: Cargo['putPages'];
  /** 0 when a leaf page is on the device that the branch page cannot name. */
  readonly crc: number;
}

export function boardBranch(tree: Tree): BoardedBranch {
  const page = encodeBranchPage(tree.id, tree.written);
  const pieces = cutIntoPieces(page);
  return {
    pages: pieces.map((bytes, i) => ({ key: branchPageKey(tree.id, i), bytes })),
    crc: isWrittenWhole(tree) ? crcOf(page) : 0,
  };
}

/** Encodes a dirty page for the next group commit: from here on it counts as written. */
export function boardNode(
  tree: Tree,
  node: LeafNode,
  putPages: PagePut[],
  dropPages: PageKeyRange[],
): Boarded {
  const saved = {
    tree,
    node,
    lsn: node.lsn,
    recLsn: node.recLsn,
    wasOnDevice: node.isOnDevice,
    hadPieces: node.hasPieces,
    wasInRuns: node.isInRuns,
    absorbed: node.absorbed,
  };
  const high = tree.highOf(tree.indexOf(node.low));
  const page = encodePage({ tree: tree.id, low: node.low, high, lsn: node.lsn }, node);
  const pieces = cutIntoPieces(page.bytes);
  // What is read from records of the system is remembered by their objects.
  if (!isSystemTree(tree.id)) node.packInto(page);
  for (const fence of node.absorbed) {
    const key = pageKey(tree.id, fence);
    dropPages.push({ from: key, to: key + '\u0000' }, piecesOfPage(tree.id, fence));
  }
  if (node.hasPieces) dropPages.push(piecesOfPage(tree.id, node.low));
  pieces.forEach((bytes, i) => {
    if (i > 0) putPages.push({ key: pieceKey(tree.id, node.low, i), bytes });
    else putPages.push({ key: pageKey(tree.id, node.low), bytes, digest: tree.digestOf(node) });
  });
  node.absorbed = [];
  node.hasPieces = pieces.length > 1;
  node.recLsn = 0 as Lsn;
  node.isInRuns = false;
  node.isOnDevice = true;
  node.isWriting = true;
  return saved;
}

/** Whether `written` names every page of the tree on the device, and no other. */
function isWrittenWhole({ fences, nodes, written }: Tree): boolean {
  let named = 0;
  for (let i = 0; i < fences.length; i++) {
    if (written.has(fences[i] as KeyBytes)) named++;
    else if (nodes[i]?.isOnDevice !== false) return false;
  }
  return named === written.size;
}
