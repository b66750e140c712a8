import { describe, expect, it } from 'vitest';
import { findAtPath } from './document-path.ts';

const ITEM = {
  a: { M: { list: { L: [{ S: 'x' }, { M: { deep: { N: '1' } } }] } } },
  s: { S: 'text' },
};

describe('a document path', () => {
  it('leads through maps and lists', () => {
    expect(findAtPath(ITEM, ['s'])).toEqual({ S: 'text' });
    expect(findAtPath(ITEM, ['a', 'list', 0])).toEqual({ S: 'x' });
    expect(findAtPath(ITEM, ['a', 'list', 1, 'deep'])).toEqual({ N: '1' });
  });

  it.each([
    [['b']],
    [['s', 'x']],
    [['s', 0]],
    [['a', 0]],
    [['a', 'list', 2]],
    [['a', 'list', 'x']],
    [['a', 'none', 'deeper']],
    [['toString']],
    [['a', '__proto__']],
    [[]],
  ])('finds nothing at %j', (path) => {
    expect(findAtPath(ITEM, path)).toBeUndefined();
  });
});
