import type { DocumentPath } from '../../item/document-path.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { PathTree } from '../binding/path-tree.ts';

/* An update with its placeholders resolved: what UpdateExpression and AttributeUpdates are lowered to. */

export interface PathTerm {
  readonly kind: 'path';
  readonly path: DocumentPath;
}

export interface LiteralTerm {
  readonly kind: 'literal';
  readonly value: AttributeValue;
}

export interface IfNotExistsTerm {
  readonly kind: 'if_not_exists';
  readonly path: DocumentPath;
  readonly otherwise: UpdateTerm;
}

export interface ListAppendTerm {
  readonly kind: 'list_append';
  readonly first: UpdateTerm;
  readonly second: UpdateTerm;
}

export interface ArithmeticTerm {
  readonly kind: '+' | '-';
  readonly left: UpdateTerm;
  readonly right: UpdateTerm;
}

/** The right-hand side of a SET. */
export type UpdateTerm = PathTerm | LiteralTerm | IfNotExistsTerm | ListAppendTerm | ArithmeticTerm;

export interface SetAction {
  readonly kind: 'set';
  readonly target: DocumentPath;
  readonly term: UpdateTerm;
}

export interface RemoveAction {
  readonly kind: 'remove';
  readonly target: DocumentPath;
}

/** ADD: a number, a set, or (AttributeUpdates only) a list to append. */
export interface AddAction {
  readonly kind: 'add';
  readonly target: DocumentPath;
  readonly value: AttributeValue;
}

/** DELETE of the members of a set. */
export interface DeleteAction {
  readonly kind: 'delete';
  readonly target: DocumentPath;
  readonly value: AttributeValue;
}

export type UpdateAction = SetAction | RemoveAction | AddAction | DeleteAction;

export interface UpdateNode {
  /** Where it came from: they differ in one message, in what they create, and in what is held to the item limit. */
  readonly source: 'expression' | 'legacy' | 'statement';
  /** In written order. */
  readonly actions: readonly UpdateAction[];
  /** The paths written, each with the index of its action; no path is the prefix of another. */
  readonly targets: PathTree<number>;
}
