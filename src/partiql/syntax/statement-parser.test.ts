import { describe, expect, it } from 'vitest';
import type { ExpressionSyntax, StatementSyntax } from './nodes.ts';
import { parseStatement } from './statement-parser.ts';

/** The statement without its places. */
function parsed(text: string): unknown {
  const { root } = parseStatement(text);
  return JSON.parse(
    JSON.stringify(root, (key, value: unknown) => (key === 'at' ? undefined : value)),
  );
}

function statementOf(text: string): StatementSyntax {
  const { root } = parseStatement(text);
  if (root.kind !== 'statement') throw new Error(`no statement: ${root.kind}`);
  return root.statement;
}

function conditionOf(where: string): ExpressionSyntax {
  const statement = statementOf(`SELECT * FROM t WHERE ${where}`);
  if (statement.kind !== 'select' || statement.where === undefined) throw new Error('no WHERE');
  return statement.where;
}

/** An expression, its operators in front. */
function shape(expression: ExpressionSyntax): string {
  switch (expression.kind) {
    case 'path':
      return expression.steps.map((step) => (step.kind === 'name' ? step.name : '[]')).join('.');
    case 'number':
    case 'string':
      return expression.text;
    case 'and':
    case 'or':
      return `(${expression.kind} ${expression.operands.map(shape).join(' ')})`;
    case 'binary':
      return `(${expression.operator} ${shape(expression.left)} ${shape(expression.right)})`;
    case 'unary':
      return `(${expression.operator} ${shape(expression.operand)})`;
    case 'between':
      return `(between ${[expression.operand, expression.lower, expression.upper].map(shape).join(' ')})`;
    case 'call':
      return `${expression.name}(${expression.operands.map(shape).join(' ')})`;
    case 'is':
      return `(is ${shape(expression.operand)} ${expression.type})`;
    case 'in':
      return `(in ${shape(expression.operand)} ${shape(expression.candidates)})`;
    case 'list':
      return `[${expression.elements.map(shape).join(' ')}]`;
    default:
      return expression.kind;
  }
}

describe('operators', () => {
  it.each([
    ['a = 1 AND b = 2 AND c = 3', '(and (= a 1) (= b 2) (= c 3))'],
    ['a = 1 OR b = 2 AND c = 3', '(or (= a 1) (and (= b 2) (= c 3)))'],
    ['(a = 1 OR b = 2) AND c = 3', '(and (or (= a 1) (= b 2)) (= c 3))'],
    ['(a = 1 OR b = 2) OR c = 3', '(or (or (= a 1) (= b 2)) (= c 3))'],
    ['NOT a = 1 AND b = 2', '(and (not (= a 1)) (= b 2))'],
    ['NOT NOT a', '(not (not a))'],
    ['a + 1 * 2 - 3 = 4', '(= (- (+ a (* 1 2)) 3) 4)'],
    ['a = b < c', '(= a (< b c))'],
    ['a BETWEEN 1 AND 2 AND b = 3', '(and (between a 1 2) (= b 3))'],
    ['a NOT BETWEEN 1 AND 2', '(between a 1 2)'],
    ['a IN (1)', '(in a [1])'],
    ['a IN [1, 2] OR b', '(or (in a [1 2]) b)'],
    ['a IS NOT NULL AND b', '(and (is a NULL) b)'],
    ['a IS double precision', '(is a DOUBLE_PRECISION)'],
    ['a NOT LIKE b', '(not (like a b))'],
    ['-1 < - a', '(< -1 (- a))'],
    ['- - 1 = +1', '(= 1 1)'],
    ['size(a.b[0]) > 1', '(> size(a.b.[]) 1)'],
    ['COUNT(*) = 1', '(= count() 1)'],
    ['@a = 1', '(= a 1)'],
    ['((a)) = (1, 2)', '(= a [1 2])'],
  ])('%s is %s', (where, expected) => {
    expect(shape(conditionOf(where))).toBe(expected);
  });
});

