/**
 * Read and write units of single requests, pure arithmetic. Source: capacity.md section 1.
 */

/** How a read was asked for; it sets the price of 4 KB. */
export type ReadConsistency = 'eventual' | 'strong' | 'transactional';

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;
const READ_FACTOR = { eventual: 0.5, strong: 1, transactional: 2 } as const;

/** A transaction prepares and commits: every write of the table counts twice. */
const TRANSACTION_FACTOR = 2;

/**
 * Units of one read of `sizeBytes` in all: one item, or the sum of a page's evaluated items. Finding nothing costs as
 * much as one small item, never zero.
 */
export function readUnits(sizeBytes: number, consistency: ReadConsistency): number {
  return Math.max(1, Math.ceil(sizeBytes / READ_UNIT_BYTES)) * READ_FACTOR[consistency];
}

/** Units of one write: the larger of the item images before and after it, an absent image being 0 bytes. */
export function writeUnits(beforeBytes: number, afterBytes: number): number {
  return Math.max(1, Math.ceil(Math.max(beforeBytes, afterBytes) / WRITE_UNIT_BYTES));
}

/** Units of one action of TransactWriteItems on its table; a ConditionCheck passes what it read as both images. */
export function transactionWriteUnits(beforeBytes: number, afterBytes: number): number {
  return TRANSACTION_FACTOR * writeUnits(beforeBytes, afterBytes);
}
