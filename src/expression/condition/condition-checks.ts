import type { DocumentPath } from '../../item/document-path.ts';
import { compareScalars } from '../../item/order.ts';
import { typeOf } from '../../wire/attribute-value.ts';
import type { AttributeType, AttributeValue } from '../../wire/attribute-value.ts';
import type { Operand } from '../condition-nodes.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import { describePath } from '../binding/path-binder.ts';

/*
 * What can be refused in the operands of a condition before any item is seen.
 * Source of texts and types: reference validation.md section 6.
 */

const TYPES = {
  /** < <= > >= BETWEEN */
  ordered: new Set<AttributeType>(['S', 'N', 'B']),
  begins_with: new Set<AttributeType>(['S', 'B']),
  size: new Set<AttributeType>(['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']),
} as const;

/** The type an operand is known to have: a literal its own, a size N, a truth BOOL, a path none. */
function knownTypeOf(operand: Operand): AttributeType | undefined {
  if (operand.kind === 'literal') return typeOf(operand.value);
  if (operand.kind === 'truth') return 'BOOL';
  return operand.kind === 'size' ? 'N' : undefined;
}

export function checkTypes(
  kind: ExpressionKind,
  operator: string,
  operands: readonly Operand[],
  allowed: keyof typeof TYPES,
): void {
  for (const operand of operands) {
    const type = knownTypeOf(operand);
    if (type !== undefined && !TYPES[allowed].has(type)) throw wrongType(kind, operator, type);
  }
}

export function wrongType(kind: ExpressionKind, operator: string, type: string): Error {
  const text = 'Incorrect operand type for operator or function; operator or function';
  return expressionFault(kind, `${text}: ${operator}, operand type: ${type}`);
}

export function checkOperandCount(
  kind: ExpressionKind,
  operator: string,
  count: number,
  expected: number,
): void {
  if (count === expected) return;
  const text = 'Incorrect number of operands for operator or function; operator or function';
  throw expressionFault(kind, `${text}: ${operator}, number of operands: ${count}`);
}

export function requirePath(
  kind: ExpressionKind,
  operator: string,
  operand: { readonly kind: string; readonly path?: DocumentPath } | undefined,
): DocumentPath {
  if (operand?.kind === 'path' && operand.path !== undefined) return operand.path;
  const text = 'Operator or function requires a document path; operator or function';
  throw expressionFault(kind, `${text}: ${operator}`);
}

/** The first operand may not be the same path as another one. */
export function checkDistinct(
  kind: ExpressionKind,
  operator: string,
  first: Operand,
  others: readonly Operand[],
): void {
  if (first.kind !== 'path') return;
  for (const other of others) {
    if (other.kind !== 'path' || !samePath(first.path, other.path)) continue;
    throw expressionFault(
      kind,
      'The first operand must be distinct from the remaining operands for this operator or ' +
        `function; operator: ${operator}, first operand: ${describePath(first.path)}`,
    );
  }
}

function samePath(a: DocumentPath, b: DocumentPath): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i]);
}

/** Bounds of BETWEEN that are both literals: of one type, and in order. */
export function checkBounds(kind: ExpressionKind, lower: Operand, upper: Operand): void {
  if (lower.kind !== 'literal' || upper.kind !== 'literal') return;
  const sameType = typeOf(lower.value) === typeOf(upper.value);
  if (sameType && compareScalars(lower.value, upper.value) <= 0) return;
  const rule = sameType
    ? 'requires upper bound to be greater than or equal to lower bound'
    : 'requires same data type for lower and upper bounds';
  throw expressionFault(
    kind,
    `The BETWEEN operator ${rule}; lower bound operand: ${describeScalar(lower.value)}, ` +
      `upper bound operand: ${describeScalar(upper.value)}`,
  );
}

function describeScalar(value: AttributeValue): string {
  const text = 'S' in value ? value.S : 'N' in value ? value.N : 'B' in value ? value.B : '';
  return `AttributeValue: {${typeOf(value)}:${text}}`;
}
