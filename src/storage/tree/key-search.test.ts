import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floorIndex, lowerBound } from '../../kernel/binary-search.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { KeySearch } from './key-search.ts';

/** Few different bytes, so that many keys share beginnings, heads and all; zeros, which look like nothing. */
const rest = fc
  .array(fc.constantFrom('\u0000', '\u0001', 'a', 'b', '\u00ff'), { maxLength: 9 })
  .map((bytes) => bytes.join(''));
const BEGINNINGS = ['', 'a', 'common beginning ', 'common ending ', '\u00ff\u00ff'];
const beginning = fc.constantFrom(...BEGINNINGS);
/** Keys that come and go, most of them with one beginning. */
const changes = beginning.chain((usual) => {
  const key = fc
    .tuple(
      fc.oneof({ weight: 30, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: beginning }),
      rest,
    )
    .map(([first, second]) => (first + second) as KeyBytes);
  return fc.array(fc.tuple(key, fc.boolean()), { maxLength: 80 });
});

describe('the search in a list of keys', () => {
  it('finds what a plain search finds, whatever has come and gone', () => {
    fc.assert(
      fc.property(changes, rest, (steps, ending) => {
        const list: KeyBytes[] = [];
        const search = new KeySearch(list);
        const wanted = BEGINNINGS.map((first) => (first + ending) as KeyBytes);
        for (const [key, isRemoval] of steps) {
          for (const each of [...wanted, key]) {
            expect(search.lowerBound(each)).toBe(lowerBound(list, each));
            expect(search.floor(each)).toBe(floorIndex(list, each));
          }
          const at = search.lowerBound(key);
          if (list[at] !== key) {
            list.splice(at, 0, key);
            search.inserted(at);
          } else if (isRemoval) {
            list.splice(at, 1);
            search.removed(at);
          }
        }
        for (const key of list) expect(search.floor(key)).toBe(floorIndex(list, key));
      }),
    );
  });

  it('forgets what it knew of a list that changed in another way', () => {
    const list = Array.from({ length: 40 }, (_, i) => String(i + 10) as KeyBytes);
    const search = new KeySearch(list);
    expect(search.lowerBound('30' as KeyBytes)).toBe(20);
    list.splice(0, 15);
    search.changed();
    expect(search.lowerBound('30' as KeyBytes)).toBe(5);
    expect(search.floor('24x' as KeyBytes)).toBe(-1);
  });
});
