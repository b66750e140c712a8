import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Lsn } from '../../storage/store.ts';
import {
  isBefore,
  ORDINALS,
  positionOfSequenceNumber,
  sequenceNumberBefore,
  sequenceNumberOf,
} from '../../stream/log-position.ts';
import { decodeShardIterator, encodeShardIterator } from '../../stream/shard-iterator.ts';

const position = fc.record({
  lsn: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map((lsn) => lsn as Lsn),
  ordinal: fc.integer({ min: 0, max: ORDINALS - 1 }),
});

it('sequence numbers have 21 digits, stand for their positions and keep their order', () => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      const [one, other] = [sequenceNumberOf(a), sequenceNumberOf(b)];
      expect(one).toMatch(/^\d{21}$/);
      expect(positionOfSequenceNumber(one)).toEqual(a);
      expect(one < other).toBe(isBefore(a, b));
      expect(sequenceNumberBefore(a) < one).toBe(true);
    }),
  );
});

it('an iterator survives being written as text, and no other text is one', () => {
  const iterator = fc.record({
    streamArn: fc.constant('arn:aws:dynamodb:eu-west-2:000000000001:table/t/stream/2026'),
    shardId: fc.constant('shardId-00000001795294256226-fc57b92c'),
    position,
    skipsTrimmed: fc.boolean(),
    issuedMs: fc.integer({ min: 0, max: 8.64e15 }),
  });
  fc.assert(
    fc.property(
      iterator,
      fc.nat(),
      fc.string({ minLength: 1, maxLength: 1 }),
      (given, at, char) => {
        const text = encodeShardIterator(given);
        expect(decodeShardIterator(text)).toEqual(given);
        const index = at % text.length;
        const changed = text.slice(0, index) + char + text.slice(index + 1);
        if (changed !== text)
          expect(() => decodeShardIterator(changed)).toThrow('Invalid ShardIterator');
      },
    ),
  );
});
