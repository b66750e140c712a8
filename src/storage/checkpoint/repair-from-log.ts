import type { Device } from '../device/port.ts';
import { readLog } from '../log/log-scan.ts';
import type { Rebuild } from '../tree/forest.ts';
import { LeafNode } from '../tree/leaf-node.ts';
import { birthLsn } from '../tree/tree-id.ts';
import type { Superblock } from './superblock.ts';

/** Rebuilds a damaged page from the log alone, where the log still reaches back to the birth of the tree. */
export function repairFromLog(device: Device, superblock: Superblock): Rebuild {
  return async (tree, low) => {
    if (superblock.logFromLsn > birthLsn(tree.id)) return undefined;
    const high = tree.highOf(tree.indexOf(low));
    const node = LeafNode.empty(low);
    let isWhole = true;
    for await (const piece of readLog(device, superblock.logFromLsn, undefined)) {
      if (piece.kind === 'gap' || piece.group.fault !== undefined) isWhole = false;
      if (!isWhole || piece.kind === 'gap') break;
      for (const record of piece.group.records) {
        for (const change of record.changes) {
          if (change.kind === 'dropTree' || change.tree !== tree.id) continue;
          if (change.key < low || (high !== undefined && change.key >= high)) continue;
          node.set(change.key, change.kind === 'put' ? change.item : undefined);
        }
      }
      node.lsn = piece.group.lastLsn;
    }
    if (!isWhole) return undefined;
    node.isOnDevice = true;
    return node;
  };
}
