import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { NamedAccess } from '../../capacity/consumed-capacity.ts';
import type { AnswerBody } from '../../item/row/answer-body.ts';
import type { StoredImage } from '../../partition/image/stored-image.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import { getKeyOfParameter } from '../../partition/key-check.ts';
import { readItems } from '../../partition/table-access.ts';
import type { ItemRead } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import { validationError } from '../../wire/dynamo-error.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { imagesBody, objectBody } from '../request/answer-parts.ts';
import { jsonText, objectText } from '../request/answer-parts.ts';
import { DistinctItems, SAME_KEYS } from '../request/distinct-items.ts';
import { shownImage } from '../request/read-parameters.ts';
import { keyTouch } from '../request/touched-tables.ts';
import { batchGetReader } from './batch-get-item-request.ts';
import type { BatchGetItemRequest } from './batch-get-item-request.ts';

/** Bytes of items of one answer. */
const ANSWER_BYTES_MAX = 16 * 1_048_576;

/** The reads of all keys, table by table. Throws what is wrong with any. */
function placeReads({ reads }: BatchGetItemRequest, context: RouterContext): readonly ItemRead[] {
  const found = reads.map((read) => ({ ...read, table: getTable(context, read.tableName) }));
  const distinct = new DistinctItems(SAME_KEYS);
  for (const { table, keys } of found) for (const key of keys) distinct.add(table, key);
  const placed: ItemRead[] = [];
  for (const { table, keys, projection, consistency } of found) {
    for (const key of keys) {
      placed.push({ table, key: getKeyOfParameter(table.keySchema, key), consistency });
    }
    const fault = findProjectionKeyFault(table, projection);
    if (fault !== undefined) throw validationError(fault);
  }
  return placed;
}

function run(request: BatchGetItemRequest, context: RouterContext): AnswerBody {
  const reads = placeReads(request, context);
  const found = readItems(context, reads, ANSWER_BYTES_MAX);
  const responses: Record<string, AnswerBody> = Object.create(null) as Record<string, AnswerBody>;
  const left: Record<string, string> = Object.create(null) as Record<string, string>;
  const accesses: NamedAccess[] = [];
  let at = 0;
  for (const { tableName, asked, projection } of request.reads) {
    const tree = reads[at]?.table.tree ?? 0;
    const ofTable = found.slice(at, at + asked.Keys.length);
    at += asked.Keys.length;
    const items: StoredImage[] = [];
    for (const access of ofTable) {
      accesses.push({ tableName, access });
      if (access.item !== undefined) items.push(shownImage(access.item, projection));
    }
    responses[tableName] = imagesBody(items, tree);
    const keysLeft = asked.Keys.slice(ofTable.length);
    if (keysLeft.length > 0) left[tableName] = JSON.stringify({ ...asked, Keys: keysLeft });
  }
  return objectBody({
    Responses: objectBody(responses),
    UnprocessedKeys: objectText(left),
    ConsumedCapacity: jsonText(consumedCapacityByTable(request.capacity, accesses)),
  });
}

export const batchGetItem: Operation<BatchGetItemRequest> = {
  name: 'BatchGetItem',
  ...batchGetReader,
  touches: ({ reads }, scope) =>
    reads.map(({ tableName, keys, projection }) => keyTouch(scope, tableName, keys, projection)),
  run,
};
