import type { PathElement } from '../../item/document-path.ts';
import type { Comparator } from '../condition-nodes.ts';

/*
 * Expressions as written, placeholders unresolved. They depend on the text alone, so they are frozen and cached.
 */

/** Elements that begin with `#` are placeholders; a bare identifier cannot. */
export interface PathSyntax {
  readonly kind: 'path';
  readonly elements: readonly PathElement[];
}

export interface ValueSyntax {
  readonly kind: 'value';
  /** With its colon. */
  readonly placeholder: string;
}

export interface CallSyntax {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly OperandSyntax[];
}

export type OperandSyntax = PathSyntax | ValueSyntax | CallSyntax;

export interface ComparisonSyntax {
  readonly kind: 'comparison';
  readonly comparator: Comparator;
  readonly left: OperandSyntax;
  readonly right: OperandSyntax;
}

export interface BetweenSyntax {
  readonly kind: 'between';
  readonly operand: OperandSyntax;
  readonly lower: OperandSyntax;
  readonly upper: OperandSyntax;
}

export interface InSyntax {
  readonly kind: 'in';
  readonly operand: OperandSyntax;
  readonly candidates: readonly OperandSyntax[];
}

export interface LogicSyntax {
  readonly kind: 'and' | 'or';
  readonly conditions: readonly ConditionSyntax[];
}

export interface NotSyntax {
  readonly kind: 'not';
  readonly condition: ConditionSyntax;
}

export type ConditionSyntax =
  ComparisonSyntax | BetweenSyntax | InSyntax | CallSyntax | LogicSyntax | NotSyntax;

export interface ArithmeticSyntax {
  readonly kind: '+' | '-';
  readonly left: OperandSyntax;
  readonly right: OperandSyntax;
}

export interface SetSyntax {
  readonly kind: 'set';
  readonly target: PathSyntax;
  readonly term: OperandSyntax | ArithmeticSyntax;
}

export interface RemoveSyntax {
  readonly kind: 'remove';
  readonly target: PathSyntax;
}

/** ADD and DELETE. */
export interface MemberSyntax {
  readonly kind: 'add' | 'delete';
  readonly target: PathSyntax;
  readonly value: ValueSyntax;
}

export type ActionSyntax = SetSyntax | RemoveSyntax | MemberSyntax;

export interface UpdateSyntax {
  readonly actions: readonly ActionSyntax[];
  /** Every placeholder, in written order, for the checks that look at all of them first. */
  readonly names: readonly string[];
  readonly values: readonly string[];
}
