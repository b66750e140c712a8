/** What the right-hand sides of SET come to: semantics.md sections 2 and 3. */
import { describe, expect, it } from 'vitest';
import { VALIDATION } from '../messages.ts';
import { after, list, N, NO_ATTRIBUTE, refusalOfUpdate, S, WRONG_OPERAND } from './updates.ts';

const v = { ':v': S('new') };

describe('a function of SET', () => {
  it('list_append joins in the order of its operands [suite]', async () => {
    const from = { l: list('a') };
    const values = { ':l': list('b') };
    expect(await after({ from, expression: 'SET l = list_append(:l, l)', values })).toEqual({
      l: list('b', 'a'),
    });
  });

  it('list_append of a missing list is refused', async () => {
    const values = { ':l': list('b') };
    expect(await refusalOfUpdate({ expression: 'SET l = list_append(l, :l)', values })).toBe(
      NO_ATTRIBUTE,
    );
  });

  it('list_append of what is no list is refused', async () => {
    const from = { l: S('a') };
    const values = { ':l': list('b') };
    expect(await refusalOfUpdate({ from, expression: 'SET l = list_append(l, :l)', values })).toBe(
      WRONG_OPERAND,
    );
  });

  it('list_append may take if_not_exists', async () => {
    const values = { ':l': list('b'), ':none': { L: [] } };
    const expression = 'SET l = list_append(if_not_exists(l, :none), :l)';
    expect(await after({ expression, values })).toEqual({ l: list('b') });
  });

  it('if_not_exists takes its default where the attribute is missing', async () => {
    expect(await after({ expression: 'SET a = if_not_exists(a, :v)', values: v })).toEqual({
      a: S('new'),
    });
  });

  it('if_not_exists keeps what is there', async () => {
    const from = { a: S('old') };
    expect(await after({ from, expression: 'SET a = if_not_exists(a, :v)', values: v })).toEqual(
      from,
    );
  });

  it('if_not_exists may copy another attribute [suite]', async () => {
    const from = { a: S('x') };
    expect(await after({ from, expression: 'SET b = if_not_exists(b, a)' })).toEqual({
      a: S('x'),
      b: S('x'),
    });
  });

  it('if_not_exists reads its default even where it is not needed [local]', async () => {
    const from = { a: S('x') };
    expect(await refusalOfUpdate({ from, expression: 'SET b = if_not_exists(a, c)' })).toBe(
      NO_ATTRIBUTE,
    );
  });

  it('if_not_exists looks at the old item', async () => {
    const expression = 'SET a = :v, b = if_not_exists(a, :d)';
    const values = { ...v, ':d': S('default') };
    expect(await after({ expression, values })).toEqual({ a: S('new'), b: S('default') });
  });

  it('if_not_exists may be counted with', async () => {
    const values = { ':0': N('0'), ':1': N('1') };
    expect(await after({ expression: 'SET n = if_not_exists(n, :0) + :1', values })).toEqual({
      n: N('1'),
    });
  });
});

describe('arithmetic is exact to 38 digits (semantics.md section 2)', () => {
  it.each([
    ['0.1', '+', '0.2', '0.3'],
    ['1', '-', '1', '0'],
    ['9007199254740993', '+', '1', '9007199254740994'],
    ['1e37', '+', '1', `1${'0'.repeat(36)}1`],
    ['1e-10', '-', '2e-10', '-0.0000000001'],
    ['12345678901234567890.5', '-', '0.5', '12345678901234567890'],
  ])('%s %s %s = %s', async (a, sign, b, sum) => {
    const values = { ':b': N(b) };
    expect(await after({ from: { a: N(a) }, expression: `SET a = a ${sign} :b`, values })).toEqual({
      a: N(sum),
    });
  });

  it('and refused beyond them', async () => {
    const values = { ':b': N('1') };
    const from = { a: N('1e38') };
    expect(await refusalOfUpdate({ from, expression: 'SET a = a + :b', values })).toBe(
      `${VALIDATION}Attempting to store more than 38 significant digits in a Number`,
    );
  });

  it('and refused beyond the largest magnitude', async () => {
    const from = { a: N('9e125') };
    const values = { ':b': N('9e125') };
    expect(await refusalOfUpdate({ from, expression: 'ADD a :b', values })).toBe(
      `${VALIDATION}Number overflow. Attempting to store a number with magnitude larger than supported range`,
    );
  });
});
