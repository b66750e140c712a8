import type { Prng } from '../world/prng.ts';

/** What the corpus defines, what it does not, and all that the grammars know. */
const TOKENS =
  'a b.c l[0] l[9].x m.n[1].o pk sk #a #b #__proto__ :n :s :l :ss :__proto__ :undefined #undefined name ' +
  '__proto__ constructor toString ( ) , = <> < <= > >= + - . [ ] 0 7 01 99999999999 ! ? " é 😀 \0 \ud800 ' +
  'AND OR NOT BETWEEN IN SET ADD DELETE REMOVE and Not size begins_with contains attribute_exists ' +
  'attribute_not_exists attribute_type if_not_exists list_append foo (( )) \t \n # : a-b 1a';
const WORDS = TOKENS.split(' ');
const PATHS = ['a', 'b.c', 'l[0]', '#a', '#b.#a', 'm.n', '#a[3]', 'l[1].x', 'pk', 'undefined.x'];
const VALUES = [':n', ':s', ':l', ':ss', ':n', ':s', ':undefined'];
const COMPARATORS = ['=', '<>', '<', '<=', '>', '>='];

/** An expression of any kind: by its grammar, by no grammar, or at some limit. */
export function strangeExpression(chance: Prng): string {
  switch (chance.below(6)) {
    case 0:
      return soup(chance, ' ');
    case 1:
      return soup(chance, '');
    case 2:
      return atLimit(chance);
    case 3:
      return update(chance);
    case 4:
      return Array.from({ length: 1 + chance.below(4) }, () => chance.pick(PATHS)).join(', ');
    default:
      return condition(chance, 4);
  }
}

function soup(chance: Prng, joint: string): string {
  return Array.from({ length: chance.below(30) }, () => chance.pick(WORDS)).join(joint);
}

function operand(chance: Prng): string {
  if (chance.chance(0.15)) return `size(${chance.pick(PATHS)})`;
  return chance.chance(0.5) ? chance.pick(PATHS) : chance.pick(VALUES);
}

function condition(chance: Prng, depth: number): string {
  const below = (): string => condition(chance, depth - 1);
  switch (chance.below(depth === 0 ? 5 : 9)) {
    case 0:
      return `${operand(chance)} BETWEEN ${operand(chance)} AND ${operand(chance)}`;
    case 1: {
      const list = Array.from({ length: 1 + chance.below(3) }, () => operand(chance));
      return `${operand(chance)} IN (${list.join(', ')})`;
    }
    case 2: {
      const name = chance.pick(['attribute_exists', 'attribute_not_exists', 'size', 'foo']);
      return `${name}(${operand(chance)})`;
    }
    case 3: {
      const name = chance.pick(['begins_with', 'contains', 'attribute_type', 'list_append']);
      return `${name}(${operand(chance)}, ${operand(chance)})`;
    }
    case 4:
      return `${operand(chance)} ${chance.pick(COMPARATORS)} ${operand(chance)}`;
    case 5:
      return `NOT ${below()}`;
    case 6:
      return `(${below()})`;
    default:
      return `${below()} ${chance.pick(['AND', 'OR'])} ${below()}`;
  }
}

function update(chance: Prng): string {
  const sections = ['SET', 'ADD', 'DELETE', 'REMOVE'].filter(() => chance.chance(0.5));
  if (chance.chance(0.05)) sections.push('SET');
  return sections
    .map((section) => {
      const actions = Array.from({ length: 1 + chance.below(3) }, () => action(chance, section));
      return `${section} ${actions.join(', ')}`;
    })
    .join(' ');
}

function action(chance: Prng, section: string): string {
  const path = chance.pick([...PATHS, 'l[2]', 'l[99999]', 'fresh', 'm.n.o']);
  if (section === 'REMOVE') return path;
  if (section !== 'SET') return `${path} ${chance.pick(VALUES)}`;
  const term = (): string =>
    chance.pick([
      operand(chance),
      `if_not_exists(${operand(chance)}, ${operand(chance)})`,
      `list_append(${operand(chance)}, ${operand(chance)})`,
    ]);
  return chance.chance(0.3) ? `${path} = ${term()} + ${term()}` : `${path} = ${term()}`;
}

/** Repeats what nests or chains: just under a limit, just over it, and far beyond. */
function atLimit(chance: Prng): string {
  const times = chance.pick([30, 31, 32, 33, 99, 100, 101, 299, 300, 301, 399, 401, 1_000, 20_000]);
  const text = chance.pick([
    `${'('.repeat(times)}a = :n${')'.repeat(times)}`,
    `${'(NOT '.repeat(times)}a = :n${')'.repeat(times)}`,
    `${'NOT '.repeat(times)}a = :n`,
    `a = :n${' AND a = :n'.repeat(times)}`,
    `a = :n${' OR a=:n'.repeat(times)}`,
    `a${'[0]'.repeat(times)} = :n`,
    `SET a${'.b'.repeat(times)} = :n`,
    `SET a = ${'if_not_exists(a,'.repeat(times)}:n${')'.repeat(times)}`,
    `SET a = ${'('.repeat(times)}a${')'.repeat(times)}`,
    `SET a = :n${', a[0] = :n'.repeat(times)}`,
    `REMOVE a0${Array.from({ length: times }, (_, i) => `,a${i}`).join('')}`,
    `${'size('.repeat(times)}a${')'.repeat(times)} = :n`,
    `a IN (:n${',:n'.repeat(times)})`,
    `a${', b.c'.repeat(times)}`,
    `a${'.b'.repeat(times)}, a${'[0]'.repeat(times)}`,
    'é'.repeat(times),
    `${'x'.repeat(times)} = :${'x'.repeat(times)} AND #${'x'.repeat(times)} = :n`,
    `l[${'9'.repeat(times)}] = :n`,
    '('.repeat(times),
    ' '.repeat(times),
  ]);
  if (chance.chance(0.6)) return text;
  return text.slice(0, 4_000).padEnd(chance.pick([4_095, 4_096, 4_097]));
}
