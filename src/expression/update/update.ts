import type { Attributes } from '../../item/attributes.ts';
import type { RowView } from '../../item/row/row-view.ts';
import type { RowWriter } from '../../item/row/row-writer.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { updateItem } from './update-application.ts';
import { bindUpdate } from './update-binder.ts';
import { chargeOfUpdate } from './update-statement-size.ts';
import { pathsReadBy } from './update-paths.ts';
import type { UpdateNode } from './update-nodes.ts';
import type { ItemUpdate, RowUpdate } from './update-result.ts';
import { updateRow } from './row-update.ts';
import type { Placeholders } from '../binding/placeholders.ts';
import { parseUpdate } from '../syntax/parsed.ts';

/** An update ready to be applied, from an UpdateExpression or from AttributeUpdates. */
export type Update = UpdateNode;

/** Reads an UpdateExpression. Throws `ValueFault`. Source: reference validation.md section 6. */
export function compileUpdate(text: string, placeholders: Placeholders): Update {
  return bindUpdate(parseUpdate(text), placeholders);
}

/**
 * The item after the update, and what UPDATED_OLD and UPDATED_NEW return.
 *
 * `item` is the old item, or only the key where there is none; it is not changed and shares what the update leaves
 * alone. Operands read the old item. Throws `ValueFault` (bare): path, missing operand, operand type, number range.
 * Source: reference semantics.md section 3.
 */
export function applyUpdate(update: Update, item: Item): ItemUpdate {
  return updateItem(update, item);
}

/**
 * The same of an item in a row: to a row in which all attributes that the update does not write are copied as they are, and only
 * what it reads or writes is decoded. Throws `RowFault` too.
 */
export function applyUpdateToRow(update: Update, view: RowView, writer: RowWriter): RowUpdate {
  return updateRow(update, view, writer);
}

/** The top-level attributes the update writes, in written order. */
export function updateAttributes(update: Update): ReadonlySet<string> {
  return update.targets.topNames();
}

/** The top-level attributes the update writes or reads into, by `.name` or `[index]`: none of them may be a key. */
export function updateNestedAttributes(update: Update): ReadonlySet<string> {
  const nested = new Set(update.targets.nestedTopNames());
  for (const path of pathsReadBy(update)) if (path.length > 1) nested.add(String(path[0]));
  return nested;
}

/**
 * Whether the update makes an item where none was: one that only removes does not. Source: reference semantics.md section 3,
 * validation.md section 16.
 */
export function createsItem(update: Update): boolean {
  return (
    update.actions.length === 0 ||
    update.actions.some((action) => action.kind === 'set' || action.kind === 'add')
  );
}

/**
 * What the statement itself weighs, in bytes, for the 400 KB gate of UpdateItem with an UpdateExpression.
 *
 * `item` is the old item: an ADD of a set is charged only for the members it really adds.
 * Source: reference semantics.md section 1.
 */
export function statementCharge(update: Update, item: Attributes): number {
  return chargeOfUpdate(update, item);
}
