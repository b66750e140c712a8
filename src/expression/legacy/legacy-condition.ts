import { compareScalars } from '../../item/order.ts';
import { invalidValue, ValueFault } from '../../item/value-fault.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import { typeOf } from '../../wire/attribute-value.ts';
import type { AttributeType, AttributeValue } from '../../wire/attribute-value.ts';
import type { Comparator, ConditionNode, LiteralOperand } from '../condition-nodes.ts';
import type { ConditionalOperator } from './conditional-operator.ts';

/** A member of QueryFilter, ScanFilter or KeyConditions; values canonical. */
export interface LegacyCondition {
  readonly ComparisonOperator: LegacyOperator;
  readonly AttributeValueList?: readonly AttributeValue[] | undefined;
}

export type LegacyOperator =
  | 'EQ'
  | 'NE'
  | 'LE'
  | 'LT'
  | 'GE'
  | 'GT'
  | 'NOT_NULL'
  | 'NULL'
  | 'CONTAINS'
  | 'NOT_CONTAINS'
  | 'BEGINS_WITH'
  | 'IN'
  | 'BETWEEN';

interface OperatorRule {
  readonly countMin: number;
  readonly countMax: number;
  /** Undefined: every type. */
  readonly types: readonly AttributeType[] | undefined;
}

const SCALARS = ['S', 'N', 'B'] as const;

/** Source: reference validation.md section 7. */
const RULES: Readonly<Record<LegacyOperator, OperatorRule>> = {
  EQ: { countMin: 1, countMax: 1, types: undefined },
  NE: { countMin: 1, countMax: 1, types: undefined },
  LE: { countMin: 1, countMax: 1, types: SCALARS },
  LT: { countMin: 1, countMax: 1, types: SCALARS },
  GE: { countMin: 1, countMax: 1, types: SCALARS },
  GT: { countMin: 1, countMax: 1, types: SCALARS },
  NOT_NULL: { countMin: 0, countMax: 0, types: undefined },
  NULL: { countMin: 0, countMax: 0, types: undefined },
  CONTAINS: { countMin: 1, countMax: 1, types: SCALARS },
  NOT_CONTAINS: { countMin: 1, countMax: 1, types: SCALARS },
  BEGINS_WITH: { countMin: 1, countMax: 1, types: ['S', 'B'] },
  IN: { countMin: 1, countMax: 100, types: SCALARS },
  BETWEEN: { countMin: 2, countMax: 2, types: SCALARS },
};

const COMPARATORS: Readonly<Partial<Record<LegacyOperator, Comparator>>> = {
  EQ: '=',
  NE: '<>',
  LE: '<=',
  LT: '<',
  GE: '>=',
  GT: '>',
};

/** Throws `ValueFault` (bare): number of values, one type, a type the operator takes, bounds in order. */
export function checkCondition(operator: LegacyOperator, values: readonly AttributeValue[]): void {
  const { countMin, countMax, types } = RULES[operator];
  if (values.length < countMin || values.length > countMax) {
    throw invalidValue(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  }
  const [first, second] = values;
  if (first === undefined) return;
  const type = typeOf(first);
  if (values.some((value) => typeOf(value) !== type)) {
    throw invalidValue('AttributeValues inside AttributeValueList must be of same type');
  }
  if (types !== undefined && !types.includes(type)) {
    throw invalidValue(
      `ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`,
    );
  }
  if (operator === 'BETWEEN' && second !== undefined && compareScalars(first, second) > 0) {
    throw new ValueFault(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    );
  }
}

/** One condition on a top-level attribute. */
export function lowerCondition(
  name: string,
  operator: LegacyOperator,
  values: readonly AttributeValue[],
): ConditionNode {
  checkCondition(operator, values);
  const path = [name];
  const operand = { kind: 'path', path } as const;
  if (operator === 'NULL') return { kind: 'attribute_not_exists', path };
  if (operator === 'NOT_NULL') return { kind: 'attribute_exists', path };
  const [first, second] = values.map((value): LiteralOperand => ({ kind: 'literal', value }));
  if (first === undefined) throw new InvariantViolation(`${operator} without a value`);
  if (operator === 'IN') {
    const candidates = values.map((value): LiteralOperand => ({ kind: 'literal', value }));
    return { kind: 'in', operand, candidates };
  }
  if (operator === 'BEGINS_WITH') return { kind: 'begins_with', operand, prefix: first };
  if (operator === 'BETWEEN') {
    return { kind: 'between', operand, lower: first, upper: second ?? first };
  }
  const comparator = COMPARATORS[operator];
  if (comparator !== undefined) {
    return { kind: 'comparison', comparator, left: operand, right: first };
  }
  const contains = { kind: 'contains', container: operand, member: first } as const;
  if (operator === 'CONTAINS') return contains;
  // An attribute that is missing is not one without the member.
  const conditions = [{ kind: 'attribute_exists', path } as const, not(contains)];
  return { kind: 'and', conditions };
}

function not(condition: ConditionNode): ConditionNode {
  return { kind: 'not', condition };
}

export function joinConditions(
  conditions: readonly ConditionNode[],
  operator: ConditionalOperator | undefined,
): ConditionNode {
  // No conditions at all are met by every item, whatever joins them.
  return { kind: operator === 'OR' && conditions.length > 0 ? 'or' : 'and', conditions };
}
