import type { OperationList } from '../operation.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';

export const queryScanOperations: OperationList = (list) => [list(query), list(scan)];
