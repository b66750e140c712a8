/**
 * What expressions may not do with key attributes: reach into them, or update them. Source: validation.md section 5.
 *
 * Answered as texts, because a transaction reports them as reasons of its cancellation.
 */
import type { Condition } from '../expression/condition/condition.ts';
import { conditionNestedAttributes } from '../expression/condition/condition.ts';
import type { Projection } from '../expression/projection/projection.ts';
import { projectionNestedAttributes } from '../expression/projection/projection.ts';
import type { Update } from '../expression/update/update.ts';
import { updateAttributes, updateNestedAttributes } from '../expression/update/update.ts';
import type { KeySchema } from '../item/key-schema.ts';
import type { TableIndexes } from '../placement/secondary-index.ts';
import type { Table } from '../placement/table-catalog.ts';

/** The first key attribute that is among `names`. */
function findKeyAmong(schema: KeySchema, names: ReadonlySet<string>): string | undefined {
  if (names.size === 0) return undefined;
  const { partitionKey, sortKey } = schema;
  if (names.has(partitionKey.name)) return partitionKey.name;
  return sortKey !== undefined && names.has(sortKey.name) ? sortKey.name : undefined;
}

function findIndexKeyAmong(indexes: TableIndexes, names: ReadonlySet<string>): string | undefined {
  if (names.size === 0) return undefined;
  const keys = indexes.all.flatMap(({ keySchema: { hash, range } }) => [...hash, ...range]);
  return keys.find(({ name }) => names.has(name))?.name;
}

function findReachIntoKey(
  { keySchema, indexes }: Table,
  nested: ReadonlySet<string>,
): string | undefined {
  const rule = "list random access '[]' and map lookup '.' are not allowed";
  const text = `Key attributes must be scalars; ${rule}: `;
  const name = findKeyAmong(keySchema, nested);
  if (name !== undefined) return `${text}Key: ${name}`;
  const indexKey = findIndexKeyAmong(indexes, nested);
  return indexKey === undefined ? undefined : `${text}IndexKey: ${indexKey}`;
}

export function findConditionKeyFault(
  keys: Table,
  condition: Condition | undefined,
): string | undefined {
  if (condition === undefined) return undefined;
  return findReachIntoKey(keys, conditionNestedAttributes(condition));
}

export function findProjectionKeyFault(
  keys: Table,
  projection: Projection | undefined,
): string | undefined {
  if (projection === undefined) return undefined;
  return findReachIntoKey(keys, projectionNestedAttributes(projection));
}

export function findUpdateKeyFault(keys: Table, update: Update | undefined): string | undefined {
  if (update === undefined) return undefined;
  const name = findKeyAmong(keys.keySchema, updateAttributes(update));
  if (name === undefined) return findReachIntoKey(keys, updateNestedAttributes(update));
  return (
    'One or more parameter values were invalid: ' +
    `Cannot update attribute ${name}. This attribute is part of the key`
  );
}
