import type { StreamViewType } from '../../placement/record/stream.ts';
import type { TableRecord } from '../../placement/record/table.ts';
import { findTable, localTableName, putTable } from '../../placement/table-catalog.ts';
import type { LoggedStore } from '../../storage/log/logged-store.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import type { Operation } from '../operation.ts';
import { settingsTouch } from '../request/touched-tables.ts';
import { withNewStream } from '../streams/stream-specification.ts';
import { checkAccountQuota, checkTableCount } from './account-quotas.ts';
import { createTableReader } from './create-table-request.ts';
import type { CreateTableRequest } from './create-table-request.ts';
import { newTableRecord } from './table-creation.ts';
import { tableDescription } from './table-description.ts';

function withStream(
  record: TableRecord,
  viewType: StreamViewType | undefined,
  store: LoggedStore,
): TableRecord {
  if (viewType === undefined) return record;
  return withNewStream(record, viewType, store, { lsn: store.nextLsn, nowMs: record.createdMs });
}

/** Whether the request names warm throughput, of the table or of one of its indexes. */
function asksWarm({ warm, globalIndexes }: CreateTableRequest, index: string | undefined): boolean {
  const asked =
    index === undefined
      ? warm
      : globalIndexes.find(({ IndexName: name }) => name === index)?.WarmThroughput;
  return (asked?.ReadUnitsPerSecond ?? asked?.WriteUnitsPerSecond) !== undefined;
}

/** Tables are ACTIVE at once; only the answer of the create still says CREATING. */
export const createTable: Operation<CreateTableRequest> = {
  name: 'CreateTable',
  ...createTableReader,
  touches: ({ name }, scope) => settingsTouch(scope, 'write', name),
  run: (asked, context) => {
    const { store, world } = context;
    const name = localTableName(context, asked.name);
    if (findTable(store, name) !== undefined) {
      throw new DynamoError('ResourceInUseException', `Table already exists: ${name}`);
    }
    checkTableCount(store);
    const record = withStream(
      newTableRecord({ ...asked, name }, { scope: context, world, newTree: () => store.newTree() }),
      asked.viewType,
      store,
    );
    checkAccountQuota(context, record, undefined);
    store.append([putTable(record)]);
    const none = { items: 0, sizeBytes: 0 };
    return JSON.stringify({
      TableDescription: tableDescription(record, {
        status: 'CREATING',
        countsOf: () => none,
        nowMs: record.createdMs,
        statusOf: () => 'CREATING',
        answerOf: 'CreateTable',
        hidesWarm: (index) => !asksWarm(asked, index),
      }),
    });
  },
};
