/**
 * Runs one PutItem, UpdateItem or DeleteItem: what it writes is the table's affair, what it answers is said here.
 */
import { consumedCapacity } from '../../capacity/consumed-capacity.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import type { WriteAction } from '../../partition/item-write.ts';
import { writeItem } from '../../partition/table-access.ts';
import type { MadeWrite } from '../../partition/write-outcome.ts';
import { refusalError } from '../../partition/write-refusal.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { CatalogScope } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import type { RouterContext } from '../context.ts';
import type { Touch } from '../touch.ts';
import { jsonText, objectText } from '../request/answer-parts.ts';
import { writeTouch } from '../request/touched-tables.ts';
import type { ReturnValues, WriteReturns } from '../request/write-parameters.ts';

export interface SingleWrite {
  /** The item to put, or the key attributes. */
  readonly attributes: Item;
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
  readonly returns: WriteReturns;
}

export function runWrite(request: SingleWrite, context: RouterContext): string {
  const { attributes, action, condition, returns } = request;
  const table = getTable(context, returns.tableName);
  const write = { table, attributes, action, condition };
  const made = writeItem(context, write, {
    refuse: (refusal) => refusalError(refusal, returns.itemOnFailure),
    showsBefore: returns.values !== 'NONE',
    showsNothing: isPlain(returns),
    measuresCollections: returns.metrics,
  });
  return answerText(returns, made);
}

export function touchesOfWrite(
  { returns, ...write }: SingleWrite,
  scope: CatalogScope,
): readonly Touch[] {
  return [writeTouch(scope, { tableName: returns.tableName, ...write })];
}

function answerText(returns: WriteReturns, made: MadeWrite): string {
  if (isPlain(returns) && made.collection === undefined) return '{}';
  return objectText({
    Attributes: returnedAttributes(returns.values, made),
    ConsumedCapacity: jsonText(consumedCapacity(returns.capacity, returns.tableName, made)),
    ItemCollectionMetrics: jsonText(made.collection),
  });
}

/** Whether neither the item nor what it costs is asked for. */
function isPlain({ values, capacity }: WriteReturns): boolean {
  return values === 'NONE' && capacity === 'NONE';
}

/** JSON text of what ReturnValues asks for, undefined where there is nothing. Source: semantics.md section 3. */
export function returnedAttributes(
  values: ReturnValues,
  { before, decision: { after, updated } }: MadeWrite,
): string | undefined {
  switch (values) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before?.json;
    case 'ALL_NEW':
      return jsonText(after?.item);
    case 'UPDATED_OLD':
      return jsonText(updated?.updatedOld);
    case 'UPDATED_NEW':
      return jsonText(updated?.updatedNew);
  }
}
