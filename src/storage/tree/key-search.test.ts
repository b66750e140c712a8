import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floorIndex, lowerBound } from '../../kernel/binary-search.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { KeySearch } from './key-search.ts';

/** Few different bytes, so that many keys share beginnings, heads and all; zeros, which look like nothing. */
const keys = fc
  .tuple(
    fc.constantFrom('', 'a', 'common beginning '),
    fc.array(fc.constantFrom('\u0000', '\u0001', 'a', 'b', '\u00ff'), { maxLength: 9 }),
  )
  .map(([beginning, rest]) => (beginning + rest.join('')) as KeyBytes);
const changes = fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 60 });

describe('the search in a list of keys', () => {
  it('finds what a plain search finds, whatever has come and gone', () => {
    fc.assert(
      fc.property(changes, fc.array(keys), (steps, wanted) => {
        const list: KeyBytes[] = [];
        const search = new KeySearch(list);
        for (const [key, isRemoval] of steps) {
          const at = search.lowerBound(key);
          expect(at).toBe(lowerBound(list, key));
          if (list[at] !== key) {
            list.splice(at, 0, key);
            search.inserted(at);
          } else if (isRemoval) {
            list.splice(at, 1);
            search.removed(at);
          }
        }
        for (const key of [...wanted, ...list]) {
          expect(search.lowerBound(key)).toBe(lowerBound(list, key));
          expect(search.floor(key)).toBe(floorIndex(list, key));
        }
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
