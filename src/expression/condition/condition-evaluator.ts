import type { Attributes } from '../../item/attributes.ts';
import { byteStringOfBase64 } from '../../item/binary.ts';
import { compareScalars, valuesEqual } from '../../item/order.ts';
import { unreachable } from '../../kernel/invariant.ts';
import { typeOf } from '../../wire/attribute-value.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { BetweenNode, ComparisonNode, ConditionNode, Operand } from '../condition-nodes.ts';
import { sizeFunction } from './size-function.ts';

/**
 * Whether `item` meets the condition: two-valued logic. An operand without a value, be it a missing
 * attribute or a size of what has none, makes its condition false, but `<>` true. Source: reference semantics.md section 2.
 */
export function isTrue(node: ConditionNode, item: Attributes): boolean {
  switch (node.kind) {
    case 'and':
      return node.conditions.every((condition) => isTrue(condition, item));
    case 'or':
      return node.conditions.some((condition) => isTrue(condition, item));
    case 'not':
      return !isTrue(node.condition, item);
    case 'comparison':
      return compares(node, item);
    case 'between':
      return isBetween(node, item);
    case 'in': {
      const value = evaluate(node.operand, item);
      return (
        value !== undefined &&
        node.candidates.some((candidate) => equals(value, evaluate(candidate, item)))
      );
    }
    case 'attribute_exists':
      return item.has(node.path);
    case 'attribute_not_exists':
      return !item.has(node.path);
    case 'attribute_type': {
      const value = evaluate(node.operand, item);
      return value !== undefined && typeOf(value) === node.type;
    }
    case 'begins_with':
      return beginsWith(evaluate(node.operand, item), evaluate(node.prefix, item));
    case 'contains':
      return contains(evaluate(node.container, item), evaluate(node.member, item));
    default:
      return unreachable(node);
  }
}

function evaluate(operand: Operand, item: Attributes): AttributeValue | undefined {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'path') return item.at(operand.path);
  if (operand.kind === 'truth') return { BOOL: isTrue(operand.condition, item) };
  const value = evaluate(operand.operand, item);
  const size = value && sizeFunction(value);
  return size === undefined ? undefined : { N: String(size) };
}

function compares(node: ComparisonNode, item: Attributes): boolean {
  const left = evaluate(node.left, item);
  const right = evaluate(node.right, item);
  if (node.comparator === '=') return left !== undefined && equals(left, right);
  if (left === undefined || right === undefined) return node.comparator === '<>';
  if (node.comparator === '<>') return !valuesEqual(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  switch (node.comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return unreachable(node.comparator);
  }
}

function isBetween(node: BetweenNode, item: Attributes): boolean {
  const value = evaluate(node.operand, item);
  const lower = evaluate(node.lower, item);
  const upper = evaluate(node.upper, item);
  if (value === undefined || lower === undefined || upper === undefined) return false;
  const fromLower = orderOf(value, lower);
  const fromUpper = orderOf(value, upper);
  return fromLower !== undefined && fromUpper !== undefined && fromLower >= 0 && fromUpper <= 0;
}

function equals(value: AttributeValue, other: AttributeValue | undefined): boolean {
  return other !== undefined && valuesEqual(value, other);
}

/** Undefined unless both are S, both N or both B. */
function orderOf(a: AttributeValue, b: AttributeValue): number | undefined {
  const comparable = ('S' in a && 'S' in b) || ('N' in a && 'N' in b) || ('B' in a && 'B' in b);
  return comparable ? compareScalars(a, b) : undefined;
}

function beginsWith(
  value: AttributeValue | undefined,
  prefix: AttributeValue | undefined,
): boolean {
  if (value === undefined || prefix === undefined) return false;
  if ('S' in value) return 'S' in prefix && value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  return byteStringOfBase64(value.B).startsWith(byteStringOfBase64(prefix.B));
}

/** Canonical members are equal when their texts are. */
function contains(
  container: AttributeValue | undefined,
  member: AttributeValue | undefined,
): boolean {
  if (container === undefined || member === undefined) return false;
  if ('L' in container) return container.L.some((element) => valuesEqual(element, member));
  if ('S' in member) {
    if ('S' in container) return container.S.includes(member.S);
    return 'SS' in container && container.SS.includes(member.S);
  }
  if ('N' in member) return 'NS' in container && container.NS.includes(member.N);
  if (!('B' in member)) return false;
  if ('BS' in container) return container.BS.includes(member.B);
  if (!('B' in container)) return false;
  return byteStringOfBase64(container.B).includes(byteStringOfBase64(member.B));
}
