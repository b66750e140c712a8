import type { Device } from '../device/port.ts';
import { readLog } from '../log/log-scan.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import type { RunSection } from '../run/run-codec.ts';
import type { PageRange } from '../run/sorted-runs.ts';
import type { HeldChange } from '../tree/change-buffer.ts';
import { ChangeBuffer } from '../tree/change-buffer.ts';
import type { Rebuild } from '../tree/arrival/rebuild.ts';
import { LeafNode } from '../tree/leaf-node.ts';
import { birthLsn } from '../tree/tree-id.ts';
import type { TreeId } from '../store.ts';
import type { Superblock } from './superblock.ts';

/** Rebuilds a damaged page from the log alone, where the log still reaches back to the birth of the tree. */
export function repairFromLog(device: Device, superblock: Superblock): Rebuild {
  return { page: pageFromLog(device, superblock), changes: changesFromLog(device) };
}

function pageFromLog(device: Device, superblock: Superblock): Rebuild['page'] {
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

/** What a row of a run held of a range, from the log alone, where it still reaches back to the oldest change of the run. */
function changesFromLog(device: Device): Rebuild['changes'] {
  return async (run, range) => {
    const found = new ChangeBuffer(run.fromLsn);
    for await (const piece of readLog(device, run.fromLsn, undefined)) {
      if (piece.kind === 'gap' || piece.group.fault !== undefined) return undefined;
      for (const { lsn, changes } of piece.group.records) {
        for (const change of changes) {
          if (change.kind === 'dropTree' || !isWithin(change, range) || lsn > run.lastLsn) continue;
          const item = change.kind === 'put' ? change.item : undefined;
          const made = { item, lsn, sharesRow: false };
          found.set(change.key, made, change.oldSizeBytes ?? 0);
        }
      }
      if (piece.group.lastLsn >= run.lastLsn) return sectionOf(range, found);
    }
    return undefined;
  };
}

function isWithin(
  { tree, key }: { readonly tree: TreeId; readonly key: KeyBytes },
  range: PageRange,
): boolean {
  return tree === range.tree && key >= range.from && (range.to === undefined || key < range.to);
}

function sectionOf({ tree }: PageRange, { changes }: ChangeBuffer): RunSection {
  const keys = [...changes.keys()].sort();
  return { tree, keys, changes: keys.map((key) => changes.get(key) as HeldChange) };
}
