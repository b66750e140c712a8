import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, judge } from './last-writer-wins.ts';
import type { WriteVersion } from './last-writer-wins.ts';

const anyVersion: fc.Arbitrary<WriteVersion> = fc.record({
  stamp: fc.integer({ min: 1, max: 5 }),
  region: fc.constantFrom('a', 'b', 'c'),
});

it('versions are in one order, whoever compares them', () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

it('writes applied in any order, and twice, leave the same one', () => {
  fc.assert(
    fc.property(
      fc.array(anyVersion, { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (writes, chance) => {
        const apply = (list: readonly WriteVersion[]): WriteVersion | undefined =>
          list.reduce<WriteVersion | undefined>(
            (standing, each) => (judge(each, undefined, standing).wins ? each : standing),
            undefined,
          );
        const shuffled = [...writes, ...writes]
          .map((write) => ({ write, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ write }) => write);
        expect(apply(shuffled)).toEqual(apply(writes));
      },
    ),
  );
});

describe('a conflict', () => {
  const standing = { stamp: 10, region: 'b' };

  it('is two versions that know nothing of each other', () => {
    expect(judge({ stamp: 11, region: 'a' }, undefined, standing)).toEqual({
      wins: true,
      isConflict: true,
    });
    expect(judge({ stamp: 9, region: 'a' }, undefined, standing)).toEqual({
      wins: false,
      isConflict: true,
    });
  });

  it('is not a write upon what stands here, or upon a later one of the same Region', () => {
    const incoming = { stamp: 20, region: 'a' };
    expect(judge(incoming, standing, standing).isConflict).toBe(false);
    expect(judge(incoming, { stamp: 12, region: 'b' }, standing).isConflict).toBe(false);
    expect(judge(incoming, { stamp: 8, region: 'b' }, standing).isConflict).toBe(true);
  });

  it('is not two writes of one Region, nor the same write twice', () => {
    expect(judge({ stamp: 11, region: 'b' }, undefined, standing).isConflict).toBe(false);
    expect(judge(standing, undefined, standing)).toEqual({ wins: false, isConflict: false });
  });
});
