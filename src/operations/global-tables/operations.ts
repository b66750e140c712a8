import type { OperationList } from '../operation.ts';
import { createGlobalTable } from './create-global-table.ts';
import { describeGlobalTable } from './describe-global-table.ts';
import { describeGlobalTableSettings } from './describe-global-table-settings.ts';
import { listGlobalTables } from './list-global-tables.ts';
import { updateGlobalTable } from './update-global-table.ts';
import { updateGlobalTableSettings } from './update-global-table-settings.ts';

export const globalTableOperations: OperationList = (list) => [
  list(createGlobalTable),
  list(describeGlobalTable),
  list(describeGlobalTableSettings),
  list(listGlobalTables),
  list(updateGlobalTable),
  list(updateGlobalTableSettings),
];
