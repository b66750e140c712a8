import type { ConditionNode, Operand } from '../expression/condition-nodes.ts';
import type { SortCondition } from '../expression/key-condition/key-condition-nodes.ts';
import type { KeyAttribute, KeySchema } from '../item/key-schema.ts';
import { ValueFault } from '../item/value-fault.ts';
import { typeOf } from '../wire/attribute-value.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';

/** What one condition asks of one key attribute. Several clauses are alternatives: those of an IN. */
export interface KeyClauses {
  readonly key: KeyAttribute;
  readonly role: 'partition' | 'sort';
  readonly clauses: readonly SortCondition[];
}

const FLIPPED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * What a condition asks of a key attribute, if a query could be asked for it: equality or IN of the partition key, equality,
 * IN, an order, BETWEEN or begins_with of the sort key, each with values alone. Source: reference semantics.md section 7.
 */
export function keyClausesOf(node: ConditionNode, schema: KeySchema): KeyClauses | undefined {
  const found = clausesOf(node);
  if (found === undefined) return undefined;
  const { attribute, clauses } = found;
  const { partitionKey, sortKey } = schema;
  if (attribute === partitionKey.name) {
    if (!clauses.every(({ kind }) => kind === '=')) return undefined;
    return { key: partitionKey, role: 'partition', clauses };
  }
  return sortKey?.name === attribute ? { key: sortKey, role: 'sort', clauses } : undefined;
}

interface Found {
  readonly attribute: string;
  readonly clauses: readonly SortCondition[];
}

function clausesOf(node: ConditionNode): Found | undefined {
  switch (node.kind) {
    case 'comparison': {
      const { comparator, left, right } = node;
      if (comparator === '<>') return undefined;
      const isFlipped = left.kind === 'literal';
      const [path, value] = isFlipped ? [right, left] : [left, right];
      const kind = isFlipped ? FLIPPED[comparator] : comparator;
      return found(path, [value], ([only]) => [{ kind, value: only }]);
    }
    case 'between':
      return found(node.operand, [node.lower, node.upper], ([lower, upper]) => [
        { kind: 'between', lower, upper: upper ?? lower },
      ]);
    case 'begins_with':
      return found(node.operand, [node.prefix], ([prefix]) => [{ kind: 'begins_with', prefix }]);
    case 'in':
      return found(node.operand, node.candidates, (values) =>
        values.map((value) => ({ kind: '=', value })),
      );
    default:
      return undefined;
  }
}

/** Undefined unless `operand` is a top-level attribute and all `others` are values. */
function found(
  operand: Operand,
  others: readonly Operand[],
  clausesBy: (values: readonly [AttributeValue, ...AttributeValue[]]) => readonly SortCondition[],
): Found | undefined {
  if (operand.kind !== 'path' || operand.path.length > 1) return undefined;
  const values: AttributeValue[] = [];
  for (const other of others) {
    if (other.kind !== 'literal') return undefined;
    values.push(other.value);
  }
  const [first, ...rest] = values;
  if (first === undefined) return undefined;
  return { attribute: String(operand.path[0]), clauses: clausesBy([first, ...rest]) };
}

/** The values of a clause. */
export function valuesOfClause(clause: SortCondition): readonly AttributeValue[] {
  if (clause.kind === 'between') return [clause.lower, clause.upper];
  return [clause.kind === 'begins_with' ? clause.prefix : clause.value];
}

/** Throws `ValueFault` for a value that a key attribute cannot have. Source: reference validation.md section 11. */
export function checkKeyType({ name, type }: KeyAttribute, value: AttributeValue): void {
  const given = typeOf(value);
  if (given === type) return;
  if (given !== 'S' && given !== 'N' && given !== 'B') {
    const text = `Key value must be of type S, N, or B. Key name: ${name}`;
    throw new ValueFault(`${text}, Key type: ${given}`);
  }
  throw new ValueFault(
    `Key attribute's data type should match its data type in table's schema: Key ${name}`,
  );
}
