import {
  composeBetween,
  composeComparison,
  composeIn,
} from '../expression/condition/condition-composition.ts';
import type { Comparator, ConditionNode, Operand } from '../expression/condition-nodes.ts';
import { bindCall, bindSize } from '../expression/condition/function-binder.ts';
import { ValueFault } from '../item/value-fault.ts';
import { documentPathOf } from './document-paths.ts';
import { isLiteral, valueOfLiteral } from './literal-values.ts';
import type { Parameters } from './parameters.ts';
import type {
  BinarySyntax,
  CallSyntax,
  ExpressionSyntax,
  InSyntax,
  IsSyntax,
} from './syntax/nodes.ts';
import { faultAt } from './syntax/statement-fault.ts';

const KIND = 'Statement';
const IN_OPERANDS_MAX = 100;

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);

const NOT_BOOLEAN = 'WHERE clause must contain an expression that resolves to a boolean';

/**
 * A WHERE clause as the condition that expressions are lowered to as well. Throws `ValueFault`.
 *
 * Where PartiQL differs, it is said with the same nodes: `a <> b` asks for both to be there.
 * Source: reference semantics.md section 7, validation.md sections 6 and 11.
 */
export function lowerWhereCondition(
  expression: ExpressionSyntax,
  parameters: Parameters,
): ConditionNode {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const conditions = expression.operands.map((each) => lowerWhereCondition(each, parameters));
      return { kind: expression.kind, conditions };
    }
    case 'unary':
      return lowerUnary(expression, parameters);
    case 'binary':
      return lowerBinary(expression, parameters);
    case 'between': {
      const [operand, lower, upper] = [expression.operand, expression.lower, expression.upper].map(
        (each) => lowerOperand(each, parameters),
      ) as [Operand, Operand, Operand];
      return negatedIf(expression.negated, composeBetween(KIND, operand, lower, upper));
    }
    case 'in':
      return lowerIn(expression, parameters);
    case 'is':
      return lowerIs(expression, parameters);
    case 'call':
      if (expression.name === 'size') throw new ValueFault(NOT_BOOLEAN);
      return lowerCall(expression, parameters);
    case 'statement':
      throw unsupportedToken(expression);
    default:
      throw new ValueFault(NOT_BOOLEAN);
  }
}

function unsupportedToken(expression: ExpressionSyntax & { readonly kind: 'statement' }): Error {
  const token = expression.statement.kind.toUpperCase();
  return faultAt(`Unsupported token in expression: ${token}`, expression.at);
}

function negatedIf(negated: boolean, condition: ConditionNode): ConditionNode {
  return negated ? { kind: 'not', condition } : condition;
}

function lowerUnary(
  expression: ExpressionSyntax & { readonly kind: 'unary' },
  parameters: Parameters,
): ConditionNode {
  if (expression.operator !== 'not') throw unsupportedOperator(expression.operator);
  if (!isCondition(expression.operand)) {
    throw new ValueFault('The argument to NOT must be a Type or Expression');
  }
  return { kind: 'not', condition: lowerWhereCondition(expression.operand, parameters) };
}

function unsupportedOperator(operator: string): ValueFault {
  return new ValueFault(`Unsupported operator in Condition Expression. Operator: ${operator}`);
}

/** Whether an expression is true or false rather than a value. */
function isCondition(expression: ExpressionSyntax): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'between':
    case 'in':
    case 'is':
      return true;
    case 'unary':
      return expression.operator === 'not';
    case 'binary':
      return COMPARATORS.has(expression.operator);
    case 'call':
      return expression.name !== 'size';
    default:
      return false;
  }
}

function lowerBinary(
  { operator, left, right }: BinarySyntax,
  parameters: Parameters,
): ConditionNode {
  if (!COMPARATORS.has(operator)) throw unsupportedOperator(operator);
  const operands = [lowerOperand(left, parameters), lowerOperand(right, parameters)] as const;
  const comparison = composeComparison(KIND, operator as Comparator, ...operands);
  if (operator !== '<>') return comparison;
  const present = operands.flatMap((operand): readonly ConditionNode[] =>
    operand.kind === 'path' ? [{ kind: 'attribute_exists', path: operand.path }] : [],
  );
  return { kind: 'and', conditions: [...present, comparison] };
}

