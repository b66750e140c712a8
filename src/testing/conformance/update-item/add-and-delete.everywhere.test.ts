/** What ADD and DELETE do to numbers and sets: semantics.md section 3. */
import { describe, expect, it } from 'vitest';
import type { Attributes } from '../ask.ts';
import { after, N, refusalOfUpdate, S, WRONG_OPERAND } from './updates.ts';

describe('ADD', () => {
  const values = { ':n': N('5') };

  it('to no number makes it [suite]', async () => {
    expect(await after({ expression: 'ADD n :n', values })).toEqual({ n: N('5') });
  });

  it('to a number adds [suite]', async () => {
    expect(await after({ from: { n: N('-2.5') }, expression: 'ADD n :n', values })).toEqual({
      n: N('2.5'),
    });
  });

  it('to no set makes it [suite]', async () => {
    const set = { ':s': { SS: ['b', 'a'] } };
    expect(await after({ expression: 'ADD s :s', values: set })).toEqual({ s: { SS: ['a', 'b'] } });
  });

  it.each<[string, Attributes[string], Attributes[string], Attributes[string]]>([
    ['strings', { SS: ['a', 'c'] }, { SS: ['b', 'c'] }, { SS: ['a', 'b', 'c'] }],
    ['numbers', { NS: ['1', '10'] }, { NS: ['2', '1.0'] }, { NS: ['1', '2', '10'] }],
    [
      'binaries',
      { BS: [new Uint8Array([2])] },
      { BS: [new Uint8Array([1])] },
      { BS: [new Uint8Array([1]), new Uint8Array([2])] },
    ],
  ])('to a set of %s unites [suite]', async (_type, s, added, united) => {
    const set = { ':s': added };
    expect(await after({ from: { s }, expression: 'ADD s :s', values: set })).toEqual({
      s: united,
    });
  });

  it('to a nested number adds', async () => {
    const from = { m: { M: { n: N('1') } } };
    expect(await after({ from, expression: 'ADD m.n :n', values })).toEqual({
      m: { M: { n: N('6') } },
    });
  });

  it('of a number to a set is refused', async () => {
    const from = { n: { NS: ['1'] } };
    expect(await refusalOfUpdate({ from, expression: 'ADD n :n', values })).toBe(WRONG_OPERAND);
  });

  it('of a set to a set of another type is refused', async () => {
    const from = { n: { NS: ['1'] } };
    const set = { ':s': { SS: ['1'] } };
    expect(await refusalOfUpdate({ from, expression: 'ADD n :s', values: set })).toBe(
      WRONG_OPERAND,
    );
  });
});

describe('DELETE', () => {
  const values = { ':s': { SS: ['a', 'x'] } };

  it('takes members that are there [suite]', async () => {
    const from = { s: { SS: ['a', 'b'] } };
    expect(await after({ from, expression: 'DELETE s :s', values })).toEqual({ s: { SS: ['b'] } });
  });

  it('of the last member takes the attribute [suite]', async () => {
    const from = { s: { SS: ['a'] }, b: S('kept') };
    expect(await after({ from, expression: 'DELETE s :s', values })).toEqual({ b: S('kept') });
  });

  it('from a missing attribute does nothing [suite]', async () => {
    const from = { b: S('kept') };
    expect(await after({ from, expression: 'DELETE s :s', values })).toEqual(from);
  });

  it('of the last member of a nested set takes it out of its map', async () => {
    const from = { m: { M: { s: { SS: ['a'] }, t: S('kept') } } };
    expect(await after({ from, expression: 'DELETE m.s :s', values })).toEqual({
      m: { M: { t: S('kept') } },
    });
  });

  it('from what is no such set is refused', async () => {
    const from = { s: { NS: ['1'] } };
    expect(await refusalOfUpdate({ from, expression: 'DELETE s :s', values })).toBe(WRONG_OPERAND);
  });

  it('of numbers goes by value', async () => {
    const from = { s: { NS: ['1', '2'] } };
    const numbers = { ':s': { NS: ['1.0'] } };
    expect(await after({ from, expression: 'DELETE s :s', values: numbers })).toEqual({
      s: { NS: ['2'] },
    });
  });
});
