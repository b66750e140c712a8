import type { KeyBytes } from '../kernel/key-bytes.ts';
import { tableNameOfTree } from '../placement/table-catalog.ts';
import type { LogDamage } from '../storage/checkpoint/redo.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { TreeId } from '../storage/store.ts';
import { CATALOG_TREE, LEDGER_TREE } from '../storage/system-tree.ts';
import { PageFault } from '../storage/tree/page-fault.ts';
import type { DamagedRangeError } from '../storage/tree/page-fault.ts';
import type { DamagedRange } from '../wire/reports.ts';

interface TreeRange {
  readonly tree: TreeId;
  readonly low: KeyBytes;
  readonly high: KeyBytes | undefined;
  readonly reason: string;
}

function hexOf(key: string): string {
  let hex = '';
  for (let i = 0; i < key.length; i++) hex += key.charCodeAt(i).toString(16).padStart(2, '0');
  return hex;
}

function nameOf(tree: TreeId, store: LogStore): string | undefined {
  if (tree === CATALOG_TREE) return '(the table catalog)';
  if (tree === LEDGER_TREE) return '(the transaction ledger)';
  try {
    return tableNameOfTree(store, tree);
  } catch (error) {
    if (error instanceof PageFault || (error as Error).name === 'DamagedRangeError')
      return undefined;
    throw error;
  }
}

/** A damaged page range in the words of a person. */
export function rangeOf(range: TreeRange, store: LogStore): DamagedRange {
  return {
    kind: 'page',
    table: nameOf(range.tree, store),
    low: hexOf(range.low),
    high: range.high === undefined ? '' : hexOf(range.high),
    reason: range.reason,
  };
}

/** The message of the error that a read of the damaged range gets. */
export function describeDamage(error: DamagedRangeError, store: LogStore): string {
  const { table, low, high } = rangeOf(
    { tree: error.tree, low: error.low, high: error.high, reason: error.message },
    store,
  );
  const bounds = `key bytes ${low === '' ? 'from the start' : `from ${low}`} ${high === '' ? 'to the end' : `to ${high}`}`;
  return `The stored data of table ${table ?? '(unknown)'}, ${bounds}, is damaged: ${error.message}.`;
}

/** Damaged stretches of the log, with the keys they are known to concern. */
export function describeLogDamage(damage: readonly LogDamage[], store: LogStore): DamagedRange[] {
  return damage.flatMap(({ fromLsn, toLsn, reason, lost }): DamagedRange[] => {
    const why = `${reason} (log records ${String(fromLsn)} to ${String(toLsn - 1)})`;
    if (lost.length === 0)
      return [{ kind: 'frame', table: undefined, low: '', high: '', reason: why }];
    return lost.map(({ tree, key }) => ({
      kind: 'frame',
      table: nameOf(tree, store),
      low: hexOf(key),
      high: hexOf(`${key}\0`),
      reason: why,
    }));
  });
}
