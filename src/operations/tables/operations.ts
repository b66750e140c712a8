import type { OperationList } from '../operation.ts';
import { createTable } from './create-table.ts';
import { deleteTable } from './delete-table.ts';
import { describeContinuousBackups } from './describe-continuous-backups.ts';
import { describeEndpoints } from './describe-endpoints.ts';
import { describeLimits } from './describe-limits.ts';
import { describeTable } from './describe-table.ts';
import { listTables } from './list-tables.ts';
import { updateTable } from './update-table.ts';

export const tableOperations: OperationList = (list) => [
  list(createTable),
  list(deleteTable),
  list(describeContinuousBackups),
  list(describeEndpoints),
  list(describeLimits),
  list(describeTable),
  list(listTables),
  list(updateTable),
];
