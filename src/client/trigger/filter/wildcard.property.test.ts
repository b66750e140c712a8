import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard, parseWildcard } from './wildcard.ts';

/** By definition, without thought of speed: an asterisk takes nothing, or one character and tries again. */
function matchesNaively(pattern: readonly string[], text: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return text.length === 0;
  if (head !== '*') {
    const expected = head.length === 2 ? head.charAt(1) : head;
    return text[0] === expected && matchesNaively(rest, text.slice(1));
  }
  return matchesNaively(rest, text) || (text.length > 0 && matchesNaively(pattern, text.slice(1)));
}

const symbols = fc.array(fc.constantFrom('a', 'b', '*', '\\*', '\\\\'), { maxLength: 8 });
const texts = fc.array(fc.constantFrom('a', 'b', '*', '\\'), { maxLength: 8 });

describe('a wildcard', () => {
  it('matches what its definition matches', () => {
    fc.assert(
      fc.property(symbols, texts, (pattern, text) => {
        const parsed = parseWildcard(pattern.join(''));
        const isRefused = pattern.some((symbol, at) => symbol === '*' && pattern[at + 1] === '*');
        expect('fault' in parsed).toBe(isRefused);
        if ('fault' in parsed) return;
        expect(matchesWildcard(parsed.pieces, text.join(''))).toBe(matchesNaively(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not slowed down by patterns that make a backtracking matcher explode', () => {
    const parsed = parseWildcard(`${'*a'.repeat(2_000)}*b`);
    if ('fault' in parsed) throw new Error(parsed.fault);
    // A quadratic matcher would need billions of steps, an exponential one for ever.
    expect(matchesWildcard(parsed.pieces, 'a'.repeat(400_000))).toBe(false);
  });
});
