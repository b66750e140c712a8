import type { Prng } from '../world/prng.ts';
import type { Json, RawTexts } from './json.ts';

/** Names that objects of JavaScript have already, and others that nobody expects. */
export const STRANGE_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'toJSON',
  'length',
  '0',
  '',
  ' ',
  '\0',
  '\ud800',
  'a\udc00b',
  '\u2028',
  '😀',
  '#',
  ':',
  '#__proto__',
  ':__proto__',
  ':constructor',
  '$&',
  'S',
  'M',
];

const STRANGE_NUMBERS: readonly string[] = [
  ...['', ' ', '.', '-', '+', 'e', '+-1', '--1', '1e', '1e+', '1.2.3', '0x10', '1_000', '1,5'],
  ...['NaN', 'Infinity', '-Infinity', 'null', '١٢', ' 1', '1 ', '1\0', '\ud800', '1n', '01', '.5'],
  ...['1E999', '-1E999', '1e-999999999', '1e999999999999999999999', '1e-99999999999999999999'],
  ...['1e2147483647', '1e2147483648', '1e-2147483649', '1e9223372036854775808', '1E125', '1E126'],
  ...['1E-130', '1E-131', '0e126', '0e-131', '-0', '5.', '+5', '0.0000', '9'.repeat(38)],
  ...['9'.repeat(39), `1${'0'.repeat(125)}`, `0.${'0'.repeat(129)}1`, '123456789.987654321e-100'],
];

/** Makes a run of one character, or of a few, as long as limits are far apart. */
function length(chance: Prng): number {
  const lengths = [38, 39, 255, 256, 1024, 1025, 2048, 2049, 4096, 65_535, 65_536];
  if (chance.chance(0.02)) return chance.pick([409_600, 1_000_000]);
  return chance.chance(0.9) ? chance.pick(lengths.slice(0, 8)) : chance.pick(lengths);
}

export function strangeNumber(chance: Prng): string {
  if (chance.chance(0.85)) return chance.pick(STRANGE_NUMBERS);
  const digits = length(chance);
  return chance.pick([
    '9'.repeat(digits),
    `${'0'.repeat(digits)}1`,
    `1${'0'.repeat(digits)}1`,
    `1${'0'.repeat(digits)}1x`,
    `${'1'.repeat(digits)}x`,
    `${'1'.repeat(digits)}.${'1'.repeat(digits)}.`,
    `1.${'0'.repeat(digits)}`,
    `0.${'0'.repeat(digits)}1`,
    `1e${'9'.repeat(digits)}`,
    `1e-${'0'.repeat(digits)}1`,
  ]);
}

export function strangeString(chance: Prng): string {
  if (chance.chance(0.7)) return chance.pick(STRANGE_NAMES);
  const run = length(chance);
  const letter = chance.pick(['x', '0', '\0', '😀', 'é', '\ud800', 'AA', '=', '\\', '"']);
  // Escaping a million of them in a message takes its time, and that is nobody's fault.
  return letter.repeat(/[a-z]/.test(letter) ? run : Math.min(run, 65_536));
}

/** Any JSON, of the wrong type more often than not. */
export function strangeJson(chance: Prng, raw: RawTexts): Json {
  switch (chance.below(12)) {
    case 0:
      return null;
    case 1:
      return chance.chance(0.5);
    case 2:
      return chance.pick([0, -1, 1, 1.5, -0.5, 25, 101, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e300]);
    case 3:
      return raw.mark(chance.pick(['1e999', '-1e999', '-0', '1E+2', '9'.repeat(400), '1e-400']));
    case 4:
      return [];
    case 5:
      return {};
    case 6:
      return [null];
    case 7:
      return Array.from({ length: chance.pick([2, 26, 101]) }, () => ({ S: 'x' }));
    case 8:
      return strangeNumber(chance);
    case 9:
      return nested(chance, raw, chance.pick(['[', '{"a":']));
    default:
      return strangeString(chance);
  }
}

/** An attribute value that is wrong in some way, or only unusual. */
export function strangeValue(chance: Prng, raw: RawTexts): Json {
  const type = chance.pick(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M', 'Q']);
  switch (chance.below(10)) {
    case 0:
      return { [type]: strangeJson(chance, raw) };
    case 1:
      return { N: strangeNumber(chance) };
    case 2:
      return { S: strangeString(chance) };
    case 3:
      return { [type]: 'x', [chance.pick(['S', 'N', '__proto__'])]: '1' };
    case 4:
      return strangeSet(chance);
    case 5:
      return nested(chance, raw, chance.pick(['{"M":{"a":', '{"L":[', '{"M":{"__proto__":']));
    case 6:
      return {
        M: JSON.parse(`{"${chance.pick(['__proto__', 'constructor', ''])}":{"S":"x"}}`) as Json,
      };
    case 7:
      return { L: Array.from({ length: chance.pick([1, 100, 5_000]) }, () => ({ N: '1' })) };
    case 8:
      return {
        B: chance.pick(['', 'A', 'AA', 'AAA', 'AAAA', 'AB==', 'A===', '====', '_-8=', 'é===']),
      };
    default:
      return chance.pick<Json>([{}, { NULL: false }, { BOOL: 'yes' }, { S: null }, { L: [null] }]);
  }
}

function strangeSet(chance: Prng): Json {
  const type = chance.pick(['SS', 'NS', 'BS']);
  const size = chance.chance(0.02) ? 20_000 : chance.pick([0, 1, 2, 3, 300]);
  const members: Json[] = Array.from({ length: size }, (_, i) => {
    if (size > 3) return type === 'BS' ? btoa(String(i)) : String((i * 7_919) % 20_011);
    return type === 'NS' ? strangeNumber(chance) : strangeString(chance);
  });
  if (chance.chance(0.2)) members.push(null);
  if (chance.chance(0.3)) members.push(...members.slice(0, 1));
  return { [type]: members };
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** Levels upon levels, mostly around the limit of 32 and now and then thousands of them. */
function nested(chance: Prng, raw: RawTexts, opening: string): Json {
  const levels = chance.pick([29, 30, 31, 32, 33, 62, 63, 200, 201, 1_000, 5_000, 20_000]);
  const closings = Array.from(opening.matchAll(/[[{]/g), ([bracket]) => CLOSING[bracket]);
  const core = opening.includes('"M"') || opening.includes('"L"') ? '{"S":"x"}' : '1';
  return raw.mark(opening.repeat(levels) + core + closings.reverse().join('').repeat(levels));
}
