/**
 * The actions of a TransactWriteItems: read from the request, then as writes of their tables.
 */
import { GivenImage } from '../../partition/image/stored-image.ts';
import type { Condition } from '../../expression/condition/condition.ts';
import { compileUpdate } from '../../expression/update/update.ts';
import type { Placeholders } from '../../expression/binding/placeholders.ts';
import { canonicalItem } from '../../item/canonical.ts';
import { sizeOfItem, utf8Length } from '../../item/item-size.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { ITEM_TOO_LARGE } from '../../partition/item-limit.ts';
import type { ItemWrite, WriteAction } from '../../partition/item-write.ts';
import { getTable } from '../../placement/table-catalog.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { ITEM_BYTES_MAX } from '../../wire/limits.ts';
import type { JsonObject } from '../../wire/shapes/collections.ts';
import type { RouterContext } from '../context.ts';
import { DistinctItems, SAME_ITEM } from '../request/distinct-items.ts';
import { checkExpressionMembers, placeholdersOf } from '../request/expression-parameters.ts';
import { passSecondDepth } from '../request/nesting-limits.ts';
import type { TransactWriteItem } from './transaction-members.ts';
import { valueRules } from '../request/value-wording.ts';
import { compileWriteCondition } from '../request/write-parameters.ts';

const RULES = valueRules('TransactWriteItems');
// Source: validation.md section 10.
const NO_ACTION =
  "1 validation error detected: Value '' at 'transactItems' failed to satisfy constraint: " +
  'TransactWriteRequest should contain Delete or Put or Update or ConditionCheck';
const SEVERAL_ACTIONS = 'TransactItems can only contain one of Check, Put, Update or Delete';

/** One action, its values canonical and its expressions compiled. */
export interface ParsedAction {
  readonly tableName: string;
  /** The item to put, or the key. */
  readonly attributes: Item;
  readonly action: WriteAction;
  readonly condition: Condition | undefined;
  /** Whether a failed condition shows the item it failed on. */
  readonly itemOnFailure: boolean;
  /** Whether the condition is that of an INSERT: that no item is there. */
  readonly isInsert?: boolean;
}

/** An action as it came, and what it weighs in the request: item or key, expressions, their values. */
export interface WeighedAction extends ParsedAction {
  readonly payloadBytes: number;
}

/** The members that every kind of action has. */
interface ActionMembers {
  readonly TableName: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: JsonObject;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}

/** Throws a `ValueFault` for the first problem of the action. */
export function parseAction(item: TransactWriteItem): WeighedAction {
  const { ConditionCheck, Put, Delete, Update } = item;
  const given = [ConditionCheck, Put, Delete, Update].filter((action) => action !== undefined);
  if (given.length === 1) {
    if (Put !== undefined) return parsePut(Put);
    if (Update !== undefined) return parseUpdate(Update);
    if (Delete !== undefined) return parseKeyed(Delete, 'delete');
    if (ConditionCheck !== undefined) return parseKeyed(ConditionCheck, 'check');
  }
  throw new ValueFault(given.length === 0 ? NO_ACTION : SEVERAL_ACTIONS);
}

function parsePut(put: NonNullable<TransactWriteItem['Put']>): WeighedAction {
  checkMembers(put, ['ConditionExpression']);
  const { item, sizeBytes } = canonicalItem(put.Item, RULES.layer);
  if (sizeBytes > ITEM_BYTES_MAX) throw new ValueFault(ITEM_TOO_LARGE);
  const action = { kind: 'put', image: new GivenImage(item, sizeBytes) } as const;
  return conditioned(put, item, sizeBytes, () => action);
}

function parseUpdate(update: NonNullable<TransactWriteItem['Update']>): WeighedAction {
  checkMembers(update, ['UpdateExpression', 'ConditionExpression']);
  const key = canonicalItem(update.Key, RULES.layer).item;
  const bytes = sizeOfItem(key) + utf8Length(update.UpdateExpression);
  return conditioned(update, key, bytes, (placeholders) => {
    return { kind: 'update', key, update: compileUpdate(update.UpdateExpression, placeholders) };
  });
}

function parseKeyed(
  members: ActionMembers & { readonly Key: JsonObject },
  kind: 'delete' | 'check',
): WeighedAction {
  checkMembers(members, ['ConditionExpression']);
  const key = keyOf(members);
  return conditioned(members, key, sizeOfItem(key), () => ({ kind }));
}

/** A key beyond the second depth is refused behind the condition of its own action. */
function keyOf(members: ActionMembers & { readonly Key: JsonObject }): Item {
  try {
    return canonicalItem(members.Key, RULES.layer).item;
  } catch (fault) {
    if (fault instanceof ValueFault && passSecondDepth(Object.values(members.Key))) {
      compileWriteCondition(members.ConditionExpression, placeholdersOf(members, RULES));
    }
    throw fault;
  }
}

function checkMembers(members: ActionMembers, expressions: readonly string[]): void {
  checkExpressionMembers({ ...members }, { expressions, legacy: [], values: 'plain' });
}

function conditioned(
  members: ActionMembers,
  attributes: Item,
  ownBytes: number,
  actionOf: (placeholders: Placeholders) => WriteAction,
): WeighedAction {
  const placeholders = placeholdersOf(members, RULES);
  const action = actionOf(placeholders);
  const condition = compileWriteCondition(members.ConditionExpression, placeholders);
  placeholders.assertAllUsed();
  const itemOnFailure = members.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  const conditionBytes = utf8Length(members.ConditionExpression ?? '');
  const payloadBytes = ownBytes + conditionBytes + placeholders.valuesBytes;
  const { TableName: tableName } = members;
  return { tableName, attributes, action, condition, itemOnFailure, payloadBytes };
}

/** The actions as writes of their tables. Throws for a missing table, then for an item named twice. */
export function writesOf(
  actions: readonly ParsedAction[],
  context: RouterContext,
): readonly ItemWrite[] {
  const writes = actions.map(({ tableName, attributes, action, condition }) => {
    return { table: getTable(context, tableName), attributes, action, condition };
  });
  const distinct = new DistinctItems(SAME_ITEM);
  for (const { table, attributes } of writes) distinct.add(table, attributes);
  return writes;
}
