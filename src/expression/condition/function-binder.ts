import { typeOf } from '../../wire/attribute-value.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import {
  checkOperandCount,
  checkDistinct,
  checkTypes,
  requirePath,
  wrongType,
} from './condition-checks.ts';
import type { ConditionNode, Operand } from '../condition-nodes.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';

const TYPE_NAMES: ReadonlySet<string> = new Set('B,NULL,SS,BOOL,L,BS,N,NS,S,M'.split(','));
/** As AWS lists them when the second operand of attribute_type is not a literal. */
const ANY_TYPE = '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}';

/** A function that is a condition. Source of texts and types: reference validation.md section 6. */
export function bindCall(
  kind: ExpressionKind,
  name: string,
  operands: readonly Operand[],
): ConditionNode {
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      checkOperandCount(kind, name, operands.length, 1);
      return { kind: name, path: requirePath(kind, name, operands[0]) };
    case 'attribute_type':
      return bindAttributeType(kind, pairOf(kind, name, operands));
    case 'begins_with': {
      const [operand, prefix] = pairOf(kind, name, operands);
      checkTypes(kind, name, [operand, prefix], 'begins_with');
      return { kind: name, operand, prefix };
    }
    case 'contains': {
      const [container, member] = pairOf(kind, name, operands);
      return { kind: name, container, member };
    }
    default:
      throw new InvariantViolation(`not a condition function: ${name}`);
  }
}

export function bindSize(kind: ExpressionKind, operands: readonly Operand[]): Operand {
  checkOperandCount(kind, 'size', operands.length, 1);
  const [operand] = operands;
  if (operand === undefined) throw new InvariantViolation('size without an operand');
  checkTypes(kind, 'size', [operand], 'size');
  return { kind: 'size', operand };
}

/** The two operands, which must differ. */
function pairOf(
  kind: ExpressionKind,
  name: string,
  operands: readonly Operand[],
): readonly [Operand, Operand] {
  checkOperandCount(kind, name, operands.length, 2);
  const [first, second] = operands;
  if (first === undefined || second === undefined) {
    throw new InvariantViolation(`${name} without two operands`);
  }
  checkDistinct(kind, name, first, [second]);
  return [first, second];
}

function bindAttributeType(
  kind: ExpressionKind,
  [first, second]: readonly [Operand, Operand],
): ConditionNode {
  if (first.kind === 'truth') requirePath(kind, 'attribute_type', first);
  if (second.kind !== 'literal') {
    throw wrongType(kind, 'attribute_type', second.kind === 'size' ? 'N' : ANY_TYPE);
  }
  if (!('S' in second.value)) throw wrongType(kind, 'attribute_type', typeOf(second.value));
  const type = second.value.S;
  if (!TYPE_NAMES.has(type)) {
    const valid = [...TYPE_NAMES].join(',');
    const text = 'Invalid attribute type name found; type';
    throw expressionFault(kind, `${text}: ${type}, valid types: {${valid}}`);
  }
  return { kind: 'attribute_type', operand: first, type };
}
