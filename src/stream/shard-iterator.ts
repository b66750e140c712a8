import { findUtf8Text, utf8Bytes } from '../kernel/utf8-codec.ts';
import { base64OfBytes, bytesOfBase64, isCanonicalBase64 } from '../item/binary.ts';
import { crc32c } from '../kernel/crc32c.ts';
import type { Lsn } from '../storage/store.ts';
import { validationError } from '../wire/dynamo-error.ts';
import type { LogPosition } from './log-position.ts';

/** How long an iterator can be used. Source: semantics.md section 8. */
export const ITERATOR_MS = 15 * 60_000;

/** Where a reader of one shard is. */
export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  readonly position: LogPosition;
  /** Whether records that are too old are passed over, as from the trim horizon on, and not refused. */
  readonly skipsTrimmed: boolean;
  readonly issuedMs: number;
}

const VERSION = '1';
const FIELDS = /^(shardId-[0-9a-f-]+) (\d{1,16}) (\d{1,5}) ([01]) (\d{1,16}) ([0-9a-f]{8})$/;

/** The text of an iterator: `<stream ARN>|1|<base64>`, opaque to whom it is given. */
export function encodeShardIterator(iterator: ShardIterator): string {
  const { streamArn, shardId, position, skipsTrimmed, issuedMs } = iterator;
  const numbers = [position.lsn, position.ordinal, skipsTrimmed ? 1 : 0, issuedMs];
  const fields = [shardId, ...numbers.map(String)].join(' ');
  const sealed = `${fields} ${checksum(streamArn, fields)}`;
  return `${streamArn}|${VERSION}|${base64OfBytes(utf8Bytes(sealed))}`;
}

/** Refuses what is no iterator of ours. */
export function decodeShardIterator(text: string): ShardIterator {
  const [streamArn = '', version, encoded = '', ...rest] = text.split('|');
  const isWhole = version === VERSION && rest.length === 0 && isCanonicalBase64(encoded);
  const sealed = (isWhole && findUtf8Text(bytesOfBase64(encoded))) || '';
  const [, shardId, lsn, ordinal, skips, issuedMs, sum] = FIELDS.exec(sealed) ?? [];
  const fields = [shardId, lsn, ordinal, skips, issuedMs].join(' ');
  if (shardId === undefined || sum !== checksum(streamArn, fields)) {
    throw validationError('Invalid ShardIterator');
  }
  return {
    streamArn,
    shardId,
    position: { lsn: Number(lsn) as Lsn, ordinal: Number(ordinal) },
    skipsTrimmed: skips === '1',
    issuedMs: Number(issuedMs),
  };
}

/** Against mistakes, not against forgers: an iterator gives nobody more than its stream's ARN does. */
function checksum(streamArn: string, fields: string): string {
  const sum = crc32c(utf8Bytes(`${streamArn} ${fields}`));
  return sum.toString(16).padStart(8, '0');
}
