import { isA, isCount, isNumber, isListOf, isOneOf, isText, optional } from '../../kernel/check.ts';
import { attachmentChecks } from './attachments.ts';
import type { Attachments } from './attachments.ts';
import { isHashText } from './partitions.ts';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/**
 * One shard of a stream: the changes of the log records `[fromLsn, toLsn)` to keys whose hash is in `[from, to)`. Open while
 * `toLsn` is not there.
 */
export interface StoredShard {
  readonly id: string;
  /** The shard that had these hashes before. Absent for the first shards of a stream. */
  readonly parent?: string;
  /** 32 hex digits. */
  readonly from: string;
  /** Absent: up to the end of the hash space. */
  readonly to?: string;
  readonly fromLsn: number;
  readonly toLsn?: number;
  readonly createdMs: number;
  readonly closedMs?: number;
}

/**
 * The stream of a table, with tags and a policy that end with it. Its records are not stored: they are read from the replication log.
 */
export interface StoredStream extends Partial<Attachments> {
  /** When it was switched on, as ISO 8601 with three decimals and no zone; no two streams of a table have the same. */
  readonly label: string;
  readonly viewType: StreamViewType;
  readonly createdMs: number;
  /** In the order of their ids: parents before their children. */
  readonly shards: readonly StoredShard[];
}

const isShard = isA<StoredShard>({
  id: isText(),
  parent: optional(isText()),
  from: isHashText,
  to: optional(isHashText),
  fromLsn: isCount,
  toLsn: optional(isCount),
  createdMs: isNumber,
  closedMs: optional(isNumber),
});

export const streamChecks = {
  ...attachmentChecks,
  tags: optional(attachmentChecks.tags),
  label: isText(),
  viewType: isOneOf(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
  createdMs: isNumber,
  shards: isListOf(isShard),
};

export const isStream = isA<StoredStream>(streamChecks);
