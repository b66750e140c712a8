import type { KeyAttribute, KeySchema } from '../../item/key-schema.ts';
import { invalidValue, ValueFault } from '../../item/value-fault.ts';
import { typeOf } from '../../wire/attribute-value.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type {
  BoundKeyCondition,
  KeyClause,
  KeyCondition,
  SortCondition,
} from './key-condition-nodes.ts';

/** What KeyConditions of another number are told, where the key is no longer. */
export const ONE_OR_TWO = 'Conditions can be of length 1 or 2 only';

/**
 * Sorts the clauses by the schema. Order of the checks: number of clauses; then for each key attribute, partition key first,
 * whether it is there, types, operator, empty values.
 *
 * Source: reference validation.md sections 5, 6 and 7.
 */
export function bindClauses(
  { clauses, isLegacy }: KeyCondition,
  schema: KeySchema,
): BoundKeyCondition {
  const { partitionKey, sortKey } = schema;
  if (isLegacy === true && clauses.length > 2) throw new ValueFault(ONE_OR_TWO);
  const keyCount = sortKey === undefined ? 1 : 2;
  if (clauses.length > keyCount) {
    throw new ValueFault(
      `The number of query conditions (${clauses.length}) exceeds the number of key attributes ` +
        `defined in the schema (${keyCount})`,
    );
  }
  const partition = getClause(clauses, partitionKey);
  checkTypes(partitionKey, valuesOf(partition));
  if (partition.kind !== '=') throw new ValueFault('Query key condition not supported');
  checkNotEmpty(partitionKey, [partition.value]);
  if (clauses.length === 1 || sortKey === undefined) return { partition: partition.value };
  const sort = getClause(clauses, sortKey);
  checkKeyValues(sortKey, valuesOf(sort));
  return { partition: partition.value, sort };
}

function getClause(clauses: readonly KeyClause[], key: KeyAttribute): SortCondition {
  for (const { attribute, condition } of clauses) if (attribute === key.name) return condition;
  throw new ValueFault(`Query condition missed key schema element: ${key.name}`);
}

export function valuesOf(condition: SortCondition): readonly AttributeValue[] {
  if (condition.kind === 'between') return [condition.lower, condition.upper];
  return [condition.kind === 'begins_with' ? condition.prefix : condition.value];
}

/** Refuses values of another type than the key's, and empty ones. */
export function checkKeyValues(key: KeyAttribute, values: readonly AttributeValue[]): void {
  checkTypes(key, values);
  checkNotEmpty(key, values);
}

function checkTypes(key: KeyAttribute, values: readonly AttributeValue[]): void {
  for (const value of values) {
    if (typeOf(value) !== key.type) {
      throw invalidValue('Condition parameter type does not match schema type');
    }
  }
}

function checkNotEmpty(key: KeyAttribute, values: readonly AttributeValue[]): void {
  for (const value of values) {
    const type = emptyTypeOf(value);
    if (type === undefined) continue;
    throw new ValueFault(
      'One or more parameter values are not valid. The AttributeValue for a key attribute ' +
        `cannot contain an empty ${type} value. Key: ${key.name}`,
    );
  }
}

function emptyTypeOf(value: AttributeValue): 'string' | 'binary' | undefined {
  if ('S' in value && value.S === '') return 'string';
  return 'B' in value && value.B === '' ? 'binary' : undefined;
}
