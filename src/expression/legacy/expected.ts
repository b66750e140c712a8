import { ValueFault } from '../../item/value-fault.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { Condition } from '../condition/condition.ts';
import type { ConditionNode } from '../condition-nodes.ts';
import type { ConditionalOperator } from './conditional-operator.ts';
import { joinConditions, lowerCondition } from './legacy-condition.ts';
import type { LegacyOperator } from './legacy-condition.ts';

/** A member of Expected; values canonical. */
export interface Expectation {
  readonly Value?: AttributeValue | undefined;
  readonly Exists?: boolean | undefined;
  readonly ComparisonOperator?: LegacyOperator | undefined;
  readonly AttributeValueList?: readonly AttributeValue[] | undefined;
}

/** Expected as a condition; no members: always true. Throws `ValueFault` (bare), first member first. */
export function lowerExpected(
  expected: Readonly<Record<string, Expectation>>,
  operator: ConditionalOperator | undefined,
): Condition {
  const conditions = Object.keys(expected).map((name) =>
    lowerExpectation(name, expected[name] as Expectation),
  );
  return joinConditions(conditions, operator);
}

/** Source of the rules and texts: reference validation.md section 7. */
function lowerExpectation(name: string, expectation: Expectation): ConditionNode {
  const { Value, Exists, ComparisonOperator, AttributeValueList } = expectation;
  if (Value !== undefined && AttributeValueList !== undefined) {
    throw fault('Value and AttributeValueList cannot be used together', name);
  }
  if (ComparisonOperator !== undefined) {
    if (Exists !== undefined) {
      throw fault('Exists and ComparisonOperator cannot be used together', name);
    }
    const values = Value === undefined ? AttributeValueList : [Value];
    if (values === undefined && !takesNoValue(ComparisonOperator)) {
      const text = 'Value or AttributeValueList must be used with ComparisonOperator';
      throw fault(`${text}: ${ComparisonOperator}`, name);
    }
    return lowerCondition(name, ComparisonOperator, values ?? []);
  }
  if (AttributeValueList !== undefined) {
    throw fault('AttributeValueList can only be used with a ComparisonOperator', name);
  }
  if (Exists === false) {
    if (Value !== undefined) throw fault('Value cannot be used when Exists is false', name);
    return { kind: 'attribute_not_exists', path: [name] };
  }
  if (Value === undefined) {
    throw fault(`Value must be provided when Exists is ${Exists === true ? 'true' : 'null'}`, name);
  }
  return lowerCondition(name, 'EQ', [Value]);
}

function takesNoValue(operator: LegacyOperator): boolean {
  return operator === 'NULL' || operator === 'NOT_NULL';
}

function fault(text: string, attribute: string): ValueFault {
  return new ValueFault(
    `One or more parameter values were invalid: ${text} for Attribute: ${attribute}`,
  );
}
