/**
 * What expressions may not do with key attributes: reach into them, or update them. Source: validation.md section 5.
 *
 * Answered as texts, because a transaction reports them as reasons of its cancellation.
 */
import type { Condition } from '../expression/condition.ts';
import { conditionNestedAttributes } from '../expression/condition.ts';
import type { Projection } from '../expression/projection.ts';
import { projectionNestedAttributes } from '../expression/projection.ts';
import type { Update } from '../expression/update.ts';
import { updateAttributes, updateNestedAttributes } from '../expression/update.ts';
import type { KeySchema } from '../item/key-schema.ts';

/** The first key attribute that is among `names`. */
export function findKeyAmong(schema: KeySchema, names: ReadonlySet<string>): string | undefined {
  if (names.size === 0) return undefined;
  const { partitionKey, sortKey } = schema;
  if (names.has(partitionKey.name)) return partitionKey.name;
  return sortKey !== undefined && names.has(sortKey.name) ? sortKey.name : undefined;
}

function findReachIntoKey(schema: KeySchema, nested: ReadonlySet<string>): string | undefined {
  const name = findKeyAmong(schema, nested);
  if (name === undefined) return undefined;
  const rule = "list random access '[]' and map lookup '.' are not allowed";
  return `Key attributes must be scalars; ${rule}: Key: ${name}`;
}

export function findConditionKeyFault(
  schema: KeySchema,
  condition: Condition | undefined,
): string | undefined {
  if (condition === undefined) return undefined;
  return findReachIntoKey(schema, conditionNestedAttributes(condition));
}

export function findProjectionKeyFault(
  schema: KeySchema,
  projection: Projection | undefined,
): string | undefined {
  if (projection === undefined) return undefined;
  return findReachIntoKey(schema, projectionNestedAttributes(projection));
}

export function findUpdateKeyFault(
  schema: KeySchema,
  update: Update | undefined,
): string | undefined {
  if (update === undefined) return undefined;
  const name = findKeyAmong(schema, updateAttributes(update));
  if (name === undefined) return findReachIntoKey(schema, updateNestedAttributes(update));
  return (
    'One or more parameter values were invalid: ' +
    `Cannot update attribute ${name}. This attribute is part of the key`
  );
}
