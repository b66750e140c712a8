import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findShortAscii } from './short-ascii.ts';
import { utf8Bytes } from './utf8-codec.ts';

it('is the text of bytes where they are ASCII and few', () => {
  const texts = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(texts, fc.nat(4), (text, around) => {
      const bytes = utf8Bytes('é'.repeat(around) + text + 'é');
      const from = 2 * around;
      const to = bytes.length - 2;
      const isOne = to - from === text.length && text.length <= 64;
      expect(findShortAscii(bytes, from, to)).toBe(isOne ? text : undefined);
    }),
  );
});
