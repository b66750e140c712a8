import { decodePartitions } from '../../placement/partition-map.ts';
import type { StreamViewType } from '../../placement/record/stream.ts';
import { hasOtherRegions } from '../../placement/region-group.ts';
import { regionOfArn } from '../../placement/table-arn.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import type { Change, Store } from '../../storage/store.ts';
import { firstShards } from '../../stream/shards.ts';
import type { ShardMoment } from '../../stream/shards.ts';
import { keepClosedStream, newLabel, streamArn } from '../../stream/stream-catalog.ts';
import { invalidParameter, validationError } from '../../wire/dynamo-error.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import type { StreamRequest } from '../request/table-shapes.ts';

/** Refuses what AWS would of a change to the stream of a table. Source: api-surface.md section 5. */
export function checkStreamChange(stream: StreamRequest | undefined, record: TableRecord): void {
  if (stream === undefined) return;
  const { StreamEnabled: isEnabled, StreamViewType: view } = stream;
  if (isEnabled && view === undefined) {
    throw invalidParameter('If stream is being enabled then UpdateViewType is required');
  }
  if (!isEnabled && view !== undefined) {
    throw invalidParameter(
      'If stream is being disabled, then UpdateViewType must not be specified',
    );
  }
  if (!isEnabled && hasOtherRegions(record, regionOfArn(record.arn))) {
    throw invalidParameter('Disabling Stream is not allowed for a Global Table replica.');
  }
  if (isEnabled && record.stream !== undefined) {
    throw validationError(`Table already has an enabled stream: TableName: ${record.name}`);
  }
  if (!isEnabled && record.stream === undefined) {
    throw validationError(`Table has no stream to disable: TableName: ${record.name}`);
  }
}

/** A table after a change to its stream, and what has to go into the same log record. */
export interface ChangedStream {
  readonly record: TableRecord;
  readonly changes: readonly Change[];
}

/** Switches the stream on or off as a checked request asks. */
export function changedStream(
  record: TableRecord,
  request: StreamRequest | undefined,
  store: Store,
  moment: ShardMoment,
): ChangedStream {
  if (request === undefined) return { record, changes: [] };
  const { StreamViewType: view } = request;
  if (view !== undefined) {
    return { record: withNewStream(record, view, store, moment), changes: [] };
  }
  const { stream: _, ...rest } = record;
  return { record: rest, changes: keepClosedStream(record, moment) };
}

/** The record with a stream that begins with the log record that holds it. */
export function withNewStream(
  record: TableRecord,
  viewType: StreamViewType,
  store: Store,
  moment: ShardMoment,
): TableRecord {
  const label = newLabel(store, record, moment.nowMs);
  const ranges = decodePartitions(record.partitions).partitions.map(({ range }) => range);
  const shards = firstShards(ranges, moment);
  const stream = { label, viewType, createdMs: moment.nowMs, shards };
  return { ...record, stream, lastStreamLabel: label };
}

/** What a TableDescription says of streams: the newest one is named after it was switched off, too. */
export function describeTableStream({ arn, stream, lastStreamLabel }: TableRecord): JsonObject {
  return {
    ...(stream === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType } }),
    ...(lastStreamLabel === undefined
      ? {}
      : {
          LatestStreamLabel: lastStreamLabel,
          LatestStreamArn: streamArn(arn, lastStreamLabel),
        }),
  };
}
