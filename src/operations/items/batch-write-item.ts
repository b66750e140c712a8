import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { ItemWrite } from '../../partition/item-write.ts';
import { KEY_MISMATCH } from '../../partition/key-check.ts';
import { writeItems } from '../../partition/table-access.ts';
import { MadeWrite } from '../../partition/write-outcome.ts';
import { refusalError } from '../../partition/write-refusal.ts';
import type { WriteRefusal } from '../../partition/write-refusal.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { DynamoError } from '../../wire/dynamo-error.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { jsonText, objectText } from '../request/answer-parts.ts';
import { metricsByTable } from '../request/collection-metrics.ts';
import { DistinctItems, SAME_KEYS } from '../request/distinct-items.ts';
import { writeTouch } from '../request/touched-tables.ts';
import { batchWriteReader } from './batch-write-item-request.ts';
import type { BatchWrite, BatchWriteItemRequest } from './batch-write-item-request.ts';

/** Throws for a missing table, then for an item named twice. */
function writesOf(request: BatchWriteItemRequest, context: RouterContext): readonly ItemWrite[] {
  const writes = request.writes.map(({ tableName, attributes, action }) => {
    return { table: getTable(context, tableName), attributes, action, condition: undefined };
  });
  const distinct = new DistinctItems(SAME_KEYS);
  for (const { table, attributes } of writes) distinct.add(table, attributes);
  return writes;
}

function run(request: BatchWriteItemRequest, context: RouterContext): string {
  const outcomes = writeItems(context, writesOf(request, context), {
    refuse,
    showsNothing: request.capacity === 'NONE',
    measuresCollections: request.metrics,
  });
  const accesses: { readonly tableName: string; readonly access: MadeWrite }[] = [];
  const left: BatchWrite[] = [];
  for (const [i, write] of request.writes.entries()) {
    const access = outcomes[i];
    if (access instanceof MadeWrite) accesses.push({ tableName: write.tableName, access });
    else left.push(write);
  }
  return objectText({
    UnprocessedItems: unprocessedText(left),
    ConsumedCapacity: jsonText(consumedCapacityByTable(request.capacity, accesses)),
    ItemCollectionMetrics: jsonText(metricsByTable(accesses)),
  });
}

/** A batch is refused for any of its writes; those of items that a transaction is at are left to the caller. */
function refuse(refusal: WriteRefusal): DynamoError | undefined {
  switch (refusal.kind) {
    case 'contended':
      return undefined;
    case 'key':
      return validationError(KEY_MISMATCH);
    default:
      return refusalError(refusal);
  }
}

function unprocessedText(writes: readonly BatchWrite[]): string {
  const byTable = new Map<string, object[]>();
  for (const { tableName, asked } of writes) {
    const known = byTable.get(tableName);
    if (known === undefined) byTable.set(tableName, [asked]);
    else known.push(asked);
  }
  return JSON.stringify(Object.fromEntries(byTable));
}

export const batchWriteItem: Operation<BatchWriteItemRequest> = {
  name: 'BatchWriteItem',
  ...batchWriteReader,
  touches: ({ writes }, scope) => writes.map((write) => writeTouch(scope, write)),
  run,
};
