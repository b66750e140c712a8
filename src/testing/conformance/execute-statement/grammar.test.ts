import { beforeAll, describe, expect, it } from 'vitest';
import { freshTable, raw } from '../region.ts';
import { invalid, itemsOf, NOT_WELL_FORMED, put, refusedWith } from '../statements.ts';

let table: string;

beforeAll(async () => {
  table = await freshTable();
  await put(table, { pk: { S: 'a' }, n: { N: '1' } });
});

const T = '"some_table"';

describe('statements that cannot be read (validation.md section 11 [suite])', () => {
  const LEFTOVER = 'Unexpected token after expression';
  const NO_TERM = 'Unexpected term';
  it.each([
    [`SELECT * FROM ${T} WHERE pk = 'a' foo`, LEFTOVER],
    [`SELECT * FROM ${T} WHERE pk = 1 e5`, LEFTOVER],
    [`UPDATE ${T} SET a = 9 WHERE pk = 'a' foo`, LEFTOVER],
    [`DELETE FROM ${T} WHERE pk = 'a' foo`, LEFTOVER],
    [`SELECT * FROM ${T} WHERE pk = 'a')`, LEFTOVER],
    [`DELETE FROM ${T} WHERE pk = 'a' ORDER BY pk`, LEFTOVER],
    [`SELECT * FROM ${T} ORDER BY pk WHERE pk = 'a'`, LEFTOVER],
    [`INSERT INTO ${T} t VALUE {'pk': 'x'}`, LEFTOVER],
    [`UPDATE ${T} REMOVE a, b WHERE pk = 'a'`, LEFTOVER],
    [`SELECT * FROM ${T} UNION SELECT * FROM ${T}`, LEFTOVER],
    [`SELECT * FROM ${T} WHERE`, NO_TERM],
    [`SELECT * FROM ${T} WHERE;`, NO_TERM],
    [`SELECT * FROM ${T} WHERE   `, NO_TERM],
    [`UPDATE ${T} SET a = 1 WHERE`, NO_TERM],
    [`DELETE FROM ${T} WHERE`, NO_TERM],
    [`SELECT * FROM ${T} WHERE NOT`, NO_TERM],
    [`SELECT * FROM ${T} WHERE (`, NO_TERM],
    ['SELECT * FROM', NO_TERM],
    ['SELECT', NO_TERM],
    [`INSERT INTO ${T} VALUE {'pk': 'a',}`, NO_TERM],
    [
      `SELECT * FROM ${T} WHERE pk = 'a' AND`,
      'Missing right-hand side expression of infix operator',
    ],
    [
      `SELECT * FROM ${T} WHERE pk = 'a' OR`,
      'Missing right-hand side expression of infix operator',
    ],
    [`SELECT * FROM ${T} WHERE pk =`, 'Missing right-hand side expression of infix operator'],
    [`SELECT * FROM ${T} WHERE ORDER BY pk`, 'Unexpected keyword'],
    [`INSERT ${T} VALUE {}`, 'Unexpected keyword'],
    [`SELECT * FROM ${T} WHERE user = 'a'`, 'Unexpected keyword'],
    [`SELECT size FROM ${T}`, 'Unexpected keyword'],
    [`SELECT * FROM ${T} WHERE IS NULL`, 'Unexpected operator'],
    [`SELECT * FROM ${T} WHERE pk = LIKE`, 'Unexpected operator'],
    [`SELECT * FROM ${T} WHERE x IS FOO`, 'Expected type name'],
    [`SELECT * FROM ${T} WHERE x IS`, 'Expected type name'],
    ['DELETE FROM', 'Expected identifier for simple path'],
    ['DELETE FROM   ', 'Expected identifier for simple path'],
    ['DELETE FROM;', 'Expected identifier for simple path'],
    ["DELETE FROM WHERE pk = 'a'", 'Expected identifier for simple path'],
    ['UPDATE', 'Expected identifier for simple path'],
    [`SELECT * FROM ${T} WHERE attribute_exists(m.inner)`, 'Invalid path dot component'],
    [`UPDATE ${T} SET m.inner = 1 WHERE pk = 'a'`, 'Invalid path dot component'],
    [`SELEKT * FROM ${T}`, 'Expected data manipulation'],
    [`UPDATE ${T} WHERE pk = 'a'`, 'Expected data manipulation'],
    [
      `SELECT * FROM ${T}; SELECT * FROM ${T}`,
      'Unexpected token after semicolon. (Only one query is allowed.)',
    ],
    [
      `SELECT *, a FROM ${T}`,
      "Other expressions may not be present in the select list when '*' is used without dot notation.",
    ],
    [`SELECT a AS FROM ${T}`, 'Expected identifier for alias'],
    [`SELECT * FROM ${T} WHERE a BETWEEN 1`, 'Expected keyword and'],
    [`SELECT * FROM ${T} WHERE a BETWEEN 1 AND`, 'Expected expression after AND'],
    [`SELECT * FROM ${T} WHERE ()`, 'Expression group cannot be empty'],
    [`SELECT * FROM ${T} WHERE @1 = 1`, 'Identifier must follow @-operator'],
    [`UPDATE ${T} SET a.* = 1 WHERE pk = 'a'`, 'Invalid path dot component for simple path'],
    [`UPDATE ${T} SET a[*] = 1 WHERE pk = 'a'`, 'Invalid path component for simple path'],
    [`SELECT * FROM ${T} WHERE pk = 'a' # note`, ''],
    [`SELECT * FROM ${T} WHERE pk = 'a' /* note`, ''],
    [`SELECT * FROM ${T} WHERE pk = 'a`, ''],
    [`SELECT * FROM "some_table`, ''],
    [`SELECT * FROM ${T} WHERE pk = 1e99999999999`, ''],
  ])('%s', async (statement, detail) => {
    expect(await invalid(statement)).toBe(NOT_WELL_FORMED + detail);
  });
});

