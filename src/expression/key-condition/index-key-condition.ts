import type { IndexKeySchema, KeyAttribute } from '../../item/key-schema.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { KeyClause, KeyCondition, SortCondition } from './key-condition-nodes.ts';
import { bindClauses, checkKeyValues, valuesOf } from './key-condition-binding.ts';

/** A query of one item collection of an index. */
export interface BoundIndexCondition {
  /** A value for each hash attribute. */
  readonly hash: readonly AttributeValue[];
  /** Values of the first range attributes. */
  readonly equal: readonly AttributeValue[];
  /** What is asked of the range attribute behind those. */
  readonly sort: SortCondition | undefined;
}

/**
 * Holds a key condition against the key schema of an index: equality on every hash attribute, equality on the first range
 * attributes, and any condition on the last of them that is named.
 *
 * Throws `ValueFault`, bare. Source: reference validation.md section 6, semantics.md section 2.
 */
export function bindIndexCondition(
  keyCondition: KeyCondition,
  schema: IndexKeySchema,
): BoundIndexCondition {
  const { clauses } = keyCondition;
  const [partitionKey, ...moreHash] = schema.hash;
  const [sortKey, ...moreRange] = schema.range;
  if (partitionKey !== undefined && moreHash.length + moreRange.length === 0) {
    const { partition, sort } = bindClauses(keyCondition, { partitionKey, sortKey });
    return { hash: [partition], equal: [], sort };
  }
  const keyCount = schema.hash.length + schema.range.length;
  if (clauses.length > keyCount) {
    throw new ValueFault(
      `The number of query conditions (${clauses.length}) exceeds the number of key attributes ` +
        `defined in the schema (${keyCount})`,
    );
  }
  if (moreHash.length > 0) checkHash(schema.hash, clauses);
  const hash = schema.hash.map((key) => equalValue(key, clauses));
  return { hash, ...bindRange(schema, clauses) };
}

/** Of several hash attributes each must be asked to equal a value. */
function checkHash(hash: readonly KeyAttribute[], clauses: readonly KeyClause[]): void {
  const unequal = hash.filter((key) => findCondition(clauses, key)?.kind !== '=');
  if (unequal.length === 0) return;
  const names = unequal.map(({ name }) => name).join(', ');
  throw new ValueFault(
    `HASH key attributes ${names} must have equality conditions specified in the query`,
  );
}

function equalValue(key: KeyAttribute, clauses: readonly KeyClause[]): AttributeValue {
  const condition = findCondition(clauses, key);
  if (condition === undefined) throw missed(key);
  if (condition.kind !== '=') throw new ValueFault('Query key condition not supported');
  checkKeyValues(key, [condition.value]);
  return condition.value;
}

function bindRange(
  schema: IndexKeySchema,
  clauses: readonly KeyClause[],
): Pick<BoundIndexCondition, 'equal' | 'sort'> {
  const conditions = schema.range.map((key) => findCondition(clauses, key));
  const named = conditions.filter((condition) => condition !== undefined);
  const unknown = clauses.length - schema.hash.length - named.length;
  if (unknown > 0) {
    const unnamed = schema.range.find((_, i) => conditions[i] === undefined);
    if (unnamed !== undefined) throw missed(unnamed);
  }
  const last = conditions.findLastIndex((condition) => condition !== undefined);
  const unequal = schema.range
    .slice(0, Math.max(0, last))
    .filter((_, i) => conditions[i]?.kind !== '=');
  if (unequal.length > 0) {
    throw new ValueFault(
      `RANGE key attributes ${unequal.map(({ name }) => name).join(', ')} must have equality conditions ` +
        'specified in the query because a condition is present on key attribute ' +
        (schema.range[last]?.name ?? ''),
    );
  }
  const equal = schema.range.slice(0, Math.max(0, last)).map((key) => equalValue(key, clauses));
  const sort = conditions[last];
  const key = schema.range[last];
  if (sort !== undefined && key !== undefined) checkKeyValues(key, valuesOf(sort));
  return { equal, sort };
}

function findCondition(
  clauses: readonly KeyClause[],
  { name }: KeyAttribute,
): SortCondition | undefined {
  return clauses.find(({ attribute }) => attribute === name)?.condition;
}

function missed({ name }: KeyAttribute): ValueFault {
  return new ValueFault(`Query condition missed key schema element: ${name}`);
}
