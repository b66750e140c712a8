import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyFault } from './body-scan.ts';

/** Texts from this length on are scanned. */
const SCANNED = 65_536;

const padding = fc
  .array(fc.constantFrom(' ', '\n', '\t', '\r'), { minLength: 1, maxLength: 3 })
  .map((units) => units.join(''));

/** JSON with white space between its parts, of a length that is scanned. */
const bodies = fc
  .tuple(fc.json({ stringUnit: 'binary', maxDepth: 4 }), padding, fc.nat(8))
  .map(([json, space, indent]) => {
    const text = JSON.stringify(JSON.parse(json), undefined, indent);
    return space.repeat(SCANNED) + text + space.repeat(3);
  });

/** What opens a list or an object, and what parts values, outside of strings. */
function valuesIn(text: string): number {
  const withoutStrings = text.trim().replaceAll(/"(?:[^"\\]|\\.)*"/gs, '');
  return withoutStrings.match(/[[{,]/g)?.length ?? 0;
}

it('counts the values of a text, whatever its strings and the white space between hold', () => {
  fc.assert(
    fc.property(bodies, (text) => {
      const values = valuesIn(text);
      expect(bodyFault(text, values)).toBeUndefined();
      if (values > 0) expect(bodyFault(text, values - 1)).toContain('more values');
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['a text that ends in a string', `${' '.repeat(SCANNED)}{"a": "b`],
  ['a text that ends in a backslash', `${' '.repeat(SCANNED)}{"a": "b\\`],
  ['a text that ends in white space', `{"a": 1}${' '.repeat(SCANNED)}`],
])('finds its end in %s', (_, text) => {
  expect(bodyFault(text, 10)).toBeUndefined();
});

it('ends a string at the first quote that no backslash escapes', () => {
  const text = `${' '.repeat(SCANNED)}["\\\\\\"[[[[\\\\", "[[[["]`;
  expect(bodyFault(text, 2)).toBeUndefined();
  expect(bodyFault(text, 1)).toContain('more values');
});
