import type { OperationList } from '../operation.ts';
import { describeTimeToLive } from './describe-time-to-live.ts';
import { updateTimeToLive } from './update-time-to-live.ts';

export const expiryOperations: OperationList = (list) => [
  list(describeTimeToLive),
  list(updateTimeToLive),
];
