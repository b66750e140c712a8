import { expect, it } from 'vitest';
import { ParseCache } from './parse-cache.ts';

it('a text is parsed once, and the oldest makes room', () => {
  const parsed: string[] = [];
  const cache = new ParseCache(2 * 33, (text) => {
    parsed.push(text);
    return [text];
  });
  expect(cache.get('a')).toBe(cache.get('a'));
  cache.get('b');
  cache.get('c');
  cache.get('b');
  cache.get('a');
  expect(parsed).toEqual(['a', 'b', 'c', 'a']);
  expect(cache.size).toBe(2);
});

it('a long text takes the place of many', () => {
  const cache = new ParseCache(1_000, (text) => text);
  for (let i = 0; i < 100; i++) cache.get(`${String(i)}: short`);
  expect(cache.size).toBeGreaterThan(20);
  cache.get('x'.repeat(900));
  expect(cache.size).toBe(2);
});

it('a text that fails is not kept', () => {
  const cache = new ParseCache<string>(1_000, () => {
    throw new Error('refused');
  });
  expect(() => cache.get('a')).toThrow('refused');
  expect(cache.size).toBe(0);
});
