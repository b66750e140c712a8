import type { ConditionNode } from '../expression/condition-nodes.ts';
import type { KeySchema } from '../item/key-schema.ts';
import { valuesEqual } from '../item/order.ts';
import { ValueFault } from '../item/value-fault.ts';
import { emptyAttributes, findAttribute } from '../wire/attribute-value.ts';
import type { Item } from '../wire/attribute-value.ts';
import { checkKeyType, keyClausesOf } from './key-clauses.ts';

/** The equalities on key attributes that every item of a WHERE clause must meet. */
export interface KeyEqualities {
  /** The first value asked of each key attribute. */
  readonly key: Item;
  /** The first key attribute that is asked to equal two values. */
  readonly conflict: string | undefined;
  /** Whether nothing else is asked. */
  readonly isAlone: boolean;
}

/** `oneValueIn`: an IN of one value is an equality too, as it is in reads. */
export function keyEqualitiesOf(
  where: ConditionNode | undefined,
  schema: KeySchema,
  { oneValueIn }: { readonly oneValueIn: boolean },
): KeyEqualities {
  const key = emptyAttributes();
  let conflict: string | undefined;
  let isAlone = true;
  for (const node of where === undefined ? [] : conjuncts(where)) {
    const isOther = node.kind === 'in' && !oneValueIn;
    const clauses = isOther ? undefined : keyClausesOf(node, schema);
    const [clause] = clauses?.clauses ?? [];
    if (clauses?.clauses.length !== 1 || clause?.kind !== '=') {
      isAlone = false;
      continue;
    }
    const { name } = clauses.key;
    const former = findAttribute(key, name);
    if (former === undefined) key[name] = clause.value;
    else if (!valuesEqual(former, clause.value)) conflict ??= name;
  }
  return { key, conflict, isAlone };
}

function conjuncts(node: ConditionNode): readonly ConditionNode[] {
  return node.kind === 'and' ? node.conditions.flatMap(conjuncts) : [node];
}

/** Whether all key attributes are there. */
export function isWholeKey(key: Item, { partitionKey, sortKey }: KeySchema): boolean {
  if (findAttribute(key, partitionKey.name) === undefined) return false;
  return sortKey === undefined || findAttribute(key, sortKey.name) !== undefined;
}

/**
 * The key of the one item that an UPDATE or DELETE is about. Throws `ValueFault`.
 *
 * Source: reference semantics.md section 7, validation.md section 11.
 */
export function keyOfWrite({ key, conflict }: KeyEqualities, schema: KeySchema): Item {
  if (!isWholeKey(key, schema)) {
    throw new ValueFault(
      'Where clause does not contain a mandatory equality on all key attributes',
    );
  }
  if (conflict !== undefined) {
    const rule = 'Only single item Update/Insert/Delete are supported';
    throw new ValueFault(`Multiple conditions on same key ${conflict}. ${rule}`);
  }
  checkKeyTypes(key, schema);
  return key;
}

/** Throws `ValueFault` for an item to insert whose key attributes are missing or of another type. */
export function checkKeyOfInsert(item: Item, schema: KeySchema): void {
  for (const key of [schema.partitionKey, schema.sortKey]) {
    if (key !== undefined && findAttribute(item, key.name) === undefined) {
      throw new ValueFault(`Key attribute should be present in the item: Key ${key.name}`);
    }
  }
  checkKeyTypes(item, schema);
}

function checkKeyTypes(attributes: Item, { partitionKey, sortKey }: KeySchema): void {
  for (const key of [partitionKey, sortKey]) {
    const value = key === undefined ? undefined : findAttribute(attributes, key.name);
    if (key !== undefined && value !== undefined) checkKeyType(key, value);
  }
}
