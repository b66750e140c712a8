import type { OperationList } from '../operation.ts';
import { batchExecuteStatement } from './batch-execute-statement.ts';
import { executeStatement } from './execute-statement.ts';
import { executeTransaction } from './execute-transaction.ts';

export const statementOperations: OperationList = (list) => [
  list(batchExecuteStatement),
  list(executeStatement),
  list(executeTransaction),
];
