import {
  checkOperandCount,
  requirePath,
  wrongType,
} from '../expression/condition/condition-checks.ts';
import { PathTree } from '../expression/binding/path-tree.ts';
import type { UpdateAction, UpdateNode, UpdateTerm } from '../expression/update/update-nodes.ts';
import type { DocumentPath } from '../item/document-path.ts';
import { ValueFault } from '../item/value-fault.ts';
import { InvariantViolation } from '../kernel/invariant.ts';
import { typeOf } from '../wire/attribute-value.ts';
import { documentPathOf } from './document-paths.ts';
import { isLiteral, valueOfLiteral } from './literal-values.ts';
import { checkOperators } from './operator-limit.ts';
import type { Parameters } from './parameters.ts';
import type { CallSyntax, ChangeSyntax, ExpressionSyntax } from './syntax/nodes.ts';
import { faultAt } from './syntax/statement-fault.ts';

const KIND = 'Statement';

const SET_FUNCTIONS = { set_add: 'add', set_delete: 'delete' } as const;
const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);

/**
 * SET and REMOVE clauses as the update that expressions are lowered to as well: set_add is its ADD, set_delete its DELETE.
 * Throws `ValueFault`. Source: reference semantics.md section 7, validation.md section 11.
 */
export function lowerChanges(changes: readonly ChangeSyntax[], parameters: Parameters): UpdateNode {
  checkOperators(changes.flatMap((change) => (change.kind === 'set' ? [change.value] : [])));
  const actions = changes.map((change) => lowerChange(change, parameters));
  const targets = new PathTree<number>();
  actions.forEach(({ target }, index) => targets.add(target, index));
  targets.assertDisjoint(KIND);
  return { source: 'statement', actions, targets };
}

function lowerChange(change: ChangeSyntax, parameters: Parameters): UpdateAction {
  const target = documentPathOf(change.target);
  if (change.kind === 'remove') return { kind: 'remove', target };
  const { value } = change;
  if (value.kind === 'call' && Object.hasOwn(SET_FUNCTIONS, value.name)) {
    return lowerSetFunction(value, target, parameters);
  }
  return { kind: 'set', target, term: lowerTerm(value, parameters) };
}

/** `a = set_add(a, <<...>>)`. */
function lowerSetFunction(
  call: CallSyntax,
  target: DocumentPath,
  parameters: Parameters,
): UpdateAction {
  const name = call.name.toUpperCase();
  const [set, members] = call.operands;
  if (set === undefined || members === undefined || call.operands.length > 2) {
    throw faultAt(`${name} must have exactly two arguments`, call.at);
  }
  if (set.kind !== 'path' || !samePath(documentPathOf(set), target)) {
    throw faultAt(`The first argument to ${name} must equal the assignment value`, call.at);
  }
  const value = isLiteral(members) ? valueOfLiteral(members, parameters) : undefined;
  if (value === undefined || !['SS', 'NS', 'BS'].includes(typeOf(value))) {
    throw faultAt(`The second argument to ${name} must be a value with type SET`, set.at);
  }
  const kind = SET_FUNCTIONS[call.name as keyof typeof SET_FUNCTIONS];
  return { kind, target, value };
}

function samePath(a: DocumentPath, b: DocumentPath): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i]);
}

function lowerTerm(expression: ExpressionSyntax, parameters: Parameters): UpdateTerm {
  if (isLiteral(expression)) {
    return { kind: 'literal', value: valueOfLiteral(expression, parameters) };
  }
  switch (expression.kind) {
    case 'path':
      return { kind: 'path', path: documentPathOf(expression) };
    case 'call':
      return lowerCall(expression, parameters);
    case 'missing':
      throw new ValueFault('MISSING must be compared using IS operator');
    case 'binary': {
      const { operator } = expression;
      if (operator !== '+' && operator !== '-') throw unsupportedOperator(operator);
      const left = lowerTerm(expression.left, parameters);
      const right = lowerTerm(expression.right, parameters);
      checkLiterals(operator, [left, right], 'N');
      return { kind: operator, left, right };
    }
    case 'unary':
      throw unsupportedOperator(expression.operator);
    case 'statement': {
      const token = expression.statement.kind.toUpperCase();
      throw faultAt(`Unsupported token in expression: ${token}`, expression.at);
    }
    case 'rooted':
      throw faultAt('Unexpected path component', expression.at);
    default:
      throw unsupportedOperator(expression.kind);
  }
}

function unsupportedOperator(operator: string): ValueFault {
  return new ValueFault(`Unsupported operator in Update Expression. Operator: ${operator}`);
}

function lowerCall({ name, operands, at }: CallSyntax, parameters: Parameters): UpdateTerm {
  if (CONDITION_FUNCTIONS.has(name) || Object.hasOwn(SET_FUNCTIONS, name)) {
    const text = 'The function is not allowed in an update expression; function';
    throw new ValueFault(`${text}: ${name}`);
  }
  if (name !== 'list_append' && name !== 'if_not_exists') {
    throw faultAt(`Unrecognized function: ${name}`, at);
  }
  const terms = operands.map((operand) => lowerTerm(operand, parameters));
  checkOperandCount(KIND, name, terms.length, 2);
  const [first, second] = terms;
  if (first === undefined || second === undefined) {
    throw new InvariantViolation(`${name} without two operands`);
  }
  if (name === 'if_not_exists') {
    return { kind: name, path: requirePath(KIND, name, first), otherwise: second };
  }
  checkLiterals(name, [first, second], 'L');
  return { kind: name, first, second };
}

/** A literal of the wrong type is refused before any item is read. */
function checkLiterals(operator: string, terms: readonly UpdateTerm[], allowed: 'N' | 'L'): void {
  for (const term of terms) {
    if (term.kind !== 'literal' || allowed in term.value) continue;
    throw wrongType(KIND, operator, typeOf(term.value));
  }
}
