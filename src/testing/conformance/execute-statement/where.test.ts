import { beforeAll, describe, expect, it } from 'vitest';
import { freshTable } from '../region.ts';
import { invalid, itemsOf, put } from '../statements.ts';

let table: string;
const item = {
  pk: { S: 'a' },
  n: { N: '1' },
  s: { S: 'str' },
  flag: { BOOL: true },
  nul: { NULL: true },
  b: { B: new Uint8Array([1, 2]) },
  l: { L: [{ S: 'p' }, { N: '2' }] },
  m: { M: { x: { S: 'X' } } },
  ss: { SS: ['x', 'y'] },
};

beforeAll(async () => {
  table = await freshTable();
  await put(table, item);
});

/** Whether the item meets the condition. */
async function meets(condition: string): Promise<boolean> {
  const items = await itemsOf(`SELECT pk FROM "${table}" WHERE pk = 'a' AND ${condition}`);
  return items?.length === 1;
}

describe('conditions that are met (semantics.md section 7, WHERE)', () => {
  it.each([
    'n = 1',
    '1 = n',
    'n <> 2',
    'n != 2',
    "n <> 'x'",
    'n < 2',
    'n <= 1',
    'n > 0',
    '2 > n',
    'n >= 1',
    'n BETWEEN 0 AND 1',
    'n NOT BETWEEN 2 AND 3',
    'n IN [1, 2]',
    'n IN (3, 1)',
    'n IN <<1, 3>>',
    'n NOT IN [2]',
    "n IN ['1', 1]",
    'n = 1 AND NOT n = 2',
    'n = 2 OR n = 1',
    '(n = 2 OR n = 1) AND n > 0',
    'NOT (n = 2 OR n = 3)',
    "begins_with(s, 'st')",
    'begins_with("s", \'st\')',
    "BEGINS_WITH(s, 'st')",
    "contains(s, 'tr')",
    "contains(l, 'p')",
    "contains(ss, 'x')",
    'contains(l, 2)',
    "attribute_type(ss, 'SS')",
    'attribute_exists(m.x)',
    'attribute_exists(l[1])',
    'attribute_not_exists(m.y)',
    'size(s) = 3',
    'size(l) = size(ss)',
    'n = 1 AND size(m) < 2',
    "ss = <<'y', 'x'>>",
    "l = ['p', 2]",
    "m = {'x': 'X'}",
    'flag = true',
    'nul = NULL',
    "m.x = 'X'",
    "l[0] = 'p'",
    "s = 'str'",
    'n = 1e0',
    'n = .1e1',
    'n = - - 1',
    'n = +1',
    'attribute_exists(n) = true',
    'attribute_exists(absent) = false',
    'true = attribute_exists(n)',
    'attribute_exists(n) <> 1',
    '(n BETWEEN 0 AND 5) = true',
    'attribute_exists(absent) IN [true, false]',
    'attribute_exists(n) = attribute_exists(s)',
    'attribute_exists(n) = flag',
    '1 = 1',
  ])('%s', async (condition) => {
    expect(await meets(condition)).toBe(true);
  });
});

describe('conditions that are not met (semantics.md section 7, WHERE)', () => {
  it.each([
    'n = 2',
    "n = '1'",
    'n > 1',
    "n > 'a'",
    'n IN [2, 3]',
    'n BETWEEN 2 AND 3',
    'begins_with(n, s)',
    "contains(s, 'z')",
    'attribute_exists(absent)',
    'attribute_not_exists(n)',
    "attribute_type(ss, 'S')",
    'size(n) = 1',
    'absent = 1',
    'absent < 1',
    'NOT attribute_exists(n) = true',
    'attribute_exists(n) = 1',
    'attribute_exists(n) = s',
  ])('%s', async (condition) => {
    expect(await meets(condition)).toBe(false);
  });
});

describe('<> and a missing attribute (validation.md section 6 [emul])', () => {
  it('is false, unlike in expressions', async () => {
    expect(await meets("absent <> 'x'")).toBe(false);
  });

  it('is false with the value in front', async () => {
    expect(await meets("'x' <> absent")).toBe(false);
  });

  it('while NOT of an equality is true', async () => {
    expect(await meets("NOT absent = 'x'")).toBe(true);
  });
});

