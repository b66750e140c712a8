/**
 * Where streams are: those that are on in the records of their tables, those that were switched off, or whose table is gone,
 * as records of their own in `CURSOR_TREE`, for as long as they can be read.
 */
import { isA, isNumber, isOneOf, isText } from '../kernel/check.ts';
import type { Attachments } from '../placement/record/attachments.ts';
import { streamChecks } from '../placement/record/stream.ts';
import type { StoredShard, StoredStream, StreamViewType } from '../placement/record/stream.ts';
import { findTable, putTable, tablesOf } from '../placement/table-catalog.ts';
import { isKeySchema } from '../placement/record/key-schema.ts';
import type { KeySchemaElement } from '../placement/record/key-schema.ts';
import type { TableRecord } from '../placement/record/table.ts';
import { CURSOR_TREE, PLACES } from '../storage/system-tree.ts';
import type { Change, Store, TreeId } from '../storage/store.ts';
import { collection } from '../storage/system-record.ts';
import { closedShards, RETENTION_MS } from './shards.ts';
import type { ShardMoment } from './shards.ts';

/** A stream, whatever its status. */
export interface Stream {
  readonly arn: string;
  readonly tableName: string;
  readonly label: string;
  readonly viewType: StreamViewType;
  readonly createdMs: number;
  /** The tree of the items whose changes it tells. */
  readonly tree: TreeId;
  readonly keySchema: readonly KeySchemaElement[];
  readonly shards: readonly StoredShard[];
  /** When it was switched off; undefined while it is on. */
  readonly closedMs: number | undefined;
  readonly attached: Attachments;
}

/** A stream that was switched off, under `<table>/<label>`. */
interface ClosedStream extends StoredStream {
  readonly format: 1;
  readonly tableArn: string;
  readonly tableName: string;
  readonly tree: number;
  readonly keySchema: readonly KeySchemaElement[];
  readonly closedMs: number;
}

const closed = collection(
  PLACES.closedStream,
  isA<ClosedStream>({
    ...streamChecks,
    format: isOneOf([1]),
    tableArn: isText(),
    tableName: isText(),
    tree: isNumber,
    keySchema: isKeySchema,
    closedMs: isNumber,
  }),
);

/** Source: api-surface.md section 2. */
const STREAM_ARN =
  /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([a-zA-Z0-9_.-]{3,255})\/stream\/([0-9T:.-]+)$/;

export function streamArn(tableArn: string, label: string): string {
  return `${tableArn}/stream/${label}`;
}

/** Table and label that an ARN names; undefined for what is no ARN of a stream. */
export function parseStreamArn(
  arn: string,
): { readonly tableName: string; readonly label: string } | undefined {
  const [, tableName, label] = STREAM_ARN.exec(arn) ?? [];
  return tableName === undefined || label === undefined ? undefined : { tableName, label };
}

/** The stream of a table that is on. */
export function enabledStream(record: TableRecord): Stream | undefined {
  const { stream } = record;
  if (stream === undefined) return undefined;
  return {
    arn: streamArn(record.arn, stream.label),
    tableName: record.name,
    label: stream.label,
    viewType: stream.viewType,
    createdMs: stream.createdMs,
    tree: record.tree as TreeId,
    keySchema: record.keySchema,
    shards: stream.shards,
    closedMs: undefined,
    attached: attachedTo(stream),
  };
}

/** The stream with that ARN, if it can still be read. */
export function findStream(store: Store, arn: string, nowMs: number): Stream | undefined {
  const named = parseStreamArn(arn);
  if (named === undefined) return undefined;
  const table = findTable(store, named.tableName);
  const enabled = table === undefined ? undefined : enabledStream(table.record);
  if (enabled?.arn === arn) return enabled;
  const kept = closed.find(store, closedName(named.tableName, named.label));
  const stream = kept && closedStream(kept);
  return stream?.arn === arn && isReadable(stream, nowMs) ? stream : undefined;
}

