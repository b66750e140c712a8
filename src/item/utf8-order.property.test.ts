import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8, utf8ByteString, wellFormedUtf8Length } from './utf8-order.ts';

const text = fc.string({ unit: 'binary' });

describe('UTF-8 against an encoder', () => {
  it('has the same length and bytes', () => {
    fc.assert(
      fc.property(text, (value) => {
        const bytes = Buffer.from(value, 'utf8');
        expect(wellFormedUtf8Length(value)).toBe(bytes.length);
        expect(utf8ByteString(value)).toBe(bytes.toString('latin1'));
      }),
    );
  });

  it('has the same order', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('knows which strings are well formed', () => {
    const units = fc.array(fc.constantFrom(0x41, 0xe9, 0xd83d, 0xde00, 0xffff));
    fc.assert(
      fc.property(units, (codes) => {
        const value = String.fromCharCode(...codes);
        const wellFormed = Buffer.from(value).toString() === value;
        expect(wellFormedUtf8Length(value) >= 0).toBe(wellFormed);
      }),
    );
  });
});
