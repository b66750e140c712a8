import type { OperationList } from '../operation.ts';
import { describeRegions } from './describe-regions.ts';
import { getConsumer } from './get-consumer.ts';
import { getTime } from './get-time.ts';
import { putConsumer } from './put-consumer.ts';
import { setLink } from './set-link.ts';
import { tailStream } from './tail-stream.ts';
import { tellGivenUp } from './tell-given-up.ts';

export const extensionOperations: OperationList = (list) => [
  list(describeRegions),
  list(getConsumer),
  list(getTime),
  list(putConsumer),
  list(setLink),
  list(tailStream),
  list(tellGivenUp),
];
