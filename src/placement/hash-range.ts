import { invariant } from '../kernel/invariant.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';

/**
 * A half-open range of the 128-bit hash space, its bounds 16 bytes as a one-byte string; `to` undefined is the end of the
 * space. Item keys start with their hash, so it is at once the range of keys in a table's tree (decision D9).
 */
export interface HashRange {
  readonly from: KeyBytes;
  readonly to: KeyBytes | undefined;
}

const HASH_BYTES = 16;
const SPACE = 1n << 128n;

/** Part `index` of `count` equal parts of the hash space. All parts of one `count` tile the space exactly. */
export function hashRangePart(index: number, count: number): HashRange {
  invariant(index >= 0 && index < count, 'a part of the hash space that is not one of its parts');
  return { from: boundary(index, count), to: boundaryOrEnd(index + 1, count) };
}

function boundaryOrEnd(index: number, count: number): KeyBytes | undefined {
  return index === count ? undefined : boundary(index, count);
}

function boundary(index: number, count: number): KeyBytes {
  return hashOfNumber((SPACE * BigInt(index)) / BigInt(count));
}

/** The 16 bytes of `value`, most significant first. */
function hashOfNumber(value: bigint): KeyBytes {
  let bytes = '';
  for (let shift = 120n; shift >= 0n; shift -= 8n) {
    bytes += String.fromCharCode(Number((value >> shift) & 0xffn));
  }
  return bytes as KeyBytes;
}

export function isInRange(range: HashRange, hash: string): boolean {
  return hash >= range.from && (range.to === undefined || hash < range.to);
}

/** 32 hex digits, for what is stored and shown. */
export function hexOfHash(hash: KeyBytes): string {
  let hex = '';
  for (let i = 0; i < hash.length; i++) hex += hash.charCodeAt(i).toString(16).padStart(2, '0');
  return hex;
}

export function hashOfHex(hex: string): KeyBytes {
  invariant(/^[0-9a-f]{32}$/.test(hex), 'a stored hash is 32 hex digits');
  let bytes = '';
  for (let i = 0; i < HASH_BYTES; i++) {
    bytes += String.fromCharCode(parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  }
  return bytes as KeyBytes;
}
