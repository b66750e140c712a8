import type { TableRecord } from '../../placement/record/table.ts';
import { dropNames } from '../../placement/attribute-names.ts';
import { groupOf } from '../../placement/region-group.ts';
import { getTableForControl } from '../../placement/table-catalog.ts';
import { deleteChanges } from '../../region/group/group-documents.ts';
import { closedStreams, keepClosedStream } from '../../stream/stream-catalog.ts';
import { DynamoError, validationError } from '../../wire/dynamo-error.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import type { RouterContext } from '../context.ts';
import { refuseWhileLeaving } from '../global-tables/disassociation.ts';
import { checkNoSource } from '../global-tables/replica-refusals.ts';
import type { Operation } from '../operation.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';
import { describeDeletedTable } from './table-description.ts';

const parse = requestShape({ TableName: required(controlTableNameOrArn) }, reportTableNameFirst);

export const deleteTable: Operation<ReturnType<typeof parse>> = {
  name: 'DeleteTable',
  layout: parse.layout,
  parse,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'write', TableName),
  run: (request, context) => {
    const { store, world } = context;
    const table = getTableForControl(context, request.TableName, 'DeleteTable');
    if (table.record.deletionProtected) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. ' +
          'Disable deletion protection first.',
      );
    }
    checkReplica(table.record, context);
    refuseWhileLeaving(table.record);
    if (table.indexes.global.some(({ isWhole }) => !isWhole)) {
      throw new DynamoError(
        'ResourceInUseException',
        'Attempt to change a resource which is still in use: ' +
          'Cannot delete table while indexes are being created, updated, or deleted.',
      );
    }
    const counts = store.counts(table.tree);
    const nowMs = world.service.now();
    const body = describeDeletedTable(table.record, counts, nowMs);
    const stream = keepClosedStream(table.record, { lsn: store.nextLsn, nowMs });
    const deletion = deleteChanges(table, { region: context.region, nowMs });
    // What streams tell of the table is read with its names.
    const isTold = stream.length > 0 || closedStreams(store, table.name).length > 0;
    const names = isTold ? [] : dropNames(store, table.tree);
    store.append([...deletion, ...stream, ...names]);
    return JSON.stringify({ TableDescription: body });
  },
};

function checkReplica(record: TableRecord, context: RouterContext): void {
  const { name, status } = record;
  if (status === 'CREATING') {
    throw new DynamoError(
      'ResourceInUseException',
      `Attempt to change a resource which is still in use: Table: ${name} is being used.`,
    );
  }
  const group = groupOf(record, context.region);
  if (group !== undefined) checkNoSource(group, context.region, context.world.service.now());
}
