import type { Attributes } from '../../item/attributes.ts';
import { addNumbers, subtractNumbers } from '../../item/number.ts';
import { ValueFault } from '../../item/value-fault.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import { removeMembers, uniteSets } from './set-arithmetic.ts';
import type { UpdateAction, UpdateNode, UpdateTerm } from './update-nodes.ts';

/**
 * What an action writes at its target, read from the old item alone; undefined if the target goes or stays missing.
 *
 * Throws `ValueFault` (bare). Source: reference validation.md section 6, semantics.md section 3.
 */
export function valueOfAction(
  action: UpdateAction,
  source: UpdateNode['source'],
  item: Attributes,
): AttributeValue | undefined {
  switch (action.kind) {
    case 'set':
      return valueOfTerm(action.term, item);
    case 'remove':
      return undefined;
    case 'add': {
      const old = item.at(action.target);
      if (old === undefined) return action.value;
      return sumOf(old, action.value) ?? mismatch(source);
    }
    case 'delete': {
      const old = item.at(action.target);
      if (old === undefined) return undefined;
      const rest = removeMembers(old, action.value) ?? mismatch(source);
      return isEmptySet(rest) ? undefined : rest;
    }
  }
}

function mismatch(source: UpdateNode['source']): never {
  throw source === 'legacy'
    ? new ValueFault('Type mismatch for attribute to update')
    : wrongOperand();
}

function wrongOperand(): ValueFault {
  return new ValueFault('An operand in the update expression has an incorrect data type');
}

function valueOfTerm(term: UpdateTerm, item: Attributes): AttributeValue {
  switch (term.kind) {
    case 'literal':
      return term.value;
    case 'path': {
      const value = item.at(term.path);
      if (value === undefined) {
        throw new ValueFault(
          'The provided expression refers to an attribute that does not exist in the item',
        );
      }
      return value;
    }
    case 'if_not_exists': {
      // A default that cannot be read is refused even where it is not needed.
      const otherwise = valueOfTerm(term.otherwise, item);
      return item.at(term.path) ?? otherwise;
    }
    case 'list_append': {
      const first = valueOfTerm(term.first, item);
      const second = valueOfTerm(term.second, item);
      if (!('L' in first && 'L' in second)) throw wrongOperand();
      return { L: [...first.L, ...second.L] };
    }
    default: {
      const left = valueOfTerm(term.left, item);
      const right = valueOfTerm(term.right, item);
      if (!('N' in left && 'N' in right)) throw wrongOperand();
      const combine = term.kind === '+' ? addNumbers : subtractNumbers;
      return { N: combine(left.N, right.N) };
    }
  }
}

/** ADD: undefined if the two do not go together. */
function sumOf(old: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if ('N' in old && 'N' in value) return { N: addNumbers(old.N, value.N) };
  if ('L' in old && 'L' in value) return { L: [...old.L, ...value.L] };
  return uniteSets(old, value);
}

function isEmptySet(value: AttributeValue): boolean {
  if ('SS' in value) return value.SS.length === 0;
  if ('NS' in value) return value.NS.length === 0;
  return 'BS' in value && value.BS.length === 0;
}
