import type { Knobs } from '../kernel/knobs.ts';
import { dropNames } from '../placement/attribute-names.ts';
import { isAhead } from '../kernel/time.ts';
import type { TableRecord } from '../placement/record/table.ts';
import type { Table } from '../placement/table-catalog.ts';
import { putTable, tablesOf } from '../placement/table-catalog.ts';
import type { LoggedStore } from '../storage/log/logged-store.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import { isOpen, readableShards, RETENTION_MS, rolledShards } from './shards.ts';
import { closedStreams, forgetClosedStream, isReadable } from './stream-catalog.ts';
import type { Stream } from './stream-catalog.ts';

/** How soon to look again at what was closed while the clock was ahead: no time tells when it has run out. */
const LOOK_AGAIN_MS = 3_600_000;

/** A store that knows how often its catalog has changed. */
export interface KeptStore extends LoggedStore {
  readonly catalogChanges: number;
}

/** Keeps the streams of one Region in order: rolls their shards, forgets what has run out, knows whether there are any. */
export class ShardRolling {
  /** Age at which a shard is closed. */
  readonly #rollMs: number;
  /** Changes of the catalog at the last look. */
  #lookedAt = -1;
  #hasStreams = true;
  /** How many tables with shards to roll, and streams to forget, were left at the last look. */
  left = 0;

  constructor({ shardRollMs }: Knobs) {
    this.#rollMs = shardRollMs;
  }

  /** Whether the log has to be kept for a stream: also where the catalog has changed since the last look. */
  mayHaveStreams({ catalogChanges }: KeptStore): boolean {
    return this.#hasStreams || this.#lookedAt < catalogChanges;
  }

  /**
   * Does one thing that is due, if any. Answers in how many milliseconds the next one is; undefined where there is none. May
   * throw `PageFault` before it appends, and is then run again.
   */
  turn(store: KeptStore, nowMs: number): number | undefined {
    const tables = tablesOf(store).filter(({ record }) => record.stream !== undefined);
    const closed = closedStreams(store);
    const due = tables.flatMap((table) => rolled(store, table, nowMs, this.#rollMs) ?? []);
    const gone = closed.filter((each) => hasRunOut(each, store, nowMs));
    this.left = due.length + gone.length;
    const [first] = due;
    if (first !== undefined) {
      store.append([putTable(first)]);
      return 0;
    }
    if (gone.length > 0) {
      store.append([...gone.map(forgetClosedStream), ...namesOnlyOf(store, gone, closed)]);
      return 0;
    }
    this.#hasStreams = tables.length + closed.length > 0;
    this.#lookedAt = store.catalogChanges;
    const dueMs = Math.min(
      ...tables.flatMap(({ record }) =>
        (record.stream?.shards ?? []).filter(isOpen).map((each) => each.createdMs + this.#rollMs),
      ),
      ...closed.map(({ closedMs = 0 }) =>
        isAhead(closedMs, nowMs) ? nowMs + LOOK_AGAIN_MS : closedMs + RETENTION_MS,
      ),
    );
    return dueMs === Infinity ? undefined : Math.max(1, dueMs - nowMs);
  }
}

/** What forgets the names of tables that are gone, with the last streams that told of them. */
function namesOnlyOf(
  store: Store,
  gone: readonly Stream[],
  closed: readonly Stream[],
): readonly Change[] {
  const left = new Set<TreeId>(tablesOf(store).map(({ tree }) => tree));
  for (const stream of closed) if (!gone.includes(stream)) left.add(stream.tree);
  const trees = new Set(gone.map(({ tree }) => tree).filter((tree) => !left.has(tree)));
  return [...trees].flatMap((tree) => dropNames(store, tree));
}

/** Whether a stream that was switched off has no record left: by the time, or by the log where the clock was ahead. */
function hasRunOut(stream: Stream, { oldestLogLsn }: KeptStore, nowMs: number): boolean {
  const { closedMs, shards } = stream;
  if (closedMs === undefined || !isAhead(closedMs, nowMs)) return !isReadable(stream, nowMs);
  return readableShards(shards, nowMs, oldestLogLsn).length === 0;
}

/** The record of a table with its shards rolled that are due, and without those that have run out; undefined where none is due. */
function rolled(
  store: KeptStore,
  { record }: Table,
  nowMs: number,
  rollMs: number,
): TableRecord | undefined {
  const { stream } = record;
  if (stream === undefined) return undefined;
  const shards = rolledShards(stream.shards, { lsn: store.nextLsn, nowMs }, rollMs);
  if (shards === stream.shards) return undefined;
  const readable = readableShards(shards, nowMs, store.oldestLogLsn);
  return { ...record, stream: { ...stream, shards: readable } };
}
