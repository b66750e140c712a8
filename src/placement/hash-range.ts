import { HASH_BYTES } from '../item/key-codec.ts';
import { invariant } from '../kernel/invariant.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import type { KeyRange } from '../storage/store.ts';

/**
 * A half-open range of the 128-bit hash space, its bounds 16 bytes as a one-byte string; `to` undefined is the end of the
 * space. Item keys start with their hash, so it is at once the range of keys in a table's tree (ADR 27).
 */
export type HashRange = KeyRange;

const SPACE = 1n << 128n;
const HASH_HEX = /^[0-9a-f]{32}$/;

/** Part `index` of `count` equal parts of the hash space. All parts of one `count` tile the space exactly. */
export function hashRangePart(index: number, count: number): HashRange {
  invariant(index >= 0 && index < count, 'a part of the hash space is one of its parts');
  const next = index + 1;
  return { from: boundary(index, count), to: next === count ? undefined : boundary(next, count) };
}

function boundary(index: number, count: number): KeyBytes {
  return hashOfNumber((SPACE * BigInt(index)) / BigInt(count));
}

function hashOfNumber(hash: bigint): KeyBytes {
  return hashOfHex(hash.toString(16).padStart(2 * HASH_BYTES, '0'));
}

/** Both halves of a range; the lower one is the smaller where they cannot be equal. */
export function halvesOf(range: HashRange): readonly [HashRange, HashRange] {
  const from = numberOf(range.from);
  const middle = from + widthOf(range) / 2n;
  invariant(middle > from, 'a range of one hash has no halves');
  const bound = hashOfNumber(middle);
  return [
    { from: range.from, to: bound },
    { from: bound, to: range.to },
  ];
}

/** How many hashes a range holds. */
export function widthOf({ from, to }: HashRange): bigint {
  return (to === undefined ? SPACE : numberOf(to)) - numberOf(from);
}

function numberOf(hash: KeyBytes): bigint {
  return BigInt(`0x${hexOfHash(hash)}`);
}

/** Whether the range owns `hash`, or key bytes that start with it. */
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
  invariant(HASH_HEX.test(hex), 'a stored hash is 32 hex digits');
  let bytes = '';
  for (let i = 0; i < HASH_BYTES; i++) {
    bytes += String.fromCharCode(parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  }
  return bytes as KeyBytes;
}
