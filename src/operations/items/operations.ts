import type { OperationList } from '../operation.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchWriteItem } from './batch-write-item.ts';
import { deleteItem } from './delete-item.ts';
import { getItem } from './get-item.ts';
import { putItem } from './put-item.ts';
import { updateItem } from './update-item.ts';

export const itemOperations: OperationList = (list) => [
  list(batchGetItem),
  list(batchWriteItem),
  list(deleteItem),
  list(getItem),
  list(putItem),
  list(updateItem),
];
