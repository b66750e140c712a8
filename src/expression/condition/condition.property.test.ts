import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import { FEW, viewOf } from '../../testing/documents/rows.ts';
import type { AttributeValue, Item } from '../../wire/attribute-value.ts';
import { compileCondition, evaluateCondition } from './condition.ts';
import { Placeholders } from '../binding/placeholders.ts';

/*
 * A condition as a tree, answered by a naive evaluator over plain numbers and strings, against the same tree written as
 * text, parsed, bound and evaluated.
 */

type Scalar = number | string;
type Naive = Readonly<Record<string, Scalar>>;
type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
type Leaf =
  | { readonly op: Comparator; readonly name: string; readonly value: Scalar }
  | { readonly op: 'between'; readonly name: string; readonly low: number; readonly high: number }
  | { readonly op: 'in'; readonly name: string; readonly values: readonly Scalar[] }
  | { readonly op: 'exists'; readonly name: string }
  | { readonly op: 'absent'; readonly name: string }
  | { readonly op: 'begins'; readonly name: string; readonly value: string }
  | { readonly op: 'contains'; readonly name: string; readonly value: string };
type Tree =
  | Leaf
  | { readonly op: 'and'; readonly trees: readonly Tree[] }
  | { readonly op: 'or'; readonly trees: readonly Tree[] }
  | { readonly op: 'not'; readonly tree: Tree };

const names = fc.constantFrom('a', 'b', 'c', 'd');
const numbers = fc.integer({ min: -3, max: 3 });
const strings = fc.constantFrom('', 'x', 'xy', 'y', 'yx');
const scalars = fc.oneof(numbers, strings);

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.oneof(
    fc.record({
      op: fc.constantFrom('=', '<>', '<', '<=', '>', '>='),
      name: names,
      value: scalars,
    }),
    fc
      .record({ op: fc.constant('between' as const), name: names, low: numbers, high: numbers })
      .map(({ low, high, ...rest }) => ({
        ...rest,
        low: Math.min(low, high),
        high: Math.max(low, high),
      })),
    fc.record({
      op: fc.constant('in' as const),
      name: names,
      values: fc.array(scalars, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constantFrom('exists' as const, 'absent' as const), name: names }),
    fc.record({
      op: fc.constantFrom('begins' as const, 'contains' as const),
      name: names,
      value: strings,
    }),
  ),
  tree: fc.oneof(
    { depthSize: 'medium' },
    tie('leaf'),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      trees: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), tree: tie('tree') }),
  ),
}));

function answer(node: Tree, item: Naive): boolean {
  switch (node.op) {
    case 'and':
      return node.trees.every((child) => answer(child, item));
    case 'or':
      return node.trees.some((child) => answer(child, item));
    case 'not':
      return !answer(node.tree, item);
    default:
      return answerLeaf(node, item[node.name]);
  }
}

function answerLeaf(node: Leaf, given: Scalar | undefined): boolean {
  if (node.op === 'absent') return given === undefined;
  if (node.op === '<>') return given !== node.value;
  if (given === undefined) return false;
  switch (node.op) {
    case 'exists':
      return true;
    case 'between':
      return typeof given === 'number' && given >= node.low && given <= node.high;
    case 'in':
      return node.values.includes(given);
    case 'begins':
      return typeof given === 'string' && given.startsWith(node.value);
    case 'contains':
      return typeof given === 'string' && given.includes(node.value);
    case '=':
      return given === node.value;
    default:
      return typeof given === typeof node.value && inOrder(node.op, given, node.value);
  }
}

function inOrder(op: '<' | '<=' | '>' | '>=', given: Scalar, value: Scalar): boolean {
  if (op === '<') return given < value;
  if (op === '<=') return given <= value;
  return op === '>' ? given > value : given >= value;
}

function wire(value: Scalar): AttributeValue {
  return typeof value === 'number' ? { N: String(value) } : { S: value };
}

/** Writes a tree as text with as few parentheses as the precedence allows. */
class Writer {
  readonly values: Record<string, AttributeValue> = {};
  #count = 0;

  value(value: Scalar): string {
    const placeholder = `:v${this.#count++}`;
    this.values[placeholder] = wire(value);
    return placeholder;
  }

  /** `level`: 0 where OR may stand bare, 1 AND, 2 NOT. */
  write(node: Tree, level: number): string {
    switch (node.op) {
      case 'or':
        return this.#join(node.trees, ' OR ', 0, level);
      case 'and':
        return this.#join(node.trees, ' and ', 1, level);
      case 'not':
        return `NOT ${this.write(node.tree, 2)}`;
      case 'between':
        return `#${node.name} BETWEEN ${this.value(node.low)} AND ${this.value(node.high)}`;
      case 'in':
        return `#${node.name} IN(${node.values.map((value) => this.value(value)).join(', ')})`;
      case 'exists':
        return `attribute_exists(#${node.name})`;
      case 'absent':
        return `attribute_not_exists (#${node.name})`;
      case 'begins':
        return `begins_with(#${node.name}, ${this.value(node.value)})`;
      case 'contains':
        return `contains(#${node.name},${this.value(node.value)})`;
      default:
        return `#${node.name} ${node.op} ${this.value(node.value)}`;
    }
  }

  #join(trees: readonly Tree[], word: string, own: number, level: number): string {
    const text = trees.map((child) => this.write(child, own + 1)).join(word);
    return own < level ? `(${text})` : text;
  }
}

it('a written condition means what its tree means', () => {
  const items = fc.dictionary(names, scalars);
  fc.assert(
    fc.property(tree, items, (node, naive) => {
      const writer = new Writer();
      const text = writer.write(node, 0);
      fc.pre(text.length <= 4096);
      const placeholders = new Placeholders(
        { '#a': 'a', '#b': 'b', '#c': 'c', '#d': 'd' },
        Object.keys(writer.values).length === 0 ? undefined : writer.values,
      );
      const condition = compileCondition('FilterExpression', text, placeholders);
      const item: Item = Object.fromEntries(
        Object.entries(naive).map(([name, value]) => [name, wire(value)]),
      );
      const expected = answer(node, naive);
      expect(evaluateCondition(condition, attributesOf(item))).toBe(expected);
      expect(evaluateCondition(condition, viewOf(item, { then: FEW, now: FEW }))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