/** Every stream that can be read, of one table where it is named, by table and label. Source: validation.md section 16. */
export function readableStreams(
  store: Store,
  tableName: string | undefined,
  nowMs: number,
): readonly Stream[] {
  const tables =
    tableName === undefined ? tablesOf(store) : [findTable(store, tableName)].filter(isThere);
  const streams = [
    ...tables.map(({ record }) => enabledStream(record)).filter(isThere),
    ...closedStreams(store, tableName).filter((each) => isReadable(each, nowMs)),
  ];
  return streams.sort(inOrder);
}

/** A place in the order of all streams, whether there is a stream or not. */
export type StreamName = Pick<Stream, 'tableName' | 'label'>;

/** Labels are dates: those of one table are in the order of their beginnings. */
export function inOrder(a: StreamName, b: StreamName): number {
  if (a.tableName !== b.tableName) return a.tableName < b.tableName ? -1 : 1;
  return a.label < b.label ? -1 : Number(a.label > b.label);
}

/** The streams of one table, or of all, that were switched off, those that have run out among them. */
export function closedStreams(store: Store, tableName?: string): readonly Stream[] {
  const streams: Stream[] = [];
  // A tree that holds nothing need not be looked for on the device.
  if (store.counts(CURSOR_TREE).items === 0) return streams;
  closed.visit(store, tableName === undefined ? '' : `${tableName}/`, (kept) => {
    streams.push(closedStream(kept));
    return true;
  });
  return streams;
}

/** Whether a stream that was switched off still tells its last changes. */
export function isReadable({ closedMs }: Stream, nowMs: number): boolean {
  return closedMs === undefined || closedMs + RETENTION_MS > nowMs;
}

/** What keeps the stream of a table that ends with it, or that it loses. */
export function keepClosedStream(record: TableRecord, moment: ShardMoment): readonly Change[] {
  const { stream } = record;
  if (stream === undefined) return [];
  const kept: ClosedStream = {
    format: 1,
    ...stream,
    shards: closedShards(stream.shards, moment),
    tableArn: record.arn,
    tableName: record.name,
    tree: record.tree,
    keySchema: record.keySchema,
    closedMs: moment.nowMs,
  };
  return [putClosed(kept)];
}

function putClosed(kept: ClosedStream): Change {
  return closed.put(closedName(kept.tableName, kept.label), kept);
}

/** What stores a stream that was found with other tags, or another policy. */
export function putAttached(store: Store, { tableName, label }: Stream, to: Attachments): Change {
  const kept = closed.find(store, closedName(tableName, label));
  if (kept !== undefined) return putClosed({ ...kept, ...to });
  const { record } = findTable(store, tableName) ?? {};
  if (record?.stream === undefined) throw new Error(`no stream ${label} of ${tableName}`);
  return putTable({ ...record, stream: { ...record.stream, ...to } });
}

/** What forgets a stream that was switched off. */
export function forgetClosedStream({ tableName, label }: Stream): Change {
  return closed.remove(closedName(tableName, label));
}

/** A label for a stream of the table that is switched on now: no stream of that name has it, nor had it in the last day. */
export function newLabel(store: Store, record: TableRecord, nowMs: number): string {
  const last = record.lastStreamLabel;
  for (let ms = nowMs; ; ms++) {
    const label = labelAt(ms);
    if (label === last) continue;
    if (closed.find(store, closedName(record.name, label)) === undefined) return label;
  }
}

function labelAt(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '');
}

/** Table names and labels are ASCII, so their characters are their bytes. */
function closedName(tableName: string, label: string): string {
  return `${tableName}/${label}`;
}

function closedStream({ tableArn, tree, ...stored }: ClosedStream): Stream {
  return {
    ...stored,
    arn: streamArn(tableArn, stored.label),
    tree: tree as TreeId,
    attached: attachedTo(stored),
  };
}

function attachedTo({ tags = {}, resourcePolicy, policyRevisionMs }: StoredStream): Attachments {
  return { tags, resourcePolicy, policyRevisionMs };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
