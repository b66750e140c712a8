/** What SET and REMOVE do, path by path: semantics.md section 3. */
import { describe, expect, it } from 'vitest';
import {
  after,
  INVALID_PATH,
  list,
  N,
  NO_ATTRIBUTE,
  refusalOfUpdate,
  S,
  WRONG_OPERAND,
} from './updates.ts';

const v = { ':v': S('new') };

describe('SET', () => {
  it('l[9] beyond the end appends, without padding [suite]', async () => {
    const from = { l: list('a') };
    expect(await after({ from, expression: 'SET l[9] = :v', values: v })).toEqual({
      l: list('a', 'new'),
    });
  });

  it('l[0] of an empty list appends [suite]', async () => {
    const from = { l: { L: [] } };
    expect(await after({ from, expression: 'SET l[0] = :v', values: v })).toEqual({
      l: list('new'),
    });
  });

  it('l[1] within the list replaces', async () => {
    const from = { l: list('a', 'b', 'c') };
    expect(await after({ from, expression: 'SET l[1] = :v', values: v })).toEqual({
      l: list('a', 'new', 'c'),
    });
  });

  it('several indexes beyond the end append in the order of the indexes', async () => {
    const from = { l: list('a') };
    const values = { ':5': S('five'), ':9': S('nine') };
    expect(await after({ from, expression: 'SET l[9] = :9, l[5] = :5', values })).toEqual({
      l: list('a', 'five', 'nine'),
    });
  });

  it('m.x writes into a map, its siblings kept [suite]', async () => {
    const from = { m: { M: { y: S('kept') } } };
    expect(await after({ from, expression: 'SET m.x = :v', values: v })).toEqual({
      m: { M: { y: S('kept'), x: S('new') } },
    });
  });

  it('m.x replaces what was there [suite]', async () => {
    const from = { m: { M: { x: N('1') } } };
    expect(await after({ from, expression: 'SET m.x = :v', values: v })).toEqual({
      m: { M: { x: S('new') } },
    });
  });

  it('counts on nested paths [suite]', async () => {
    const from = { m: { M: { n: { L: [N('5')] } } } };
    const values = { ':n': N('3') };
    expect(await after({ from, expression: 'SET m.n[0] = m.n[0] - :n', values })).toEqual({
      m: { M: { n: { L: [N('2')] } } },
    });
  });

  it('takes a name with a point behind an alias as one name', async () => {
    const names = { '#n': 'a.b' };
    expect(await after({ expression: 'SET #n = :v', values: v, names })).toEqual({
      'a.b': S('new'),
    });
  });

  it('a.b.c without a is refused [suite]', async () => {
    expect(await refusalOfUpdate({ expression: 'SET a.b.c = :v', values: v })).toBe(INVALID_PATH);
  });

  it('a.b.c without a.b is refused [suite]', async () => {
    const from = { a: { M: {} } };
    expect(await refusalOfUpdate({ from, expression: 'SET a.b.c = :v', values: v })).toBe(
      INVALID_PATH,
    );
  });

  it('a.b of what is no map is refused [suite]', async () => {
    const from = { a: S('text') };
    expect(await refusalOfUpdate({ from, expression: 'SET a.b = :v', values: v })).toBe(
      INVALID_PATH,
    );
  });

  it('a[0] of what is no list is refused', async () => {
    const from = { a: { M: {} } };
    expect(await refusalOfUpdate({ from, expression: 'SET a[0] = :v', values: v })).toBe(
      INVALID_PATH,
    );
  });

  it('a[0] of a missing attribute is refused', async () => {
    expect(await refusalOfUpdate({ expression: 'SET a[0] = :v', values: v })).toBe(INVALID_PATH);
  });

  it('from an attribute that is not there is refused', async () => {
    expect(await refusalOfUpdate({ expression: 'SET a = b' })).toBe(NO_ATTRIBUTE);
  });

  it('of a sum with a missing attribute is refused', async () => {
    const values = { ':n': N('1') };
    expect(await refusalOfUpdate({ expression: 'SET a = b + :n', values })).toBe(NO_ATTRIBUTE);
  });

  it('of a sum with a string is refused', async () => {
    const values = { ':n': N('1') };
    const from = { b: S('1') };
    expect(await refusalOfUpdate({ from, expression: 'SET a = b + :n', values })).toBe(
      WRONG_OPERAND,
    );
  });
});

describe('REMOVE', () => {
  it('l[1] closes the gap [suite]', async () => {
    const from = { l: list('a', 'b', 'c') };
    expect(await after({ from, expression: 'REMOVE l[1]' })).toEqual({ l: list('a', 'c') });
  });

  it('of the last element takes it alone [suite]', async () => {
    const from = { l: list('a', 'b') };
    expect(await after({ from, expression: 'REMOVE l[1]' })).toEqual({ l: list('a') });
  });

  it('of several elements counts by the old list', async () => {
    const from = { l: list('a', 'b', 'c', 'd') };
    expect(await after({ from, expression: 'REMOVE l[0], l[2]' })).toEqual({ l: list('b', 'd') });
  });

  it('of the only element leaves an empty list', async () => {
    const from = { l: list('a') };
    expect(await after({ from, expression: 'REMOVE l[0]' })).toEqual({ l: { L: [] } });
  });

  it('m.x takes x alone [suite]', async () => {
    const from = { m: { M: { x: S('1'), y: S('2') } } };
    expect(await after({ from, expression: 'REMOVE m.x' })).toEqual({ m: { M: { y: S('2') } } });
  });

  it('m.x of a map without it does nothing [suite]', async () => {
    const from = { m: { M: { y: S('2') } } };
    expect(await after({ from, expression: 'REMOVE m.x' })).toEqual(from);
  });

  it('of a missing attribute does nothing [suite]', async () => {
    const from = { a: S('1') };
    expect(await after({ from, expression: 'REMOVE b' })).toEqual(from);
  });

  it('of an index past the end does nothing', async () => {
    const from = { l: list('a') };
    expect(await after({ from, expression: 'REMOVE l[1]' })).toEqual(from);
  });

  it('a.b of an item without a is refused [emul] (unconfirmed)', async () => {
    const from = { b: S('there') };
    expect(await refusalOfUpdate({ from, expression: 'REMOVE a.b' })).toBe(INVALID_PATH);
  });

  it('of several attributes takes them all', async () => {
    const from = { a: S('1'), b: S('2'), c: S('3') };
    expect(await after({ from, expression: 'REMOVE a, c' })).toEqual({ b: S('2') });
  });
});
