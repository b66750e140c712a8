import fc from 'fast-check';
import { orderOf, valueAt } from './values.ts';
import type { Members, Path, Type, Value } from './values.ts';

/*
 * Random documents, and paths and values that have something to do with them: from small pools, so that they meet.
 */

/** `Size` is reserved and `a.b` no identifier: both need a placeholder. */
export const NAMES = ['a', 'b', 'c', '__proto__', 'toString', 'Size', 'a.b'] as const;

const texts = fc.constantFrom('', 'a', 'ab', 'b', 'ba', 'é', '\uffff', '\u{10000}', 'a\u{10000}');
const bytes = fc.array(fc.constantFrom(0, 1, 127, 255), { maxLength: 3 });
/** As many digits as a number may have. */
const NINES = 10n ** 38n - 1n;
const tenths = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -12, max: 12 }).map((n) => BigInt(n) * 5n) },
  { weight: 1, arbitrary: fc.constantFrom(NINES, NINES * 10n, -NINES * 10n, 10n ** 40n) },
);

const strings = fc.record({ type: fc.constant('S' as const), text: texts });
const numbers = fc.record({ type: fc.constant('N' as const), tenths });
const binaries = fc.record({ type: fc.constant('B' as const), bytes });
const flags = fc.oneof(
  fc.record({ type: fc.constant('BOOL' as const), flag: fc.boolean() }),
  fc.record({ type: fc.constant('NULL' as const) }),
);
const some = { minLength: 1, maxLength: 3 };
const sets = {
  SS: fc.record({ type: fc.constant('SS' as const), texts: fc.uniqueArray(texts, some) }),
  NS: fc.record({ type: fc.constant('NS' as const), tenths: fc.uniqueArray(tenths, some) }),
  BS: fc.record({
    type: fc.constant('BS' as const),
    bytes: fc.uniqueArray(bytes, { ...some, selector: String }),
  }),
};

const { value, list, map } = fc.letrec<{ value: Value; list: Value; map: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 3 },
    { weight: 1, arbitrary: fc.oneof(strings, numbers, binaries, flags) },
    { weight: 1, arbitrary: fc.oneof(sets.SS, sets.NS, sets.BS) },
    { weight: 2, arbitrary: tie('list') },
    { weight: 2, arbitrary: tie('map') },
  ),
  list: fc.record({
    type: fc.constant('L' as const),
    elements: fc.array(tie('value'), { maxLength: 4 }),
  }),
  map: fc.record({
    type: fc.constant('M' as const),
    members: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie('value')), {
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map((entries) => new Map(entries)),
  }),
}));

/** Lists in lists: alone they are allowed, inside a document they may be too deep. */
const deeps = fc.integer({ min: 28, max: 32 }).map((levels): Value => {
  let nested: Value = { type: 'L', elements: [] };
  for (let level = 1; level < levels; level++) nested = { type: 'L', elements: [nested] };
  return nested;
});

const items = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), value), {
    minLength: 1,
    maxLength: 5,
    selector: ([name]) => name,
  })
  .map((entries): Members => new Map(entries));

/** An item, places in and beside it, and values to compare them with or to write there. */
export interface Sample {
  readonly item: Members;
  readonly paths: readonly Path[];
  readonly values: readonly Value[];
  readonly deep: Value;
}

export const PATHS = 8;
/** The first nine are three strings, three numbers and three binary values, each in order. */
export const SCALARS = 9;
export const VALUES = 24;

const trails = fc.array(fc.array(fc.nat(999), { minLength: 1, maxLength: 5 }), {
  minLength: PATHS,
  maxLength: PATHS,
});
const values = fc.tuple(
  ...[strings, numbers, binaries].flatMap((scalar) => [scalar, scalar, scalar]),
  ...[sets.SS, sets.SS, sets.NS, sets.NS, sets.BS, sets.BS, list, list, map, numbers, value, value],
);

/** The last values are those of the item itself, at some of the paths. */
export const samples: fc.Arbitrary<Sample> = fc
  .tuple(items, trails, values, deeps)
  .map(([item, followed, given, deep]) => {
    const paths = followed.map((trail) => pathAlong(item, trail));
    const fresh: readonly Value[] = given;
    const found = paths.map((path) => valueAt(item, path)).filter((part) => part !== undefined);
    const all = [0, 3, 6].flatMap((from) => fresh.slice(from, from + 3).sort(inOrder));
    all.push(...fresh.slice(SCALARS), ...found);
    while (all.length < VALUES) all.push({ type: 'NULL' });
    return { item, paths, values: all.slice(0, VALUES), deep };
  });

function inOrder(a: Value, b: Value): number {
  return orderOf(a, b) ?? 0;
}

/** Follows what is there; now and then past the end of it. */
function pathAlong(item: Members, trail: readonly number[]): Path {
  const path: (string | number)[] = [];
  let at: Value | undefined = { type: 'M', members: item };
  for (const turn of trail) {
    const beyond = path.length > 0 && at?.type !== 'M' && at?.type !== 'L';
    if (beyond && turn % 8 !== 0) break;
    const step = stepInto(at, turn);
    path.push(step);
    at = at && valueAt(new Map([['at', at]]), ['at', step]);
  }
  return path;
}

function stepInto(at: Value | undefined, turn: number): string | number {
  if (at?.type === 'L') {
    const { length } = at.elements;
    return turn % 10 === 0 ? length + (turn % 7) : turn % Math.max(1, length);
  }
  if (at?.type !== 'M') return turn % 16 === 0 ? 0 : 'a';
  const names = turn % 6 === 0 ? NAMES : [...at.members.keys()];
  return names[turn % names.length] ?? NAMES[turn % NAMES.length] ?? 'a';
}

export function typeAt(item: Members, path: Path): Type | undefined {
  return valueAt(item, path)?.type;
}
