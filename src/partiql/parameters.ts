import { canonicalValue } from '../item/canonical.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';

/** The parameters of one statement, in canonical form. */
export type Parameters = readonly AttributeValue[];

/**
 * Parameters as they came, made canonical in their order: their numbers are read as Java's BigDecimal reads them. Throws
 * `ValueFault`. Source: reference validation.md section 4.
 */
export function canonicalParameters(given: readonly unknown[] | undefined): Parameters {
  return given === undefined ? [] : given.map((value) => canonicalValue(value, 'older'));
}

/** Throws `ValueFault` where a statement asks for more than it was given. What is left over does no harm. */
export function checkParameterCount(parameters: Parameters, wanted: number): void {
  if (parameters.length < wanted) throw countMismatch();
}

/** The `index`-th parameter, from 0. */
export function getParameter(parameters: Parameters, index: number): AttributeValue {
  const value = parameters[index];
  if (value === undefined) throw countMismatch();
  return value;
}

function countMismatch(): ValueFault {
  return new ValueFault("Number of parameters in request and statement don't match.");
}
