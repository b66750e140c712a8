import type { OperationList } from '../operation.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listStreams } from './list-streams.ts';

export const streamOperations: OperationList = (list) => [
  list(describeStream),
  list(getRecords),
  list(getShardIterator),
  list(listStreams),
];
