import { isNamed } from '../stream/retry.ts';
import type { TriggerFailure } from './trigger-failure.ts';
import type { TriggerRecord } from './trigger-event.ts';
import { recordSequenceNumber } from './trigger-event.ts';

/** The part of a database handle that the destination needs. */
export interface TableWriter {
  readonly send: (operation: string, input: object) => Promise<unknown>;
  readonly ensureTable: (table: {
    readonly TableName: string;
    readonly pk: string;
    readonly sk: string;
  }) => Promise<void>;
}

const ERROR_LENGTH_MAX = 4_000;

/**
 * A destination that puts every record given up into a table, one item each, under the trigger's name and the record's sequence
 * number: given up twice, it is there once. The table is created at need.
 */
export function failureTable(
  database: TableWriter,
  TableName: string,
  trigger: string,
): (failure: TriggerFailure) => Promise<void> {
  let isThere = false;
  return async (failure) => {
    if (!isThere) await database.ensureTable({ TableName, pk: 'trigger', sk: 'sequenceNumber' });
    isThere = true;
    const puts = failure.payload.Records.map((record) =>
      put(database, TableName, (kept) => failureItem(trigger, failure, kept), record),
    );
    try {
      await Promise.all(puts);
    } catch (error) {
      // Somebody may have deleted it.
      if (isNamed(error, 'ResourceNotFoundException')) isThere = false;
      throw error;
    }
  };
}

/** A record with two images may be larger than an item: then the images are left out. */
async function put(
  database: TableWriter,
  TableName: string,
  itemOf: (record: TriggerRecord) => object,
  record: TriggerRecord,
): Promise<void> {
  try {
    await database.send('PutItem', { TableName, Item: itemOf(record) });
  } catch (error) {
    if (!isNamed(error, 'ValidationException')) throw error;
    const { NewImage: _new, OldImage: _old, ...change } = record.dynamodb;
    await database.send('PutItem', { TableName, Item: itemOf({ ...record, dynamodb: change }) });
  }
}

function failureItem(trigger: string, failure: TriggerFailure, record: TriggerRecord): object {
  const { requestContext, DDBStreamBatchInfo, timestamp, error } = failure;
  return {
    trigger: { S: trigger },
    sequenceNumber: { S: recordSequenceNumber(record) },
    shardId: { S: DDBStreamBatchInfo.shardId },
    streamArn: { S: DDBStreamBatchInfo.streamArn },
    condition: { S: requestContext.condition },
    invocations: { N: String(requestContext.approximateInvokeCount) },
    failedAt: { S: timestamp },
    record: { S: JSON.stringify(record) },
    ...(error === undefined ? {} : { error: { S: textOf(error) } }),
  };
}

/** Handlers throw anything: what cannot be written as JSON is still told, and nothing is too long for an item. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : jsonOf(error);
  return text.slice(0, ERROR_LENGTH_MAX);
}

function jsonOf(value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? text : typeof value;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
