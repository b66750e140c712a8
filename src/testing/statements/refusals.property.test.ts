import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueFault } from '../../item/value-fault.ts';
import { canonicalParameters } from '../../partiql/parameters.ts';
import { prepareStatement } from '../../partiql/statements.ts';

const PARAMETERS = canonicalParameters([
  { S: 'a' },
  { N: '1' },
  { SS: ['x'] },
  { L: [{ S: 'q' }] },
]);

const WORDS = (
  'SELECT FROM WHERE AND OR NOT IN BETWEEN IS MISSING NULL STRING INSERT INTO VALUE UPDATE SET REMOVE DELETE ' +
  'RETURNING ALL MODIFIED OLD NEW ORDER BY DESC LIMIT GROUP HAVING EXISTS size set_add list_append contains ' +
  "attribute_exists t a b.c l[0] \"q\" 'text' '' 1 -1 .5 1e3 1e126 0 ? * + - / = <> < <= ( ) [ ] << >> { } , . : ; " +
  "'k': @ || % # ` \" ' -- /* */ \n true false __proto__ \ud800 é"
).split(' ');

/** A statement, or a refusal meant for the caller: never anything else. */
function outcome(text: string): 'statement' | 'refused' {
  try {
    prepareStatement(text, PARAMETERS);
    return 'statement';
  } catch (error) {
    if (error instanceof ValueFault) return 'refused';
    throw error;
  }
}

describe('any text', () => {
  it('of words of the grammar is a statement or refused', () => {
    const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 });
    fc.assert(
      fc.property(soup, fc.constantFrom(' ', ''), (words, joint) => {
        outcome(words.join(joint));
      }),
      { numRuns: 3000 },
    );
  });

  it('of any characters is a statement or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        outcome(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('that is a statement with something left out is a statement or refused', () => {
    const whole = [
      "SELECT a, m.x, l[0] FROM t.i WHERE (a = ? OR NOT b IN [1, ?]) AND begins_with(s, 'x') ORDER BY k DESC",
      "INSERT INTO t VALUE {'a': [1, <<'x', 'y'>>], 'm': {'k': NULL, 'v': ?}}",
      "UPDATE t SET a = a + 1, s = set_add(s, <<'x'>>) REMOVE l[0] WHERE k = ? RETURNING MODIFIED NEW *",
      'EXISTS(SELECT * FROM t WHERE k = 1 AND a BETWEEN 1 AND 2 AND b IS NOT MISSING)',
    ];
    const cut = fc.tuple(fc.constantFrom(...whole), fc.nat(120), fc.nat(30));
    fc.assert(
      fc.property(cut, ([text, at, length]) => {
        outcome(text.slice(0, at) + text.slice(at + length));
      }),
      { numRuns: 2000 },
    );
    expect(whole.map(outcome)).toEqual(whole.map(() => 'statement'));
  });
});

describe('time', () => {
  it.each([
    ['quotes', `SELECT * FROM t WHERE a = ${"''".repeat(4000)}`],
    ['digits', `SELECT * FROM t WHERE a = ${'9'.repeat(8000)}`],
    ['line feeds in a string', `SELECT * FROM t WHERE a = '${'\n'.repeat(8000)}'`],
    ['comments', `${'--\n'.repeat(2700)}SELECT`],
    ['unfinished comments', '/* '.repeat(2700)],
    ['names', `SELECT ${Array.from({ length: 2000 }, (_, i) => `a${i}`).join()} FROM t`],
    ['clauses', `UPDATE t ${Array.from({ length: 900 }, (_, i) => `SET a${i}=1`).join(' ')}`],
    [
      'alternatives',
      `SELECT * FROM t WHERE ${Array.from({ length: 1000 }, () => 'a=1').join(' OR ')}`,
    ],
  ])('of %s is linear', (_, text) => {
    outcome(text);
    const times = Array.from({ length: 3 }, (_unused, round) => {
      const started = process.cpuUsage();
      outcome(`${text}${' '.repeat(round + 1)}`);
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
