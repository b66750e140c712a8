import { describeDeletedTable } from '../control/table-description.ts';
import { dropTable, getTableForControl } from '../placement/table-catalog.ts';
import { keepClosedStream } from '../stream/stream-catalog.ts';
import { DynamoError, validationError } from '../wire/dynamo-error.ts';
import { required, requestShape } from '../wire/shapes/structure.ts';
import { controlTableNameOrArn } from './common-members.ts';
import type { Operation } from './operation.ts';
import { reportTableNameFirst } from './required-table-name.ts';

const parse = requestShape({ TableName: required(controlTableNameOrArn) }, reportTableNameFirst);

export const deleteTable: Operation<ReturnType<typeof parse>> = {
  name: 'DeleteTable',
  parse,
  run: (request, context) => {
    const { store, world } = context;
    const table = getTableForControl(context, request.TableName, 'DeleteTable');
    if (table.record.deletionProtected) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. ' +
          'Disable deletion protection first.',
      );
    }
    if (table.indexes.global.some(({ isWhole }) => !isWhole)) {
      throw new DynamoError(
        'ResourceInUseException',
        'Attempt to change a resource which is still in use: ' +
          'Cannot delete table while indexes are being created, updated, or deleted.',
      );
    }
    const counts = store.counts(table.tree);
    const nowMs = world.clock.now();
    const body = describeDeletedTable(table.record, counts, nowMs);
    const stream = keepClosedStream(table.record, { lsn: store.nextLsn, nowMs });
    store.append([...dropTable(table), ...stream]);
    return JSON.stringify({ TableDescription: body });
  },
};
