import type { OperationList } from '../operation.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { getResourcePolicy } from './get-resource-policy.ts';
import { putResourcePolicy } from './put-resource-policy.ts';

export const policyOperations: OperationList = (list) => [
  list(deleteResourcePolicy),
  list(getResourcePolicy),
  list(putResourcePolicy),
];
