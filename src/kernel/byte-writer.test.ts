import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

it('writes any text as the encoder of the platform does, one behind the other', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constant('é'.repeat(33)),
    ),
  );
  fc.assert(
    fc.property(texts, (written) => {
      const writer = new ByteWriter(1);
      const encoder = new TextEncoder();
      const lengths = written.map((text) => writer.utf8(text));
      expect(lengths).toEqual(written.map((text) => encoder.encode(text).length));
      expect([...writer.written()]).toEqual([...encoder.encode(written.join(''))]);
    }),
  );
});
