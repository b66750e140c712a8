import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from './match-pattern.ts';
import { parsePattern } from './parse-pattern.ts';
import type { Alternatives } from './pattern-nodes.ts';

/**
 * A second matcher, in the manner of Event Ruler: the event is flattened to leaf values with the elements of arrays that they
 * stand in, the pattern to conjunctions of fields, and a conjunction matches when its fields can be given values that do not
 * stand in different elements of one array.
 */
interface Leaf {
  readonly path: string;
  readonly value: unknown;
  readonly elements: ReadonlyMap<number, number>;
}
interface Field {
  readonly path: string;
  readonly elements: readonly unknown[];
}
type Pattern = Readonly<Record<string, unknown>>;

function leavesOf(event: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  let arrays = 0;
  const visit = (value: unknown, path: string, elements: ReadonlyMap<number, number>): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      for (const [at, element] of value.entries()) {
        const isScalar = typeof element !== 'object' || element === null;
        visit(element, path, isScalar ? elements : new Map([...elements, [array, at]]));
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value))
        visit(member, `${path}/${name}`, elements);
    } else {
      leaves.push({ path, value, elements });
    }
  };
  visit(event, '', new Map());
  return leaves;
}

function conjunctionsOf(pattern: Pattern, path = ''): Field[][] {
  let conjunctions: Field[][] = [[]];
  const both = (more: Field[][]): Field[][] =>
    conjunctions.flatMap((fields) => more.map((others) => [...fields, ...others]));
  for (const [name, member] of Object.entries(pattern)) {
    const here = `${path}/${name}`;
    if (name === '$or') {
      conjunctions = both((member as Pattern[]).flatMap((other) => conjunctionsOf(other, path)));
    } else if (Array.isArray(member)) {
      conjunctions = both([[{ path: here, elements: member }]]);
    } else {
      conjunctions = both(conjunctionsOf(member as Pattern, here));
    }
  }
  return conjunctions;
}

function accepts(element: unknown, value: unknown): boolean {
  if (typeof element !== 'object' || element === null) return element === value;
  if ('exists' in element) return element.exists === true;
  if ('prefix' in element)
    return typeof value === 'string' && value.startsWith(element.prefix as string);
  if ('anything-but' in element) return element['anything-but'] !== value;
  const [, bound] = (element as { numeric: [string, number] }).numeric;
  return typeof value === 'number' && value > bound;
}

function areConsistent(leaves: readonly Leaf[]): boolean {
  const chosen = new Map<number, number>();
  for (const { elements } of leaves) {
    for (const [array, at] of elements) {
      if ((chosen.get(array) ?? at) !== at) return false;
      chosen.set(array, at);
    }
  }
  return true;
}

function satisfiable(
  fields: readonly Field[],
  leaves: readonly Leaf[],
  chosen: Leaf[] = [],
): boolean {
  const [field, ...rest] = fields;
  if (field === undefined) return areConsistent(chosen);
  const there = leaves.filter(({ path }) => path === field.path);
  const mayBeAbsent = field.elements.some(
    (element) =>
      typeof element === 'object' &&
      element !== null &&
      'exists' in element &&
      element.exists === false,
  );
  if (mayBeAbsent && there.length === 0 && satisfiable(rest, leaves, chosen)) return true;
  return there
    .filter(({ value }) => field.elements.some((element) => accepts(element, value)))
    .some((leaf) => satisfiable(rest, leaves, [...chosen, leaf]));
}

const matchesNaively = (pattern: Pattern, event: unknown): boolean =>
  conjunctionsOf(pattern).some((fields) => satisfiable(fields, leavesOf(event)));

const names = fc.constantFrom('a', 'b', 'c');
const scalars = fc.constantFrom<unknown>('x', 'y', 'xy', 1, 2, true, null);
const { event } = fc.letrec((tie) => ({
  event: fc.dictionary(names, tie('value'), { maxKeys: 3 }),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(scalars, { maxLength: 3 }),
    fc.array(tie('event'), { maxLength: 3 }),
    tie('event'),
  ),
}));
const elements = fc.oneof(
  scalars,
  fc.constantFrom(
    { exists: true },
    { exists: false },
    { prefix: 'x' },
    { 'anything-but': 'x' },
    { numeric: ['>', 1] },
  ),
);
const { object } = fc.letrec((tie) => ({
  object: fc.dictionary(
    fc.oneof({ weight: 6, arbitrary: names }, { weight: 1, arbitrary: fc.constant('$or') }),
    fc.oneof(
      { depthSize: 'small' },
      fc.array(elements, { minLength: 1, maxLength: 2 }),
      tie('object'),
      fc.array(tie('object'), { minLength: 2, maxLength: 2 }),
    ),
    { minKeys: 1, maxKeys: 2 },
  ),
}));

/** Made without regard to the rules: most are patterns, and the others are refused. */
function parsed(pattern: unknown): Alternatives | undefined {
  try {
    return parsePattern(pattern);
  } catch {
    return undefined;
  }
}

describe('matching a pattern', () => {
  it('agrees with a search over the flattened event', () => {
    fc.assert(
      fc.property(object, event, (pattern, value) => {
        const alternatives = parsed(pattern);
        fc.pre(alternatives !== undefined);
        expect(matchesPattern(alternatives, value)).toBe(matchesNaively(pattern as Pattern, value));
      }),
      { numRuns: 3_000 },
    );
  });
});
