import fc from 'fast-check';
import { ExpressionText } from './expression-text.ts';
import { PATHS, SCALARS, VALUES } from './samples.ts';
import type { Sample } from './samples.ts';
import type { Path, Value } from './values.ts';

/* Random conditions as trees whose operands are places in a sample, and the text of such a tree. */

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Operand =
  | { readonly is: 'path' | 'value'; readonly at: number }
  | { readonly is: 'size'; readonly of: Operand };
export type Leaf =
  | { readonly op: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly op: 'between'; readonly on: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly op: 'in'; readonly on: Operand; readonly list: readonly Operand[] }
  | { readonly op: 'attribute_exists' | 'attribute_not_exists'; readonly path: number }
  | { readonly op: 'attribute_type'; readonly path: number; readonly type: string }
  | { readonly op: 'begins_with' | 'contains'; readonly on: Operand; readonly part: Operand };
export type Tree =
  | Leaf
  | { readonly op: 'and' | 'or'; readonly trees: readonly Tree[] }
  | { readonly op: 'not'; readonly tree: Tree };

const path = fc.nat(PATHS - 1);
const pathOperand = path.map((at): Operand => ({ is: 'path', at }));
const scalarOperand = fc.nat(SCALARS - 1).map((at): Operand => ({ is: 'value', at }));
const valueOperand = fc.nat(VALUES - 1).map((at): Operand => ({ is: 'value', at }));
const sizeOperand = fc
  .oneof({ weight: 9, arbitrary: pathOperand }, { weight: 1, arbitrary: valueOperand })
  .map((of): Operand => ({ is: 'size', of }));
const anyOperand = fc.oneof(
  { weight: 5, arbitrary: pathOperand },
  { weight: 4, arbitrary: valueOperand },
  { weight: 1, arbitrary: sizeOperand },
);
/** Seldom one that no order is defined for. */
const orderedOperand = fc.oneof(
  { weight: 6, arbitrary: pathOperand },
  { weight: 6, arbitrary: scalarOperand },
  { weight: 3, arbitrary: sizeOperand },
  { weight: 1, arbitrary: valueOperand },
);

/** Mostly two values of one type in order; sometimes whatever comes. */
const bounds = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)).map(([kind, one, two]) => {
      const at = (rank: number): Operand => ({ is: 'value', at: kind * 3 + rank });
      return [at(Math.min(one, two)), at(Math.max(one, two))] as const;
    }),
  },
  { weight: 1, arbitrary: fc.tuple(orderedOperand, orderedOperand) },
);

const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({
    op: fc.constantFrom('=', '<>', '<', '<=', '>', '>='),
    left: sizeOperand,
    right: fc.constantFrom(3, 4, 5).map(valueNumber),
  }),
  fc.record({ op: fc.constantFrom('=', '<>'), left: anyOperand, right: anyOperand }),
  fc.record({
    op: fc.constantFrom('<', '<=', '>', '>='),
    left: orderedOperand,
    right: orderedOperand,
  }),
  fc.tuple(orderedOperand, bounds).map(([on, [low, high]]) => ({
    op: 'between' as const,
    on,
    low,
    high,
  })),
  fc.record({
    op: fc.constant('in' as const),
    on: anyOperand,
    list: fc.array(anyOperand, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    op: fc.constantFrom('attribute_exists' as const, 'attribute_not_exists' as const),
    path,
  }),
  fc.record({
    op: fc.constant('attribute_type' as const),
    path,
    type: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...TYPES) },
      { weight: 1, arbitrary: fc.constantFrom('', 's', 'STRING') },
    ),
  }),
  fc.record({
    op: fc.constant('begins_with' as const),
    on: fc.oneof({ weight: 5, arbitrary: pathOperand }, { weight: 1, arbitrary: scalarOperand }),
    part: fc.oneof(
      { weight: 6, arbitrary: pathOperand },
      { weight: 6, arbitrary: fc.constantFrom(0, 1, 6, 7).map(valueNumber) },
      { weight: 1, arbitrary: anyOperand },
    ),
  }),
  fc.record({ op: fc.constant('contains' as const), on: pathOperand, part: anyOperand }),
);

function valueNumber(at: number): Operand {
  return { is: 'value', at };
}

export const { trees } = fc.letrec<{ trees: Tree }>((tie) => ({
  trees: fc.oneof(
    { depthSize: 'medium', maxDepth: 4 },
    { weight: 2, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        trees: fc.array(tie('trees'), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('not' as const), tree: tie('trees') }) },
  ),
}));

export function pathOf({ paths }: Sample, at: number): Path {
  return paths[at] ?? ['a'];
}

export function valueOf({ values }: Sample, at: number): Value {
  return values[at] ?? { type: 'NULL' };
}

/** Writes a tree with as few parentheses as the precedence allows. */
export class ConditionText {
  readonly parts = new ExpressionText();
  readonly #sample: Sample;

  constructor(sample: Sample) {
    this.#sample = sample;
  }

  /** `level`: 0 where OR may stand bare, 1 AND, 2 NOT. */
  write(tree: Tree, level = 0): string {
    switch (tree.op) {
      case 'or':
        return this.#join(tree.trees, ' OR ', 0, level);
      case 'and':
        return this.#join(tree.trees, ' AND ', 1, level);
      case 'not':
        return `NOT ${this.write(tree.tree, 2)}`;
      case 'between': {
        const [on, low, high] = this.#operands(tree.on, tree.low, tree.high);
        return `${on} BETWEEN ${low} AND ${high}`;
      }
      case 'in':
        return `${this.#operand(tree.on)} IN (${this.#operands(...tree.list).join(', ')})`;
      case 'attribute_exists':
      case 'attribute_not_exists':
        return `${tree.op}(${this.#path(tree.path)})`;
      case 'attribute_type':
        return `${tree.op}(${this.#path(tree.path)}, ${this.parts.value({ type: 'S', text: tree.type })})`;
      case 'begins_with':
      case 'contains':
        return `${tree.op}(${this.#operands(tree.on, tree.part).join(', ')})`;
      default:
        return this.#operands(tree.left, tree.right).join(` ${tree.op} `);
    }
  }

  #join(trees: readonly Tree[], word: string, own: number, level: number): string {
    const text = trees.map((child) => this.write(child, own + 1)).join(word);
    return own < level ? `(${text})` : text;
  }

  #operands(...operands: readonly Operand[]): readonly string[] {
    return operands.map((operand) => this.#operand(operand));
  }

  #operand(operand: Operand): string {
    if (operand.is === 'size') return `size(${this.#operand(operand.of)})`;
    if (operand.is === 'path') return this.#path(operand.at);
    return this.parts.value(valueOf(this.#sample, operand.at));
  }

  #path(at: number): string {
    return this.parts.path(pathOf(this.#sample, at));
  }
}
