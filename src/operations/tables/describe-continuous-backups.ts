import { findTable, localTableName } from '../../placement/table-catalog.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { controlTableNameOrArn } from '../request/common-members.ts';
import type { Operation } from '../operation.ts';
import { reportTableNameFirst } from '../request/required-table-name.ts';
import { settingsTouch } from '../request/touched-tables.ts';

const parse = requestShape({ TableName: required(controlTableNameOrArn) }, reportTableNameFirst);

/** Continuous backups are on for every table; point-in-time recovery, which is not here yet, is off for every one. */
export const describeContinuousBackups: Operation<ReturnType<typeof parse>> = {
  name: 'DescribeContinuousBackups',
  layout: parse.layout,
  parse,
  touches: ({ TableName }, scope) => settingsTouch(scope, 'read', TableName),
  run: (request, context) => {
    const name = localTableName(context, request.TableName);
    if (findTable(context.store, name) === undefined) {
      throw new DynamoError('TableNotFoundException', `Table not found: ${name}`);
    }
    return JSON.stringify({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    });
  },
};
