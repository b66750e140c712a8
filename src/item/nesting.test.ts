import { expect, it } from 'vitest';
import { levelsOf } from './nesting.ts';

it.each([
  [{ S: '' }, 1],
  [{ M: {} }, 1],
  [{ L: [] }, 1],
  [{ L: [{ M: {} }, { S: '' }] }, 2],
  [{ M: { a: { N: '1' }, b: { L: [{ M: { c: { NULL: true } } }] } } }, 4],
] as const)('%j takes %i levels', (value, levels) => {
  expect(levelsOf(value)).toBe(levels);
});
