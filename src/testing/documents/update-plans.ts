import fc from 'fast-check';
import { ExpressionText } from './expression-text.ts';
import { typeAt } from './samples.ts';
import type { Sample } from './samples.ts';
import type { Path, Type, Value } from './values.ts';

/* Random updates of a sample's item, and the text of such an update. */

export type Operand =
  | { readonly is: 'path'; readonly path: Path }
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'if_not_exists'; readonly path: Path; readonly otherwise: Operand };
export type Term =
  | Operand
  | { readonly is: '+' | '-' | 'list_append'; readonly left: Operand; readonly right: Operand };
export type Action =
  | { readonly verb: 'SET'; readonly target: Path; readonly term: Term }
  | { readonly verb: 'REMOVE'; readonly target: Path }
  | { readonly verb: 'ADD' | 'DELETE'; readonly target: Path; readonly value: Value };

/** Decides by chance, from numbers that shrink. */
class Choices {
  readonly #sample: Sample;
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(sample: Sample, numbers: readonly number[]) {
    this.#sample = sample;
    this.#numbers = numbers;
  }

  below(limit: number): number {
    return (this.#numbers[this.#at++ % this.#numbers.length] ?? 0) % limit;
  }

  /** One in `several`. */
  seldom(several: number): boolean {
    return this.below(several) === several - 1;
  }

  of<T>(preferred: readonly T[], all: readonly T[], otherwise: T): T {
    const from = preferred.length === 0 || this.seldom(8) ? all : preferred;
    return from[this.below(Math.max(1, from.length))] ?? otherwise;
  }

  path(wanted?: readonly Type[]): Path {
    const { item, paths } = this.#sample;
    const fits = (path: Path): boolean => {
      const type = typeAt(item, path);
      return wanted === undefined || (type !== undefined && wanted.includes(type));
    };
    return this.of(paths.filter(fits), paths, ['a']);
  }

  value(wanted?: readonly Type[]): Value {
    const { values } = this.#sample;
    const fits = ({ type }: Value): boolean => wanted === undefined || wanted.includes(type);
    return this.of(values.filter(fits), values, { type: 'NULL' });
  }

  deep(): Value {
    return this.#sample.deep;
  }

  typeAt(path: Path): Type | undefined {
    return typeAt(this.#sample.item, path);
  }
}

function actionFrom(choices: Choices): Action {
  const kind = choices.below(8);
  if (kind < 4) return { verb: 'SET', target: choices.path(), term: termFrom(choices) };
  if (kind === 4) return { verb: 'REMOVE', target: choices.path() };
  const allowed: readonly Type[] = kind === 5 ? ['SS', 'NS', 'BS'] : ['N', 'SS', 'NS', 'BS'];
  const target = choices.path(choices.seldom(3) ? undefined : allowed);
  const type = choices.typeAt(target);
  const isFitting = type !== undefined && allowed.includes(type);
  const value = choices.value(isFitting ? [type] : allowed);
  return { verb: kind === 5 ? 'DELETE' : 'ADD', target, value };
}

function termFrom(choices: Choices): Term {
  if (choices.seldom(12)) return { is: 'value', value: choices.deep() };
  const kind = choices.below(6);
  if (kind < 3) return operandFrom(choices);
  const wanted: readonly Type[] = kind === 3 ? ['L'] : ['N'];
  const is = kind === 3 ? 'list_append' : kind === 4 ? '+' : '-';
  return { is, left: operandFrom(choices, wanted), right: operandFrom(choices, wanted) };
}

function operandFrom(choices: Choices, wanted?: readonly Type[], depth = 0): Operand {
  const kind = choices.below(depth > 2 ? 2 : 3);
  if (kind === 0) return { is: 'value', value: choices.value(wanted) };
  if (kind === 1) return { is: 'path', path: choices.path(wanted) };
  const path = choices.seldom(2) ? choices.path() : choices.path(wanted);
  return { is: 'if_not_exists', path, otherwise: operandFrom(choices, wanted, depth + 1) };
}

/** One to four actions a plan. */
export const plans = fc.array(fc.array(fc.nat(9999), { minLength: 16, maxLength: 16 }), {
  minLength: 1,
  maxLength: 4,
});

/** The actions of a plan for the item of the sample; targets that collide are left in where `collides` allows it. */
export function actionsOf(
  sample: Sample,
  plan: readonly (readonly number[])[],
  areAtOdds: (paths: readonly Path[]) => boolean,
): readonly Action[] {
  const actions: Action[] = [];
  for (const numbers of plan) {
    const action = actionFrom(new Choices(sample, numbers));
    const targets = [...actions, action].map(({ target }) => target);
    if (!areAtOdds(targets) || (numbers[0] ?? 0) % 16 === 0) actions.push(action);
  }
  return actions;
}

export function writeUpdate(actions: readonly Action[], parts: ExpressionText): string {
  const sections = (['REMOVE', 'ADD', 'SET', 'DELETE'] as const).map((verb) => {
    const own = actions.filter((action) => action.verb === verb);
    const written = own.map((action) => writeAction(action, parts));
    return own.length === 0 ? '' : `${verb} ${written.join(', ')}`;
  });
  return sections.filter((section) => section !== '').join(' ');
}

function writeAction(action: Action, parts: ExpressionText): string {
  const target = parts.path(action.target);
  if (action.verb === 'REMOVE') return target;
  if (action.verb === 'SET') return `${target} = ${writeTerm(action.term, parts)}`;
  return `${target} ${parts.value(action.value)}`;
}

function writeTerm(term: Term, parts: ExpressionText): string {
  switch (term.is) {
    case 'path':
      return parts.path(term.path);
    case 'value':
      return parts.value(term.value);
    case 'if_not_exists':
      return `if_not_exists(${parts.path(term.path)}, ${writeTerm(term.otherwise, parts)})`;
    default: {
      const [left, right] = [writeTerm(term.left, parts), writeTerm(term.right, parts)];
      return term.is === 'list_append'
        ? `list_append(${left}, ${right})`
        : `${left} ${term.is} ${right}`;
    }
  }
}
