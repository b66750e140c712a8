import { isMapOf, isObjectOf, isText } from '../../kernel/check.ts';
import type { Position } from '../stream/stream-position.ts';
import { comparePositions } from '../stream/stream-position.ts';
import { decodePlace } from '../stream/saved-place.ts';
import type { TablePlace } from '../stream/stream-follower.ts';

const VERSION = 1;

/**
 * How far a trigger is: every record up to the place is handled, and in the shards named here every record up to the
 * sequence number.
 */
export interface TriggerProgress {
  readonly place: TablePlace;
  readonly shards: ReadonlyMap<string, Position>;
}

/** Positions by shard, which a trigger saves beside its place. */
const hasShards = isObjectOf({ shards: isMapOf(isText()) });

export function encodeProgress({ place, shards }: TriggerProgress): string {
  const { table, streamArn, position } = place;
  const saved = {
    version: VERSION,
    table,
    streamArn,
    position,
    shards: Object.fromEntries(shards),
  };
  return JSON.stringify(saved);
}

/** Throws a `TypeError` when the state is of another table. */
export function decodeProgress(text: string, consumer: string, table: string): TriggerProgress {
  const place = decodePlace(text, consumer, table);
  const saved: unknown = JSON.parse(text);
  if (!hasShards(saved)) throw new TypeError(`${consumer} has a state that is no trigger's`);
  return { place, shards: new Map(Object.entries(saved.shards)) };
}

/**
 * The place that may be called handled: of the reader's, the part before the first record that some shard is still busy with.
 * `handled` tells of every shard how far it is, where it is ahead of that.
 */
export function progressOf(
  read: TablePlace,
  busy: ReadonlyMap<string, Position>,
  handled: ReadonlyMap<string, Position>,
): TriggerProgress {
  let position = read.position;
  for (const cursor of busy.values()) {
    if (comparePositions(cursor, position) < 0) position = cursor;
  }
  const shards = new Map<string, Position>();
  for (const [shardId, cursor] of [...handled, ...busy]) {
    if (comparePositions(cursor, position) > 0) shards.set(shardId, cursor);
  }
  return { place: { ...read, position }, shards };
}
