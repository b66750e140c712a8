import type { DocumentPath } from '../item/document-path.ts';
import type { AttributeValue } from '../wire/attribute-value.ts';

/*
 * A condition with its placeholders resolved: what both expressions and the legacy parameters are lowered to, and all
 * that the evaluator knows.
 */

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface PathOperand {
  readonly kind: 'path';
  readonly path: DocumentPath;
}

export interface LiteralOperand {
  readonly kind: 'literal';
  readonly value: AttributeValue;
}

/** `size(operand)`: a number, or no value where the operand has none or its type has no size. */
export interface SizeOperand {
  readonly kind: 'size';
  readonly operand: Operand;
}

/** Whether a condition is met, as a BOOL to compare with: PartiQL's `attribute_exists(a) = true`. */
export interface TruthOperand {
  readonly kind: 'truth';
  readonly condition: ConditionNode;
}

export type Operand = PathOperand | LiteralOperand | SizeOperand | TruthOperand;

export interface ComparisonNode {
  readonly kind: 'comparison';
  readonly comparator: Comparator;
  readonly left: Operand;
  readonly right: Operand;
}

export interface BetweenNode {
  readonly kind: 'between';
  readonly operand: Operand;
  readonly lower: Operand;
  readonly upper: Operand;
}

export interface InNode {
  readonly kind: 'in';
  readonly operand: Operand;
  readonly candidates: readonly Operand[];
}

export interface ExistsNode {
  readonly kind: 'attribute_exists' | 'attribute_not_exists';
  readonly path: DocumentPath;
}

export interface TypeNode {
  readonly kind: 'attribute_type';
  readonly operand: Operand;
  readonly type: string;
}

export interface BeginsWithNode {
  readonly kind: 'begins_with';
  readonly operand: Operand;
  readonly prefix: Operand;
}

export interface ContainsNode {
  readonly kind: 'contains';
  readonly container: Operand;
  readonly member: Operand;
}

export interface LogicNode {
  readonly kind: 'and' | 'or';
  readonly conditions: readonly ConditionNode[];
}

export interface NotNode {
  readonly kind: 'not';
  readonly condition: ConditionNode;
}

export type ConditionNode =
  | ComparisonNode
  | BetweenNode
  | InNode
  | ExistsNode
  | TypeNode
  | BeginsWithNode
  | ContainsNode
  | LogicNode
  | NotNode;
