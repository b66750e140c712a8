import { describe, expect, it } from 'vitest';
import { HashCache } from './hash-cache.ts';

describe('the hash cache', () => {
  it('computes a short key once and a long key every time', () => {
    const computed: string[] = [];
    const cache = new HashCache((key) => {
      computed.push(key);
      return key.toUpperCase();
    });
    const long = 'x'.repeat(129);
    for (const key of ['a', 'a', long, long]) expect(cache.get(key)).toBe(key.toUpperCase());
    expect(computed).toEqual(['a', long, long]);
  });

  it('forgets rather than grows', () => {
    let computed = 0;
    const cache = new HashCache((key) => {
      computed += 1;
      return key;
    });
    for (let i = 0; i < 5000; i++) cache.get(String(i));
    expect(computed).toBe(5000);
    cache.get('4999');
    expect(computed).toBe(5000);
    cache.get('0');
    expect(computed).toBe(5001);
  });
});
