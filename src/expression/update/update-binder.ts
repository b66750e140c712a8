import { typeOf } from '../../wire/attribute-value.ts';
import type { AttributeType } from '../../wire/attribute-value.ts';
import type { DocumentPath } from '../../item/document-path.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import { checkOperandCount, requirePath, wrongType } from '../condition/condition-checks.ts';
import { expressionFault } from '../expression-fault.ts';
import { bindPath, nameOf } from '../binding/path-binder.ts';
import { PathTree } from '../binding/path-tree.ts';
import type { Placeholders } from '../binding/placeholders.ts';
import type {
  ActionSyntax,
  ArithmeticSyntax,
  CallSyntax,
  OperandSyntax,
  UpdateSyntax,
} from '../syntax/nodes.ts';
import type { UpdateAction, UpdateNode, UpdateTerm } from './update-nodes.ts';
import { valueOf } from '../binding/value-binder.ts';

const KIND = 'UpdateExpression';

const ADD_TYPES: ReadonlySet<AttributeType> = new Set(['N', 'SS', 'NS', 'BS']);
const DELETE_TYPES: ReadonlySet<AttributeType> = new Set(['SS', 'NS', 'BS']);

/** How the messages of ADD and DELETE call the types. */
const LONG_TYPE_NAMES: Readonly<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
};

/**
 * Resolves placeholders and checks, in this order and each over the whole expression: undefined names, undefined values,
 * overlapping paths, conflicting paths, operands. Throws `ValueFault`. Source: reference validation.md section 6.
 */
export function bindUpdate(syntax: UpdateSyntax, placeholders: Placeholders): UpdateNode {
  for (const name of syntax.names) nameOf(KIND, name, placeholders);
  for (const value of syntax.values) valueOf(KIND, value, placeholders);
  const paths = syntax.actions.map((action) => bindPath(KIND, action.target, placeholders));
  const targets = new PathTree<number>();
  paths.forEach((path, index) => targets.add(path, index));
  targets.assertDisjoint(KIND);
  const actions = syntax.actions.map((action, index) =>
    bindAction(action, paths[index] ?? [], placeholders),
  );
  return { source: 'expression', actions, targets };
}

function bindAction(
  syntax: ActionSyntax,
  target: DocumentPath,
  placeholders: Placeholders,
): UpdateAction {
  if (syntax.kind === 'remove') return { kind: 'remove', target };
  if (syntax.kind === 'set') {
    return { kind: 'set', target, term: bindTerm(syntax.term, placeholders) };
  }
  const { kind } = syntax;
  const value = valueOf(KIND, syntax.value.placeholder, placeholders);
  const type = typeOf(value);
  if (!(kind === 'add' ? ADD_TYPES : DELETE_TYPES).has(type)) {
    const text = 'Incorrect operand type for operator or function; operator';
    throw expressionFault(
      KIND,
      `${text}: ${kind.toUpperCase()}, operand type: ${LONG_TYPE_NAMES[type]}`,
    );
  }
  return { kind, target, value };
}

function bindTerm(
  syntax: OperandSyntax | ArithmeticSyntax,
  placeholders: Placeholders,
): UpdateTerm {
  switch (syntax.kind) {
    case 'path':
      return { kind: 'path', path: bindPath(KIND, syntax, placeholders) };
    case 'value':
      return { kind: 'literal', value: valueOf(KIND, syntax.placeholder, placeholders) };
    case 'call':
      return bindCall(syntax, placeholders);
    default: {
      const left = bindTerm(syntax.left, placeholders);
      const right = bindTerm(syntax.right, placeholders);
      checkLiterals(syntax.kind, [left, right], 'N');
      return { kind: syntax.kind, left, right };
    }
  }
}

function bindCall(syntax: CallSyntax, placeholders: Placeholders): UpdateTerm {
  const { name } = syntax;
  const operands = syntax.operands.map((operand) => bindTerm(operand, placeholders));
  checkOperandCount(KIND, name, operands.length, 2);
  const [first, second] = operands;
  if (first === undefined || second === undefined) {
    throw new InvariantViolation(`${name} without two operands`);
  }
  if (name === 'if_not_exists') {
    return { kind: name, path: requirePath(KIND, name, first), otherwise: second };
  }
  checkLiterals(name, [first, second], 'L');
  return { kind: 'list_append', first, second };
}

/** A literal, or what is sure to be a number or a list, of the wrong type is refused before any item is read. */
function checkLiterals(operator: string, terms: readonly UpdateTerm[], allowed: 'N' | 'L'): void {
  for (const term of terms) {
    const type = knownTypeOf(term);
    if (type !== undefined && type !== allowed) throw wrongType(KIND, operator, type);
  }
}

function knownTypeOf(term: UpdateTerm): AttributeType | undefined {
  if (term.kind === 'literal') return typeOf(term.value);
  return term.kind === 'list_append' ? 'L' : undefined;
}
