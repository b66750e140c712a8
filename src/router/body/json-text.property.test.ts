import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skipSpace, skipValue } from './json-text.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isPassedOver(text: string): boolean {
  try {
    return skipSpace(text, skipValue(text, skipSpace(text, 0), 0)) === text.length;
  } catch {
    return false;
  }
}

const json = fc
  .tuple(fc.json({ stringUnit: 'binary', maxDepth: 4 }), fc.nat(3))
  .map(([text, indent]) => JSON.stringify(JSON.parse(text), undefined, indent));

/** What JSON is made of, and what it is not. */
const piece = fc.oneof(
  fc.constantFrom(...Array.from('{}[],:"\\ \t\n\r0123456789-+.eEunlrtfabs/\0\x1f\u00a0\ufeff')),
  fc.constantFrom(
    'null',
    'true',
    'false',
    '\\u00e9',
    '\\u00g9',
    '""',
    '[]',
    '{}',
    '"a":',
    '1e5',
    '01',
  ),
);

describe('passing over a text', () => {
  it('takes what JSON.parse takes', () => {
    fc.assert(fc.property(json, isPassedOver), { numRuns: 500 });
  });

  it('refuses what JSON.parse refuses: texts with a piece put in or taken out', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.nat(2), piece, (text, at, length, put) => {
        const place = at % (text.length + 1);
        const spoilt = text.slice(0, place) + put + text.slice(place + length);
        expect(isPassedOver(spoilt)).toBe(isJson(spoilt));
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses what JSON.parse refuses: pieces in any order', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        expect(isPassedOver(text)).toBe(isJson(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('ends where the value does', () => {
    fc.assert(
      fc.property(json, json, (first, second) => {
        expect(skipValue(`[${first} ,${second}]`, 1, 0)).toBe(1 + first.length);
      }),
    );
  });

  it('goes no deeper than a thousand levels, and needs no stack for them', () => {
    const nested = (levels: number): string =>
      '[{"a":'.repeat(levels / 2) + '1' + '}]'.repeat(levels / 2);
    expect(skipValue(nested(1_000), 0, 0)).toBe(nested(1_000).length);
    expect(() => skipValue(nested(1_002), 0, 0)).toThrow('nested deeper than 1000 levels');
    expect(() => skipValue(nested(1_000), 0, 1)).toThrow('nested deeper than 1000 levels');
    expect(() => skipValue('['.repeat(1_000_000), 0, 0)).toThrow('nested deeper');
  });
});
