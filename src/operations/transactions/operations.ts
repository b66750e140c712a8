import type { OperationList } from '../operation.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';

export const transactionOperations: OperationList = (list) => [
  list(transactGetItems),
  list(transactWriteItems),
];