describe('what is no statement (validation.md section 11)', () => {
  it.each(['x IS INT4', 'x IS INT8', 'x IS DOUBLE PRECISION', 'x IS CHARACTER VARYING'])(
    '%s [suite]',
    async (statement) => {
      expect(await invalid(statement)).toBe('Unsupported operation: IsType');
    },
  );

  it('a literal', async () => {
    expect(await invalid('1')).toBe('Unsupported operation: Literal');
  });

  it('a name (unconfirmed)', async () => {
    expect(await invalid('HELLO')).toBe('Unsupported operation: VariableReference');
  });

  it('EXISTS outside of a transaction [local]', async () => {
    expect(await invalid(`EXISTS(SELECT * FROM ${T} WHERE pk = 'a' AND n = 1)`)).toBe(
      'EXISTS can only be used in ExecuteTransaction write requests.',
    );
  });
});

describe('FROM (validation.md section 11)', () => {
  it.each([
    [`SELECT * FROM ${T} t WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`SELECT * FROM ${T} AS t WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`UPDATE ${T} t SET a = 3 WHERE pk = 'x'`, 'Aliasing is not supported'],
    [`DELETE FROM ${T} t WHERE pk = 'x'`, 'Aliasing is not supported'],
    ['SELECT * FROM a.b.c', 'A path may contain at most 2 components in the FROM clause'],
    ['SELECT * FROM ""', 'Path component cannot be an empty string'],
    ['SELECT * FROM some_table.""', 'Path component cannot be an empty string'],
    ['SELECT * FROM a, b', 'Only select from a single table or index is supported.'],
    ["SELECT * FROM 'text'", 'Unexpected from source'],
    ['SELECT * FROM ?', "Number of parameters in request and statement don't match."],
    [
      'SELECT * FROM "a b"',
      "1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
  ])('%s', async (statement, message) => {
    expect(await invalid(statement)).toBe(message);
  });

  it('a table that is not there [suite]', async () => {
    expect(await refusedWith("SELECT * FROM nowhere WHERE pk = 'a'")).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });

  it('an index that is not there, without its name (validation.md section 8)', async () => {
    expect(await invalid(`SELECT * FROM "${table}"."i"`)).toBe(
      'The table does not have the specified index',
    );
  });

  it('a table of another account, by its ARN (validation.md section 1)', async () => {
    const arn = 'arn:aws:dynamodb:eu-west-2:000000000000:table/some';
    expect(await refusedWith(`SELECT * FROM "${arn}"`)).toBe(
      'AccessDeniedException: Access is denied',
    );
  });
});

describe('space and comments (semantics.md section 7 [suite])', () => {
  const found = [{ pk: { S: 'a' }, n: { N: '1' } }];
  it.each([
    ['a line comment behind', (from: string) => `SELECT * FROM ${from} WHERE pk = 'a' -- a note`],
    ['a line comment before', (from: string) => `-- a note\nSELECT * FROM ${from} WHERE pk = 'a'`],
    ['a line comment between', (from: string) => `SELECT * FROM ${from} -- a note\nWHERE pk = 'a'`],
    ['a block comment', (from: string) => `SELECT/**/* FROM ${from} WHERE pk/* k */= 'a' /**/`],
    ['a semicolon', (from: string) => `SELECT * FROM ${from} WHERE pk = 'a';`],
    ['line feeds', (from: string) => `SELECT\n*\nFROM\n${from}\nWHERE\npk = 'a'`],
    ['parentheses around it', (from: string) => `(SELECT * FROM ${from} WHERE pk = 'a')`],
    ['names in quotes', (from: string) => `SELECT * FROM ${from} WHERE "pk" = 'a'`],
  ])('%s', async (_, statement) => {
    expect(await itemsOf(statement(`"${table}"`))).toEqual(found);
  });

  it('places count lines', async () => {
    expect(await invalid('SELECT\n  COUNT(*)\nFROM t')).toBe('Unexpected path component at 2:3:5');
  });
});

describe('the statement itself (api-surface.md, ExecuteStatement)', () => {
  it('may not be empty', async () => {
    expect(await invalid('')).toBe(
      "1 validation error detected: Value '' at 'statement' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('may have 8192 characters', async () => {
    const statement = `SELECT * FROM "${table}" `;
    expect(await itemsOf(statement.padEnd(8192))).toHaveLength(1);
  });

  it('may not have more', async () => {
    expect(await invalid(' '.repeat(8193))).toMatch(
      /failed to satisfy constraint: Member must have length less than or equal to 8192$/,
    );
  });

  it('must be there', async () => {
    expect(await raw('ExecuteStatement', {})).toMatchObject({
      status: 400,
      body: {
        message:
          "1 validation error detected: Value null at 'statement' failed to satisfy constraint: Member must not be null",
      },
    });
  });

  it('must be text', async () => {
    const { body } = await raw('ExecuteStatement', { Statement: 1 });
    expect(body).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'NUMBER_VALUE cannot be converted to String',
    });
  });

  it('expressions nest as deep as anyone writes them', async () => {
    const condition = `${'('.repeat(150)}n = 1${')'.repeat(150)}`;
    expect(await itemsOf(`SELECT * FROM "${table}" WHERE ${condition}`)).toHaveLength(1);
  });

  it('and deeper', async () => {
    const condition = `${'('.repeat(1400)}n = 1${')'.repeat(1400)}`;
    expect(await itemsOf(`SELECT * FROM "${table}" WHERE ${condition}`)).toHaveLength(1);
  });

  it('but not without end', async () => {
    const condition = `${'('.repeat(4000)}n = 1${')'.repeat(4000)}`;
    expect(await invalid(`SELECT * FROM t WHERE ${condition}`)).toBe(
      `${NOT_WELL_FORMED}Expressions can be nested 1500 levels deep at most`,
    );
  });

  it('and chains are no nesting', async () => {
    const condition = `NOT ${Array.from({ length: 150 }, () => 'n = 2').join(' OR ')}`;
    expect(await itemsOf(`SELECT * FROM "${table}" WHERE ${condition}`)).toHaveLength(1);
  });

  it.each([
    Array.from({ length: 151 }, () => 'n = 1').join(' OR '),
    Array.from({ length: 700 }, () => 'n = 1').join(' OR '),
    `${'NOT '.repeat(150)}${Array.from({ length: 76 }, () => 'n = 1').join(' AND ')}`,
    `n IN (${Array.from({ length: 20 }, () => 'size(n)').join()}) OR ${Array.from({ length: 140 }, () => 'n IS NULL').join(' OR ')}`,
  ])('of operators 300 are taken, as in expressions: %#', async (where) => {
    // validation.md section 16: counting stops at 301.
    expect(await invalid(`SELECT * FROM "${table}" WHERE ${where}`)).toBe(
      'The expression contains too many operators; operator count: 301',
    );
  });
});
