import type { Attributes } from '../../item/attributes.ts';
import type { DocumentPath, PathElement } from '../../item/document-path.ts';
import { sizeOfValue, utf8Length } from '../../item/item-size.ts';
import { removeMembers } from './set-arithmetic.ts';
import type { AddAction, UpdateAction, UpdateNode, UpdateTerm } from './update-nodes.ts';

/*
 * The weight of an update statement, in bytes. Source of every constant: reference semantics.md section 1, "Statement
 * charge" (measured on AWS).
 */

const STATEMENT_BYTES = 3;
/** SET and ADD, each clause. */
const WRITE_CLAUSE_BYTES = 19;
/** REMOVE and DELETE, each clause. */
const REMOVE_CLAUSE_BYTES = 1;
const TARGET_STEP_BYTES = 4;
const OPERAND_PATH_BYTES = 1;
const OPERAND_STEP_BYTES = 14;
const PLUS_BYTES = 34;
const MINUS_BYTES = 37;
const IF_NOT_EXISTS_BYTES = 39;
const LIST_APPEND_BYTES = 37;

export function chargeOfUpdate(update: UpdateNode, item: Attributes): number {
  let bytes = STATEMENT_BYTES;
  for (const action of update.actions) bytes += chargeOfAction(action, item);
  return bytes;
}

function chargeOfAction(action: UpdateAction, item: Attributes): number {
  const target = chargeOfTarget(action.target);
  switch (action.kind) {
    case 'set':
      return WRITE_CLAUSE_BYTES + target + chargeOfTerm(action.term);
    case 'add':
      return WRITE_CLAUSE_BYTES + target + chargeOfAdded(action, item);
    default:
      return REMOVE_CLAUSE_BYTES + target;
  }
}

function chargeOfTarget(path: DocumentPath): number {
  const steps = path.reduce<number>((bytes, element) => bytes + elementBytes(element), 0);
  return steps + TARGET_STEP_BYTES * (path.length - 1);
}

function chargeOfTerm(term: UpdateTerm): number {
  switch (term.kind) {
    case 'literal':
      return sizeOfValue(term.value);
    case 'path':
      return chargeOfPath(term.path);
    case 'if_not_exists':
      return IF_NOT_EXISTS_BYTES + chargeOfPath(term.path) + chargeOfTerm(term.otherwise);
    case 'list_append':
      return LIST_APPEND_BYTES + chargeOfTerm(term.first) + chargeOfTerm(term.second);
    case '+':
      return PLUS_BYTES + chargeOfTerm(term.left) + chargeOfTerm(term.right);
    case '-':
      return MINUS_BYTES + chargeOfTerm(term.left) + chargeOfTerm(term.right);
  }
}

function chargeOfPath(path: DocumentPath): number {
  return path.reduce<number>(
    (bytes, element) => bytes + OPERAND_STEP_BYTES + elementBytes(element),
    OPERAND_PATH_BYTES,
  );
}

/** Only the members a set really gains are charged. */
function chargeOfAdded(action: AddAction, item: Attributes): number {
  const old = item.at(action.target);
  const added = old && removeMembers(action.value, old);
  return sizeOfValue(added ?? action.value);
}

function elementBytes(element: PathElement): number {
  return typeof element === 'number' ? String(element).length : utf8Length(element);
}