describe('IS (semantics.md section 7 [suite])', () => {
  it.each([
    ['absent IS MISSING', true],
    ['n IS MISSING', false],
    ['n IS NOT MISSING', true],
    ['absent IS NOT MISSING', false],
    ['nul IS NULL', true],
    ['s IS NULL', false],
    ['s IS NOT NULL', true],
    ['nul IS NOT NULL', false],
    ['flag IS BOOL', true],
    ['flag IS BOOLEAN', true],
    ['s IS STRING', true],
    ['s IS BOOL', false],
    ['n IS NUMERIC', true],
    ['b IS BLOB', true],
    ['l IS LIST', true],
    ['m IS STRUCT', true],
    ['m IS TUPLE', true],
    ['m.x IS STRING', true],
    ['l IS NOT STRING', true],
    ['1 IS NULL', false],
    ['1 IS NUMERIC', true],
  ])('%s: %s', async (condition, expected) => {
    expect(await meets(condition)).toBe(expected);
  });

  it('names the types it knows where it does not know one [local]', async () => {
    expect(await invalid(`SELECT * FROM "${table}" WHERE n IS INT`)).toMatch(
      /^Unsupported data type for IS operator: INTEGER\. Supported data types are \[MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST\] at 1:\d+:2$/,
    );
  });
});

describe('conditions that are refused (validation.md section 11)', () => {
  const PATH_NEEDED =
    'Operator or function requires a document path; operator or function: attribute_exists';
  const COUNT = 'Incorrect number of operands for operator or function; operator or function: ';
  const TYPE = 'Incorrect operand type for operator or function; operator or function: ';
  it.each([
    ["attribute_exists('ss')", PATH_NEEDED],
    ['attribute_exists()', `${COUNT}attribute_exists, number of operands: 0`],
    ['attribute_exists(ss, n)', `${COUNT}attribute_exists, number of operands: 2`],
    ['contains(l)', `${COUNT}contains, number of operands: 1`],
    ['n < true', `${TYPE}<, operand type: BOOL`],
    ['attribute_exists(n) > false', `${TYPE}>, operand type: BOOL`],
    ['n < [1]', `${TYPE}<, operand type: L`],
    ['begins_with(pk, 5)', `${TYPE}begins_with, operand type: N`],
    ['attribute_type(l, 1)', `${TYPE}attribute_type, operand type: N`],
    ['size(5) = 3', `${TYPE}size, operand type: N`],
    ['n = MISSING', 'MISSING must be compared using IS operator'],
    ['n', 'WHERE clause must contain an expression that resolves to a boolean'],
    ['size(l)', 'WHERE clause must contain an expression that resolves to a boolean'],
    [
      'size(l) IS MISSING',
      'The left hand side argument to IS must be a Variable Reference, Literal, or Path',
    ],
    ['NOT n', 'The argument to NOT must be a Type or Expression'],
    ["n LIKE '1'", 'Unsupported operator in Condition Expression. Operator: like'],
    ['n + 1 = 2', 'Unsupported operator in Condition Expression. Operator: +'],
    ['n > -n', 'Unsupported operator in Condition Expression. Operator: -'],
    [
      "n = <<1, 'a'>>",
      'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
    ],
    [
      'n = n',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
    ],
    [
      'n BETWEEN 2 AND 1',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'n IN []',
      'IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member',
    ],
    [
      `n IN [${'1,'.repeat(100)}1]`,
      'The IN operator is provided with too many operands; number of operands: 101',
    ],
  ])('%s', async (condition, message) => {
    expect(await invalid(`SELECT * FROM "${table}" WHERE ${condition}`)).toBe(message);
  });

  it('unknown functions are named with their place [suite]', async () => {
    const statement = `SELECT * FROM "${table}" WHERE EXISTS(ss)`;
    const column = statement.indexOf('EXISTS') + 1;
    expect(await invalid(statement)).toBe(`Unrecognized function: exists at 1:${column}:6`);
  });

  it.each([
    ['m.*.x', '*.x', 'Unpivot path component like a.*.b are not supported'],
    ['m[*].x', '*].x', 'Wildcard path component like a[*].b are not supported'],
  ])('%s is no path, and named with its place [local]', async (path, star, message) => {
    const statement = `SELECT * FROM "${table}" WHERE ${path} = 1`;
    const column = statement.indexOf(star) + 1;
    expect(await invalid(statement)).toBe(`${message} at 1:${column}:1`);
  });

  it('set_add belongs to SET [suite]', async () => {
    const statement = `SELECT * FROM "${table}" WHERE set_add(ss, <<'x'>>) = ss`;
    const column = statement.indexOf('set_add') + 1;
    expect(await invalid(statement)).toBe(`Unrecognized function: set_add at 1:${column}:7`);
  });

  it('operand types are looked at before the table is [suite]', async () => {
    expect(await invalid('SELECT * FROM nowhere WHERE n < true')).toBe(
      `${TYPE}<, operand type: BOOL`,
    );
  });

  it('empty path components are looked at before the table is [suite]', async () => {
    expect(await invalid('SELECT * FROM nowhere WHERE "" = 1')).toBe(
      'Path component cannot be an empty string',
    );
  });
});
