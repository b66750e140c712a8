import type { Check } from '../../kernel/check.ts';
import { isA, isCount, isListOf } from '../../kernel/check.ts';

/** A partition as the table's record keeps it; it ends where the next one starts. */
export interface StoredPartition {
  readonly id: number;
  /** 32 hex digits. */
  readonly from: string;
}

const HASH = /^[0-9a-f]{32}$/;
const FIRST = '0'.repeat(32);

export const isHashText: Check<string> = (value): value is string =>
  typeof value === 'string' && HASH.test(value);

const isListed = isListOf(isA<StoredPartition>({ id: isCount, from: isHashText }));

/** Partitions that tile the space of hashes, in its order. */
export const isPartitions: Check<readonly StoredPartition[]> = (
  value,
): value is readonly StoredPartition[] =>
  isListed(value) &&
  value[0]?.from === FIRST &&
  value.every(({ from }, i) => i === 0 || (value[i - 1]?.from ?? '') < from);