describe('statements', () => {
  it('SELECT', () => {
    expect(parsed('select a, "b c".d from t.i where x = 1 order by k desc, l')).toMatchObject({
      statement: {
        kind: 'select',
        columns: [
          { aliased: false, expression: { steps: [{ name: 'a' }] } },
          { aliased: false, expression: { steps: [{ name: 'b c' }, { name: 'd' }] } },
        ],
        from: { aliased: false, several: false, source: { steps: [{ name: 't' }, { name: 'i' }] } },
        where: { kind: 'binary' },
        order: [{ descending: true }, { descending: false }],
      },
    });
  });

  it('INSERT', () => {
    expect(parsed("INSERT INTO t VALUE {'a': [1, <<2>>, ?], 'b': {'c': null}}")).toMatchObject({
      statement: {
        kind: 'insert',
        value: {
          kind: 'struct',
          fields: [
            {
              key: { text: 'a' },
              value: {
                elements: [{ text: '1' }, { kind: 'bag' }, { kind: 'parameter', index: 0 }],
              },
            },
            { key: { text: 'b' }, value: { kind: 'struct' } },
          ],
        },
      },
    });
  });

  it.each([
    'UPDATE t SET a = 1, b[0].c = ? REMOVE d WHERE k = 1 RETURNING MODIFIED NEW *',
    'FROM t WHERE k = 1 SET a = 1, b[0].c = ? REMOVE d RETURNING MODIFIED NEW *',
  ])('%s', (text) => {
    expect(parsed(text)).toMatchObject({
      statement: {
        kind: 'update',
        changes: [
          { kind: 'set', target: { steps: [{ name: 'a' }] }, value: { text: '1' } },
          { kind: 'set', value: { kind: 'parameter' } },
          { kind: 'remove', target: { steps: [{ name: 'd' }] } },
        ],
        where: { kind: 'binary' },
        returning: { which: 'MODIFIED', image: 'NEW' },
      },
    });
  });

  it('DELETE', () => {
    expect(parsed('DELETE FROM t WHERE k = 1 RETURNING ALL OLD *')).toMatchObject({
      statement: { kind: 'delete', returning: { which: 'ALL', image: 'OLD' } },
    });
  });

  it('EXISTS', () => {
    expect(parsed('EXISTS (SELECT * FROM t WHERE k = 1)')).toMatchObject({
      kind: 'call',
      name: 'exists',
      operands: [{ kind: 'statement', statement: { kind: 'select' } }],
    });
  });

  it('counts its parameters in their order', () => {
    expect(parseStatement('SELECT * FROM t WHERE a = ? AND b IN (?, ?)').parameters).toBe(3);
  });

  it('cannot be changed once parsed', () => {
    const { root } = parseStatement('SELECT a FROM t WHERE b = 1 AND c = 2');
    const check = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      expect(Object.isFrozen(node)).toBe(true);
      Object.values(node).forEach(check);
    };
    check(root);
  });
});

describe('places', () => {
  it('count lines and columns from 1, in characters', () => {
    const statement = statementOf('SELECT\n  \'two\nlines\', count(*) FROM "t"');
    if (statement.kind !== 'select') throw new Error('no SELECT');
    expect(statement.columns?.map(({ expression }) => expression.at)).toEqual([
      { line: 2, column: 3, length: 11 },
      { line: 3, column: 9, length: 5 },
    ]);
    expect(statement.from.source.at).toEqual({ line: 3, column: 23, length: 3 });
  });
});

describe('depth', () => {
  const of = (count: number, left: string, middle: string, right = ''): string =>
    left.repeat(count) + middle + right.repeat(count);

  it.each([
    ['parentheses', `SELECT * FROM t WHERE ${of(1400, '(', 'a', ')')}`],
    ['NOT', `SELECT * FROM t WHERE ${of(1400, 'NOT ', 'a')}`],
    ['signs', `SELECT * FROM t WHERE ${of(1400, '- ', 'a')}`],
    ['lists', `INSERT INTO t VALUE ${of(1400, '[', '1', ']')}`],
    ['maps', `INSERT INTO t VALUE ${of(1200, "{'a':", '1', '}')}`],
    ['calls', `SELECT * FROM t WHERE ${of(1400, 'f(', 'a', ')')}`],
    ['statements', of(300, 'SELECT * FROM t WHERE EXISTS(', 'SELECT * FROM t', ')')],
    ['sums', `UPDATE t SET a = ${of(4000, '1+', '1')}`],
    ['comparisons', `SELECT * FROM t WHERE ${of(4000, '1=', '1')}`],
    ['subscripts', `SELECT a${of(1400, '[a', '', ']')} FROM t`],
  ])('of %s may be more than a thousand', (_, text) => {
    const { root } = parseStatement(text);
    expect(root.kind).toBe('statement');
    expect(Object.isFrozen(root)).toBe(true);
  });

  it.each(['(', 'NOT ', '- ', '[', '<<', 'f(', "{'a':", 'a['])(
    'of %s is refused beyond 1,500',
    (left) => {
      const text = `SELECT * FROM t WHERE ${left.repeat(1600)}`;
      expect(() => parseStatement(text)).toThrow('nested 1500 levels deep at most');
    },
  );

  it('of AND and OR is none, however many', () => {
    const chain = Array.from({ length: 1000 }, () => 'a = 1').join(' AND ');
    expect(conditionOf(chain)).toMatchObject({ kind: 'and' });
  });
});
