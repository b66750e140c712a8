import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64OfBytes,
  byteLengthOfBase64,
  bytesOfBase64,
  byteStringOfBase64,
  compareBase64,
  isCanonicalBase64,
} from './binary.ts';

const bytes = fc.uint8Array({ maxLength: 40 });

describe('base64 against a second implementation', () => {
  it('goes both ways', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = Buffer.from(value).toString('base64');
        expect(base64OfBytes(value)).toBe(text);
        expect(isCanonicalBase64(text)).toBe(true);
        expect(byteLengthOfBase64(text)).toBe(value.length);
        expect([...bytesOfBase64(text)]).toEqual([...value]);
        expect(byteStringOfBase64(text)).toBe(Buffer.from(value).toString('latin1'));
      }),
    );
  });

  it('is canonical exactly when encoding gives it back', () => {
    const almost = fc.string({
      unit: fc.constantFrom('A', 'B', 'Q', 'g', 'w', '/', '+', '=', '_'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(almost, (text) => {
        const again = Buffer.from(text, 'base64').toString('base64');
        expect(isCanonicalBase64(text)).toBe(again === text);
      }),
    );
  });

  it('compares as bytes do', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const order = compareBase64(base64OfBytes(a), base64OfBytes(b));
        expect(Math.sign(order)).toBe(Buffer.compare(a, b));
      }),
    );
  });
});
