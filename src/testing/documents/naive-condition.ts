import { pathOf, valueOf } from './condition-trees.ts';
import type { Leaf, Operand, Tree } from './condition-trees.ts';
import type { Sample } from './samples.ts';
import { bytesOf, isSame, membersOf, orderOf, standsAt, valueAt } from './values.ts';
import type { Type, Value } from './values.ts';

/*
 * Conditions answered word by word from semantics.md section 2 and validation.md section 6, without a thought about
 * speed or about how the engine does it.
 */

const TYPES = 'S N B BOOL NULL SS NS BS L M'.split(' ');
const ORDERED: readonly Type[] = ['S', 'N', 'B'];
const SIZED: readonly Type[] = ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'];

/** Whether the condition is wrong whatever the item. */
export function isRefused(tree: Tree, sample: Sample): boolean {
  switch (tree.op) {
    case 'and':
    case 'or':
      return tree.trees.some((child) => isRefused(child, sample));
    case 'not':
      return isRefused(tree.tree, sample);
    case 'attribute_exists':
    case 'attribute_not_exists':
      return false;
    case 'attribute_type':
      return !TYPES.includes(tree.type);
    default:
      return hasWrongOperands(tree, sample);
  }
}

type WithOperands = Exclude<Leaf, { readonly path: number }>;

function hasWrongOperands(leaf: WithOperands, sample: Sample): boolean {
  const operands = operandsOf(leaf);
  const [first, ...others] = operands;
  if (operands.some((operand) => hasWrongSize(operand, sample))) return true;
  if (first?.is === 'path') {
    const path = JSON.stringify(pathOf(sample, first.at));
    const isFirst = (other: Operand): boolean =>
      other.is === 'path' && JSON.stringify(pathOf(sample, other.at)) === path;
    if (others.some(isFirst)) return true;
  }
  const types = operands.map((operand) => knownType(operand, sample));
  const mayBe = (allowed: readonly Type[]): boolean =>
    types.every((type) => type === undefined || allowed.includes(type));
  switch (leaf.op) {
    case '=':
    case '<>':
    case 'in':
    case 'contains':
      return false;
    case 'begins_with':
      return !mayBe(['S', 'B']);
    case 'between':
      return !mayBe(ORDERED) || isCrossed(leaf.low, leaf.high, sample);
    default:
      return !mayBe(ORDERED);
  }
}

function operandsOf(leaf: WithOperands): readonly Operand[] {
  switch (leaf.op) {
    case 'between':
      return [leaf.on, leaf.low, leaf.high];
    case 'in':
      return [leaf.on, ...leaf.list];
    case 'begins_with':
    case 'contains':
      return [leaf.on, leaf.part];
    default:
      return [leaf.left, leaf.right];
  }
}

/** What is known of an operand before there is an item. */
function knownType(operand: Operand, sample: Sample): Type | undefined {
  if (operand.is === 'size') return 'N';
  return operand.is === 'value' ? valueOf(sample, operand.at).type : undefined;
}

function hasWrongSize(operand: Operand, sample: Sample): boolean {
  if (operand.is !== 'size') return false;
  const type = knownType(operand.of, sample);
  return type !== undefined && !SIZED.includes(type);
}

function isCrossed(low: Operand, high: Operand, sample: Sample): boolean {
  if (low.is !== 'value' || high.is !== 'value') return false;
  const order = orderOf(valueOf(sample, low.at), valueOf(sample, high.at));
  return order === undefined || order > 0;
}

/** Whether the item of the sample meets the condition. */
export function isMet(tree: Tree, sample: Sample): boolean {
  const find = (operand: Operand) => read(operand, sample);
  switch (tree.op) {
    case 'and':
      return tree.trees.every((child) => isMet(child, sample));
    case 'or':
      return tree.trees.some((child) => isMet(child, sample));
    case 'not':
      return !isMet(tree.tree, sample);
    case 'attribute_exists':
      return valueAt(sample.item, pathOf(sample, tree.path)) !== undefined;
    case 'attribute_not_exists':
      return valueAt(sample.item, pathOf(sample, tree.path)) === undefined;
    case 'attribute_type':
      return valueAt(sample.item, pathOf(sample, tree.path))?.type === tree.type;
    case 'between':
      return (
        compare('>=', find(tree.on), find(tree.low)) &&
        compare('<=', find(tree.on), find(tree.high))
      );
    case 'in':
      return tree.list.some((operand) => compare('=', find(tree.on), find(operand)));
    case 'begins_with':
      return beginsWith(find(tree.on), find(tree.part));
    case 'contains':
      return contains(find(tree.on), find(tree.part));
    case '<>':
      return isOther(tree.left, tree.right, sample);
    default:
      return compare(tree.op, find(tree.left), find(tree.right));
  }
}

function read(operand: Operand, sample: Sample): Value | undefined {
  if (operand.is === 'size') {
    const size = sizeOf(read(operand.of, sample));
    return size === undefined ? undefined : { type: 'N', tenths: BigInt(size) * 10n };
  }
  if (operand.is === 'value') return valueOf(sample, operand.at);
  return valueAt(sample.item, pathOf(sample, operand.at));
}

function sizeOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (value.type === 'S') return value.text.length;
  if (value.type === 'B') return value.bytes.length;
  if (value.type === 'L') return value.elements.length;
  if (value.type === 'M') return value.members.size;
  return membersOf(value)?.length;
}

/** What is missing differs from everything, a size like an attribute. */
function isOther(left: Operand, right: Operand, sample: Sample): boolean {
  const [one, two] = [read(left, sample), read(right, sample)];
  return one === undefined || two === undefined || !isSame(one, two);
}

function compare(
  op: '=' | '<' | '<=' | '>' | '>=',
  left: Value | undefined,
  right: Value | undefined,
): boolean {
  if (left === undefined || right === undefined) return false;
  if (op === '=') return isSame(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  if (order === 0) return op === '<=' || op === '>=';
  return order < 0 ? op === '<' || op === '<=' : op === '>' || op === '>=';
}

function beginsWith(whole: Value | undefined, part: Value | undefined): boolean {
  if (whole === undefined || part === undefined || whole.type !== part.type) return false;
  return isText(whole) && standsAt(bytesOf(whole), bytesOf(part), 0);
}

function contains(whole: Value | undefined, part: Value | undefined): boolean {
  if (whole === undefined || part === undefined) return false;
  const elements = whole.type === 'L' ? whole.elements : membersOf(whole);
  if (elements !== undefined) return elements.some((element) => isSame(element, part));
  if (!isText(whole) || whole.type !== part.type) return false;
  const [bytes, run] = [bytesOf(whole), bytesOf(part)];
  return [...bytes, 0].some((_, at) => standsAt(bytes, run, at));
}

function isText(value: Value): boolean {
  return value.type === 'S' || value.type === 'B';
}
