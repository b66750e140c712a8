import type { DocumentPath } from '../../item/document-path.ts';
import type { ValueFault } from '../../item/value-fault.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ComparisonNode, ConditionNode, Operand } from '../condition-nodes.ts';
import type { KeyClause, SortCondition } from './key-condition-nodes.ts';

const FLIPPED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * The clauses of a key condition, one an attribute. Throws `ValueFault` for what a condition may hold but a key condition
 * may not. Source: reference validation.md section 6.
 */
export function clausesOf(condition: ConditionNode): readonly KeyClause[] {
  const clauses: KeyClause[] = [];
  collect(condition, clauses);
  return clauses;
}

function collect(node: ConditionNode, clauses: KeyClause[]): void {
  if (node.kind === 'and') {
    for (const condition of node.conditions) collect(condition, clauses);
    return;
  }
  const clause = clauseOf(node);
  if (clauses.some((earlier) => earlier.attribute === clause.attribute)) {
    throw refused('KeyConditionExpressions must only contain one condition per key');
  }
  clauses.push(clause);
}

function clauseOf(node: ConditionNode): KeyClause {
  switch (node.kind) {
    case 'comparison':
      return comparisonClause(node);
    case 'between': {
      if (node.operand.kind === 'literal') throw mustBeFirst('BETWEEN');
      const [lower, upper] = [literal(node.lower), literal(node.upper)];
      return clause(keyPath(node.operand), { kind: 'between', lower, upper });
    }
    case 'begins_with': {
      if (node.operand.kind === 'literal') throw mustBeFirst('begins_with');
      const path = keyPath(node.operand);
      return clause(path, { kind: 'begins_with', prefix: literal(node.prefix) });
    }
    default: {
      const isWord = node.kind === 'or' || node.kind === 'not' || node.kind === 'in';
      throw invalidOperator(isWord ? node.kind.toUpperCase() : node.kind);
    }
  }
}

/** The value may stand on the left: `:v <= sk` asks for `sk >= :v`. */
function comparisonClause(node: ComparisonNode): KeyClause {
  const { comparator, left, right } = node;
  if (comparator === '<>') throw invalidOperator(comparator);
  if (left.kind === 'literal') {
    return clause(keyPath(right), { kind: FLIPPED[comparator], value: left.value });
  }
  const path = keyPath(left);
  return clause(path, { kind: comparator, value: literal(right) });
}

function clause(path: DocumentPath, condition: SortCondition): KeyClause {
  if (path.length > 1) {
    throw refused('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return { attribute: String(path[0]), condition };
}

function keyPath(operand: Operand): DocumentPath {
  if (operand.kind === 'size' || operand.kind === 'truth') throw nested();
  if (operand.kind === 'literal') throw invalid('No key attribute specified');
  return operand.path;
}

function literal(operand: Operand): AttributeValue {
  if (operand.kind === 'size' || operand.kind === 'truth') throw nested();
  if (operand.kind === 'path') throw invalid('Multiple attribute names used in one condition');
  return operand.value;
}

function nested(): ValueFault {
  return refused('KeyConditionExpressions cannot contain nested operations');
}

function mustBeFirst(operator: string): ValueFault {
  return invalid(`${operator} operator must have the key attribute as its first operand`);
}

function invalid(detail: string): ValueFault {
  return refused(`Invalid condition in KeyConditionExpression: ${detail}`);
}

function invalidOperator(operator: string): ValueFault {
  return refused(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function refused(detail: string): ValueFault {
  return expressionFault('KeyConditionExpression', detail);
}
