import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { AnswerBody } from '../../item/row/answer-body.ts';
import type { ItemPlace } from '../../partition/item-place.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import { findKeyMismatch, getKeyBytes } from '../../partition/key-check.ts';
import { isBeingWritten, readItems } from '../../partition/table-access.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import { findCancellation, NO_REASON } from '../../transaction/cancellation.ts';
import { AnswerPayload } from '../../transaction/payload.ts';
import type { RouterContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import { arrayBody, itemBody, objectBody } from '../request/answer-parts.ts';
import { jsonText } from '../request/answer-parts.ts';
import { DistinctItems, SAME_ITEM } from '../request/distinct-items.ts';
import { projectedItem } from '../request/read-parameters.ts';
import { keyTouch } from '../request/touched-tables.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { transactGetReader } from './transact-get-items-request.ts';
import type { ParsedGet, TransactGetItemsRequest } from './transact-get-items-request.ts';

const RULES = valueRules('TransactGetItems');

/** Where each item is; throws the cancellation where a key does not match its table. */
function placeGets(gets: readonly ParsedGet[], context: RouterContext): readonly ItemPlace[] {
  const found = gets.map((get) => ({
    get,
    table: getTable(context, get.tableName),
  }));
  const distinct = new DistinctItems(SAME_ITEM);
  for (const { get, table } of found) distinct.add(table, get.key);
  const faults = found.map(({ get, table }) => findFault(get, table));
  const places = found.flatMap(({ get, table }, i) =>
    faults[i] === undefined ? [{ table, key: getKeyBytes(table.keySchema, get.key) }] : [],
  );
  // What stands behind the first is not looked at.
  const first = faults.findIndex((fault) => fault !== undefined);
  const cancellation = findCancellation(
    faults.map((message, i) =>
      message === undefined || i > first ? NO_REASON : { code: 'ValidationError', message },
    ),
  );
  if (cancellation !== undefined) throw cancellation;
  return places;
}

function findFault({ key, projection }: ParsedGet, table: Table): string | undefined {
  return findKeyMismatch(table.keySchema, key) ?? findProjectionKeyFault(table, projection);
}

function run({ gets, capacity }: TransactGetItemsRequest, context: RouterContext): AnswerBody {
  const places = placeGets(gets, context);
  checkContention(places, context);
  const consistency = 'transactional';
  const found = readItems(
    context,
    places.map((place) => ({ ...place, consistency })),
  );
  const shown = gets.map(({ projection }, i) => projectedItem(found[i]?.item, projection));
  const payload = new AnswerPayload();
  guard(RULES, () => {
    for (const item of shown) if (item !== undefined) payload.add(item.sizeBytes);
  });
  const accesses = found.map((access, i) => ({ tableName: gets[i]?.tableName ?? '', access }));
  const responses = shown.map((item, i) => {
    const tree = places[i]?.table.tree;
    if (item === undefined || tree === undefined) return '{}';
    return objectBody({ Item: itemBody(item, tree) });
  });
  return objectBody({
    Responses: arrayBody(responses),
    ConsumedCapacity: jsonText(consumedCapacityByTable(capacity, accesses)),
  });
}

/** A snapshot of several items waits for nobody: it conflicts with any write of one of them that is not over. */
function checkContention(places: readonly ItemPlace[], context: RouterContext): void {
  const cancellation = findCancellation(
    places.map((place) =>
      isBeingWritten(context, place) ? { code: 'TransactionConflict' } : NO_REASON,
    ),
  );
  if (cancellation !== undefined) throw cancellation;
}

export const transactGetItems: Operation<TransactGetItemsRequest> = {
  name: 'TransactGetItems',
  ...transactGetReader,
  touches: ({ gets }, scope) =>
    gets.map(({ tableName, key, projection }) => keyTouch(scope, tableName, [key], projection)),
  run,
};
