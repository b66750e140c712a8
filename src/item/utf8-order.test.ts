import { describe, expect, it } from 'vitest';
import { compareUtf8, utf8ByteString, wellFormedUtf8Length } from './utf8-order.ts';

describe('UTF-8 length', () => {
  it('counts one to four bytes a character', () => {
    expect(wellFormedUtf8Length('')).toBe(0);
    expect(wellFormedUtf8Length('a\u007f\0')).toBe(3);
    expect(wellFormedUtf8Length('é')).toBe(2);
    expect(wellFormedUtf8Length('€\uffff')).toBe(6);
    expect(wellFormedUtf8Length('😀')).toBe(4);
  });

  it('is the same for long text', () => {
    const ascii = 'a'.repeat(1000);
    expect(wellFormedUtf8Length(ascii)).toBe(1000);
    expect(wellFormedUtf8Length(`${ascii}é`)).toBe(1002);
    expect(wellFormedUtf8Length(`${ascii}\ud800`)).toBe(-1);
  });

  it.each(['\ud800', 'a\udc00', '\ud800a', '\udc00\ud800', '\ud800\ud800\udc00'])(
    'refuses surrogates without partner (%#)',
    (text) => {
      expect(wellFormedUtf8Length(text)).toBe(-1);
    },
  );
});

describe('UTF-8 order', () => {
  it('puts U+FFFF before U+10000, as bytes do and UTF-16 does not', () => {
    expect(compareUtf8('\uffff', '\u{10000}')).toBeLessThan(0);
    expect(['\u{10000}', '\uffff'].sort()).toEqual(['\u{10000}', '\uffff']);
  });

  it('puts a beginning before the whole', () => {
    expect(compareUtf8('ab', 'abc')).toBeLessThan(0);
    expect(compareUtf8('', '\0')).toBeLessThan(0);
  });
});

describe('UTF-8 byte strings', () => {
  it('leave ASCII as it is', () => {
    expect(utf8ByteString('order#1\0')).toBe('order#1\0');
  });

  it('hold one byte a character', () => {
    expect(utf8ByteString('é😀')).toBe('\u00c3\u00a9\u00f0\u009f\u0098\u0080');
  });
});
