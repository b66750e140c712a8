import { consumedCapacityByTable } from '../../capacity/consumed-capacity.ts';
import type { ReturnConsumedCapacity } from '../../capacity/consumed-capacity.ts';
import { projectItem } from '../../expression/projection/projection.ts';
import type { Projection } from '../../expression/projection/projection.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { sizeOfItem } from '../../item/size.ts';
import type { ItemPlace } from '../../partition/item-changes.ts';
import { isBeingWritten, readItems } from '../../partition/table-access.ts';
import { decodeItem } from '../../partition/stored-image.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Table } from '../../placement/table-catalog.ts';
import type { StoredItem } from '../../storage/stored-item.ts';
import { findCancellation, NO_REASON } from '../../transaction/cancellation.ts';
import { AnswerPayload } from '../../transaction/payload.ts';
import type { Item } from '../../wire/attribute-value.ts';
import type { ReadBy } from '../../wire/shapes/shape.ts';
import { requestShape, required } from '../../wire/shapes/structure.ts';
import { arrayText, jsonText, objectText } from '../request/answer-text.ts';
import { returnConsumedCapacity } from '../request/common-members.ts';
import type { RouterContext } from '../context.ts';
import { DistinctItems } from '../request/distinct-items.ts';
import { checkExpressionMembers, namePlaceholders } from '../request/expression-parameters.ts';
import { findKeyMismatch, getKeyBytes } from '../../partition/key-check.ts';
import { findProjectionKeyFault } from '../../partition/key-attribute-use.ts';
import { MANY_VALUES } from '../operation.ts';
import type { Operation, RequestBody } from '../operation.ts';
import { readProjection } from '../request/read-parameters.ts';
import { transactGetItem, transactItems } from './transaction-members.ts';
import { guard, valueRules } from '../request/value-wording.ts';
import { keyTouch } from '../request/touched-tables.ts';

const RULES = valueRules('TransactGetItems');
const readShape = requestShape({
  ReturnConsumedCapacity: returnConsumedCapacity,
  TransactItems: required(transactItems(transactGetItem)),
});
const MEMBERS = { expressions: ['ProjectionExpression'], legacy: [], values: 'none' } as const;

interface ParsedGet {
  readonly tableName: string;
  readonly key: Item;
  readonly projection: Projection | undefined;
}

interface TransactGetItemsRequest {
  readonly gets: readonly ParsedGet[];
  readonly capacity: ReturnConsumedCapacity;
}

function parse(body: RequestBody): TransactGetItemsRequest {
  const request = readShape(body);
  const gets = guard(RULES, () => request.TransactItems.map(parseGet));
  return { gets, capacity: request.ReturnConsumedCapacity ?? 'NONE' };
}

function parseGet({ Get: get }: ReadBy<typeof transactGetItem>): ParsedGet {
  checkExpressionMembers(get, MEMBERS);
  const key = canonicalItem(get.Key, RULES.layer).item;
  const placeholders = namePlaceholders(get.ExpressionAttributeNames);
  const projection = readProjection(get, placeholders);
  placeholders.assertAllUsed();
  return { tableName: get.TableName, key, projection };
}

/** Where each item is; throws the cancellation where a key does not match its table. */
function placeGets(gets: readonly ParsedGet[], context: RouterContext): readonly ItemPlace[] {
  const found = gets.map((get) => ({
    get,
    table: getTable(context, get.tableName),
  }));
  const distinct = new DistinctItems(
    'Transaction request cannot include multiple operations on one item',
  );
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

function run({ gets, capacity }: TransactGetItemsRequest, context: RouterContext): string {
  const places = placeGets(gets, context);
  checkContention(places, context);
  const consistency = 'transactional';
  const found = readItems(
    context,
    places.map((place) => ({ ...place, consistency })),
  );
  const shown = gets.map(({ projection }, i) => shownItem(found[i]?.item, projection));
  const payload = new AnswerPayload();
  guard(RULES, () => {
    for (const item of shown) if (item !== undefined) payload.add(item.sizeBytes);
  });
  const accesses = found.map((access, i) => ({ tableName: gets[i]?.tableName ?? '', access }));
  return objectText({
    Responses: arrayText(
      shown.map((item) => (item === undefined ? '{}' : `{"Item":${item.text}}`)),
    ),
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

/** What is shown of an item: undefined where there is none, and where nothing of it is projected. */
function shownItem(
  stored: StoredItem | undefined,
  projection: Projection | undefined,
): Pick<StoredItem, 'text' | 'sizeBytes'> | undefined {
  if (stored === undefined || projection === undefined) return stored;
  const projected = projectItem(projection, decodeItem(stored.text));
  if (Object.keys(projected).length === 0) return undefined;
  return { text: JSON.stringify(projected), sizeBytes: sizeOfItem(projected) };
}

export const transactGetItems: Operation<TransactGetItemsRequest> = {
  name: 'TransactGetItems',
  layout: readShape.layout,
  valuesMax: MANY_VALUES,
  parse,
  checkRefused: readShape.checkValues,
  touches: ({ gets }, scope) =>
    gets.map(({ tableName, key, projection }) => keyTouch(scope, tableName, [key], projection)),
  run,
};