function lowerOperand(expression: ExpressionSyntax, parameters: Parameters): Operand {
  if (isLiteral(expression)) {
    return { kind: 'literal', value: valueOfLiteral(expression, parameters) };
  }
  if (isCondition(expression)) {
    return { kind: 'truth', condition: lowerWhereCondition(expression, parameters) };
  }
  switch (expression.kind) {
    case 'path':
      return { kind: 'path', path: documentPathOf(expression) };
    case 'call':
      return bindSize(KIND, lowerOperands(expression, parameters));
    case 'missing':
      throw new ValueFault('MISSING must be compared using IS operator');
    case 'binary':
    case 'unary':
      throw unsupportedOperator(expression.operator);
    case 'statement':
      throw unsupportedToken(expression);
    default:
      throw faultAt('Unexpected path component', expression.at);
  }
}

function lowerOperands(call: CallSyntax, parameters: Parameters): readonly Operand[] {
  return call.operands.map((operand) => lowerOperand(operand, parameters));
}

function lowerCall(call: CallSyntax, parameters: Parameters): ConditionNode {
  if (!CONDITION_FUNCTIONS.has(call.name)) {
    throw faultAt(`Unrecognized function: ${call.name}`, call.at);
  }
  return bindCall(KIND, call.name, lowerOperands(call, parameters));
}

function lowerIn(
  { operand, candidates, negated }: InSyntax,
  parameters: Parameters,
): ConditionNode {
  const isList = candidates.kind === 'list' || candidates.kind === 'bag';
  if (!isList || candidates.elements.length === 0) {
    throw new ValueFault(
      'IN operator must have a left hand argument of type Variable Reference and right hand ' +
        'argument of type Seq with at least one member',
    );
  }
  const { elements } = candidates;
  if (elements.length > IN_OPERANDS_MAX) {
    throw new ValueFault(
      'The IN operator is provided with too many operands; ' +
        `number of operands: ${elements.length}`,
    );
  }
  const lowered = elements.map((element) => lowerOperand(element, parameters));
  return negatedIf(negated, composeIn(KIND, lowerOperand(operand, parameters), lowered));
}

/** Types of IS, each with the type of values it is true for. */
const IS_TYPES: ReadonlyMap<string, string> = new Map([
  ['NULL', 'NULL'],
  ['BOOLEAN', 'BOOL'],
  ['BLOB', 'B'],
  ['STRING', 'S'],
  ['NUMERIC', 'N'],
  ['STRUCT', 'M'],
  ['TUPLE', 'M'],
  ['LIST', 'L'],
]);

const ALWAYS: ConditionNode = { kind: 'and', conditions: [] };
const NEVER: ConditionNode = { kind: 'or', conditions: [] };

function lowerIs({ operand, type, negated, at }: IsSyntax, parameters: Parameters): ConditionNode {
  const attributeType = IS_TYPES.get(type);
  if (attributeType === undefined && type !== 'MISSING') {
    const supported = 'MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST';
    const text = `Unsupported data type for IS operator: ${type}. Supported data types are`;
    throw faultAt(`${text} [${supported}]`, at);
  }
  if (operand.kind === 'path') {
    const path = documentPathOf(operand);
    return negatedIf(
      negated,
      attributeType === undefined
        ? { kind: 'attribute_not_exists', path }
        : { kind: 'attribute_type', operand: { kind: 'path', path }, type: attributeType },
    );
  }
  if (operand.kind === 'missing') return negatedIf(negated, type === 'MISSING' ? ALWAYS : NEVER);
  if (!isLiteral(operand)) {
    throw new ValueFault(
      'The left hand side argument to IS must be a Variable Reference, Literal, or Path',
    );
  }
  const value = valueOfLiteral(operand, parameters);
  const isOfType = attributeType !== undefined && attributeType in value;
  return negatedIf(negated, isOfType ? ALWAYS : NEVER);
}
