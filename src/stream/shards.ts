/**
 * The shards of a stream: pure functions from the shards before to the shards after.
 *
 * 1. The open shards tile the hash space, one a partition of the table.
 * 2. A closed shard and its children meet: the children begin with the log record that the parent ends before.
 * 3. Ids grow, so that parents stand before their children.
 */
import { utf8Bytes } from '../kernel/utf8-codec.ts';
import { md5 } from '@noble/hashes/legacy.js';
import { byteStringOf } from '../item/binary.ts';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { isAhead } from '../kernel/time.ts';
import { hashOfHex, hexOfHash, isInRange } from '../placement/hash-range.ts';
import type { HashRange } from '../placement/hash-range.ts';
import type { StoredShard } from '../placement/record/stream.ts';

/** How long a record of a stream can be read. Source: semantics.md section 8. */
export const RETENTION_MS = 24 * 3_600_000;

const ID_PREFIX = 'shardId-';
const ID_DIGITS = 20;

/** Where and when shards change. */
export interface ShardMoment {
  /** The record that changes them. */
  readonly lsn: number;
  readonly nowMs: number;
}

export function isOpen({ toLsn }: StoredShard): boolean {
  return toLsn === undefined;
}

export function rangeOfShard({ from, to }: StoredShard): HashRange {
  return { from: hashOfHex(from), to: to === undefined ? undefined : hashOfHex(to) };
}

/** Shards for `ranges`, the first of a stream. */
export function firstShards(ranges: readonly HashRange[], moment: ShardMoment): StoredShard[] {
  return newShards([], ranges, moment);
}

/** Closes every open shard. */
export function closedShards(
  shards: readonly StoredShard[],
  { lsn, nowMs }: ShardMoment,
): StoredShard[] {
  return shards.map((each) =>
    isOpen(each) ? { ...each, toLsn: lsn, closedMs: Math.max(nowMs, each.createdMs) } : each,
  );
}

/** Closes the open shards that no longer are a partition, and opens their children. */
export function shardsAfterSplit(
  shards: readonly StoredShard[],
  ranges: readonly HashRange[],
  moment: ShardMoment,
): StoredShard[] {
  const keyOf = (from: string, to: string | undefined): string => `${from}-${to ?? ''}`;
  const wanted = new Map(ranges.map((range) => [rangeKey(range), range]));
  const staying = new Set(shards.filter(isOpen).map(({ from, to }) => keyOf(from, to)));
  return succeeded(
    shards,
    (shard) => !wanted.has(keyOf(shard.from, shard.to)),
    ranges.filter((range) => !staying.has(rangeKey(range))),
    moment,
  );
}

/** Closes the open shards that are `rollMs` old, or from when the clock was ahead, and opens one child each. The very same shards where none is. */
export function rolledShards(
  shards: readonly StoredShard[],
  moment: ShardMoment,
  rollMs: number,
): readonly StoredShard[] {
  const { nowMs } = moment;
  const isDue = (shard: StoredShard): boolean =>
    isOpen(shard) && (shard.createdMs + rollMs <= nowMs || isAhead(shard.createdMs, nowMs));
  const due = shards.filter(isDue);
  if (due.length === 0) return shards;
  return succeeded(shards, isDue, due.map(rangeOfShard), moment);
}

/**
 * Those that can still hold a record. The clock was ahead where one was closed in times to come: it stays while the log, whose oldest
 * record is `oldestLsn`, reaches back to it.
 */
export function readableShards(
  shards: readonly StoredShard[],
  nowMs: number,
  oldestLsn = 0,
): StoredShard[] {
  return shards.filter(
    ({ closedMs, toLsn }) =>
      closedMs === undefined ||
      toLsn === undefined ||
      (isAhead(closedMs, nowMs) ? toLsn > oldestLsn : closedMs + RETENTION_MS > nowMs),
  );
}

/** The shard that holds the change of `key` in record `lsn`. */
export function shardOf(
  shards: readonly StoredShard[],
  lsn: number,
  key: KeyBytes,
): StoredShard | undefined {
  return shards.find((shard) => holds(shard, lsn, key));
}

export function holds(shard: StoredShard, lsn: number, key: KeyBytes): boolean {
  const isInTime = lsn >= shard.fromLsn && (shard.toLsn === undefined || lsn < shard.toLsn);
  return isInTime && isInRange(rangeOf(shard), key);
}

/** Ranges as key bytes, by the shard they are of. */
const RANGES = new WeakMap<StoredShard, HashRange>();

function rangeOf(shard: StoredShard): HashRange {
  const known = RANGES.get(shard);
  if (known !== undefined) return known;
  const range = rangeOfShard(shard);
  RANGES.set(shard, range);
  return range;
}

function rangeKey({ from, to }: HashRange): string {
  return `${hexOfHash(from)}-${to === undefined ? '' : hexOfHash(to)}`;
}

function succeeded(
  shards: readonly StoredShard[],
  ends: (shard: StoredShard) => boolean,
  ranges: readonly HashRange[],
  moment: ShardMoment,
): StoredShard[] {
  const parents = shards.filter((shard) => isOpen(shard) && ends(shard));
  const closed = closedShards(parents, moment);
  const kept = shards.map((shard) => closed[parents.indexOf(shard)] ?? shard);
  const children = newShards(kept, ranges, moment).map((child) => {
    const parent = parents.find((each) => isInRange(rangeOf(each), hashOfHex(child.from)));
    return parent === undefined ? child : { ...child, parent: parent.id };
  });
  return [...kept, ...children];
}

function newShards(
  before: readonly StoredShard[],
  ranges: readonly HashRange[],
  { lsn, nowMs }: ShardMoment,
): StoredShard[] {
  const newest = before.reduce((latest, { id }) => Math.max(latest, timeOfId(id)), 0);
  const timeOfIds = Math.max(nowMs, newest + 1);
  const ids = new Set<string>();
  const shards = ranges.map((range): StoredShard => {
    const from = hexOfHash(range.from);
    const to = range.to === undefined ? {} : { to: hexOfHash(range.to) };
    return {
      id: newId(ids, `${String(lsn)} ${from}`, timeOfIds),
      from,
      ...to,
      fromLsn: lsn,
      createdMs: nowMs,
    };
  });
  return shards.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** `shardId-`, a time in 20 digits, which rises though the clock may not, 8 hex digits. Source: api-surface.md section 2. */
function newId(ids: Set<string>, seed: string, timeMs: number): string {
  const time = String(timeMs).padStart(ID_DIGITS, '0');
  for (let attempt = 0; ; attempt++) {
    const id = `${ID_PREFIX}${time}-${md5Hex(`${seed} ${String(attempt)}`).slice(0, 8)}`;
    if (ids.has(id)) continue;
    ids.add(id);
    return id;
  }
}

function timeOfId(id: string): number {
  return Number(id.slice(ID_PREFIX.length, ID_PREFIX.length + ID_DIGITS));
}

/** 32 hex digits. */
export function md5Hex(text: string): string {
  return hexOfHash(byteStringOf(md5(utf8Bytes(text))) as KeyBytes);
}
