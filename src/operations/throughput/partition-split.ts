import {
  decodePartitions,
  encodePartitions,
  partitionCountAtCreation,
  splitUpTo,
} from '../../placement/partition-map.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { shardsAfterSplit } from '../../stream/shards.ts';
import type { ShardMoment } from '../../stream/shards.ts';

/**
 * The record with as many partitions as its throughput needs: partitions split until they serve it, and the shards of its
 * stream with them. The very same record where they do. Source: capacity.md section 6.
 */
export function withPartitionsFor(record: TableRecord, moment: ShardMoment): TableRecord {
  const units = record.billing.mode === 'PROVISIONED' ? record.throughput : undefined;
  const needed = partitionCountAtCreation(units, record.warm);
  if (needed <= record.partitions.length) return record;
  const map = splitUpTo(decodePartitions(record.partitions), needed);
  const partitions = encodePartitions(map);
  const { stream } = record;
  if (stream === undefined) return { ...record, partitions };
  const ranges = map.partitions.map(({ range }) => range);
  const shards = shardsAfterSplit(stream.shards, ranges, moment);
  return { ...record, partitions, stream: { ...stream, shards } };
}
