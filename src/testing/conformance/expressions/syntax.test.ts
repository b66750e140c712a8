/** What is wrong with the text of an expression: validation.md section 6. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const AB = { ':a': { S: 'a' }, ':b': { S: 'b' } };

const condition = (ConditionExpression: string, values?: object): Promise<string> =>
  refused('DeleteItem', {
    TableName,
    Key,
    ConditionExpression,
    ...(values && { ExpressionAttributeValues: values }),
  });
const update = (UpdateExpression: string, values?: object): Promise<string> =>
  refused('UpdateItem', {
    TableName,
    Key,
    UpdateExpression,
    ...(values && { ExpressionAttributeValues: values }),
  });
const projection = (ProjectionExpression: string): Promise<string> =>
  refused('GetItem', { TableName, Key, ProjectionExpression });

const syntax = (token: string, near: string): string =>
  `Syntax error; token: "${token}", near: "${near}"`;
const IN_CONDITION = `${ONE_ERROR}Invalid ConditionExpression: `;
const IN_UPDATE = `${ONE_ERROR}Invalid UpdateExpression: `;
const IN_PROJECTION = `${VALIDATION}Invalid ProjectionExpression: `;

describe('a syntax error names the token and what is near it [local]', () => {
  it.each([
    ['a = = b', '=', '= = b'],
    ['attribute_not_exists(', '<EOF>', '('],
    ['a =', '<EOF>', '='],
    ['a', '<EOF>', 'a'],
    ['AND a', 'AND', 'AND a'],
    ['a = :a AND', '<EOF>', 'AND'],
    ['a = :a OR OR b = :b', 'OR', 'OR OR b'],
    ['(a = :a', '<EOF>', ':a'],
    ['a = :a)', ')', ':a)'],
    ['a == :a', '=', '== :a'],
    ['a != :a', '!', 'a !='],
    ['a IN ()', ')', '()'],
    ['a IN :a', ':a', 'IN :a'],
    ['a BETWEEN :a', '<EOF>', ':a'],
    ['a BETWEEN :a OR :b', 'OR', ':a OR :b'],
    ['a-b = :a', '-', 'a-b'],
    ['1a = :a', '1', '1a'],
    ['a..b = :a', '.', '..b'],
    ['a[b] = :a', 'b', '[b]'],
    ['a[01] = :a', '1', '01]'],
    ['a[-1] = :a', '-', '[-1'],
    ['a = "x"', '"', '= "x'],
    ["a = 'x'", "'", "= 'x"],
    ['a = 5', '5', '= 5'],
    ['# = :a', '#', '# ='],
    ['a = :', ':', '= :'],
    ['attribute_exists()', ')', '()'],
    ['attribute_exists(a b)', 'b', 'a b)'],
    ['a + b = :a', '+', 'a + b'],
  ])('%s', async (text, token, near) => {
    expect(await condition(text, AB)).toBe(IN_CONDITION + syntax(token, near));
  });

  it.each([
    ['INVALID SYNTAX HERE', 'INVALID', 'INVALID SYNTAX'],
    ['a = :a', 'a', 'a ='],
    ['SET', '<EOF>', 'SET'],
    ['SET a', '<EOF>', 'a'],
    ['SET a = :a,', '<EOF>', ','],
    ['SET a = :a b = :b', 'b', ':a b ='],
    ['SET a :a', ':a', 'a :a'],
    ['REMOVE', '<EOF>', 'REMOVE'],
    ['REMOVE a = :a', '=', 'a = :a'],
    ['REMOVE :a', ':a', 'REMOVE :a'],
    ['ADD a', '<EOF>', 'a'],
    ['ADD a = :a', '=', 'a = :a'],
    ['ADD a b', 'b', 'a b'],
    ['DELETE a', '<EOF>', 'a'],
    ['SET a = :a + :b + :a', '+', ':b + :a'],
    ['SET a = a * :a', '*', 'a * :a'],
    ['SET :a = :b', ':a', 'SET :a ='],
  ])('of an update: %s', async (text, token, near) => {
    expect(await update(text, AB)).toBe(IN_UPDATE + syntax(token, near));
  });

  it.each([
    ['!!!', '!', '!!'],
    ['a,', '<EOF>', ','],
    [',a', ',', ',a'],
    ['a b', 'b', 'a b'],
    ['a.', '<EOF>', '.'],
    ['a[', '<EOF>', '['],
    ['a[0', '<EOF>', '0'],
    [':a', ':a', ':a'],
    ['a(b)', '(', 'a(b'],
    ['(a)', '(', '(a'],
  ])('of a projection: %s', async (text, token, near) => {
    expect(await projection(text)).toBe(IN_PROJECTION + syntax(token, near));
  });
});

describe('an empty expression', () => {
  const EMPTY = 'The expression can not be empty;';

  it('of a condition', async () => {
    expect(await condition('')).toBe(IN_CONDITION + EMPTY);
  });

  it('of an update', async () => {
    expect(await update('')).toBe(IN_UPDATE + EMPTY);
  });

  it('of a projection', async () => {
    expect(await projection('')).toBe(IN_PROJECTION + EMPTY);
  });

  it('of a filter', async () => {
    expect(await refused('Scan', { TableName, FilterExpression: '' })).toBe(
      `${VALIDATION}Invalid FilterExpression: ${EMPTY}`,
    );
  });

  it('of a key condition', async () => {
    expect(await refused('Query', { TableName, KeyConditionExpression: '' })).toBe(
      `${VALIDATION}Invalid KeyConditionExpression: ${EMPTY}`,
    );
  });
});

describe('redundant parentheses', () => {
  const REDUNDANT = 'The expression has redundant parentheses;';

  it.each(['((a = :a))', '((a = :a) )', 'a = :a AND ((b = :b))', 'NOT ((a = :a))', '((a)) = :a'])(
    '%s',
    async (text) => {
      expect(await condition(text, AB)).toBe(IN_CONDITION + REDUNDANT);
    },
  );

  it('of an update', async () => {
    expect(await update('SET a = ((:a))', AB)).toBe(IN_UPDATE + REDUNDANT);
  });
});

describe('limits', () => {
  it('4,096 bytes of a condition are taken', async () => {
    const text = `a = :a OR ${'b'.repeat(4096 - 15)} = :a`;
    const values = { ':a': { S: 'a' } };
    expect(await condition(text, values)).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
  });

  it('more are refused with their number [suite]', async () => {
    const text = `a = :a${' '.repeat(4103)}`;
    expect(await condition(text, AB)).toBe(
      `${IN_CONDITION}Expression size has exceeded the maximum allowed size; expression size: 4109`,
    );
  });

  it('counted in UTF-8', async () => {
    expect(await condition('ß'.repeat(2049), AB)).toBe(
      `${IN_CONDITION}Expression size has exceeded the maximum allowed size; expression size: 4098`,
    );
  });

  it('more in an update are refused without their number [suite]', async () => {
    expect(await update(`SET a = :a${' '.repeat(4096)}`, AB)).toBe(
      `${IN_UPDATE}Expression size has exceeded the maximum allowed size;`,
    );
  });

  it('more in a projection are refused without their number [suite]', async () => {
    expect(await projection(`a${' '.repeat(4096)}`)).toBe(
      `${IN_PROJECTION}Expression size has exceeded the maximum allowed size;`,
    );
  });

  it('more in a filter are refused with their number', async () => {
    const request = { TableName, FilterExpression: ' '.repeat(4097) };
    expect(await refused('Scan', request)).toBe(
      `${VALIDATION}Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097`,
    );
  });

  it('more in a key condition are refused with their number', async () => {
    const request = { TableName, KeyConditionExpression: ' '.repeat(4097) };
    expect(await refused('Query', request)).toBe(
      `${VALIDATION}Invalid KeyConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097`,
    );
  });

  it('300 operators are taken', async () => {
    const text = Array.from({ length: 150 }, () => 'a=:a').join(' OR ');
    const request = {
      TableName,
      Key,
      ConditionExpression: `NOT ${text}`,
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    };
    expect(await ask('DeleteItem', request)).toEqual({});
  });

  it('301 are refused', async () => {
    const text = Array.from({ length: 151 }, () => 'a=:a').join(' OR ');
    expect(await condition(text, AB)).toBe(
      `${IN_CONDITION}The expression contains too many operators; operator count: 301`,
    );
  });

  it('100 operands of IN are taken', async () => {
    const text = `a IN (${Array.from({ length: 100 }, () => ':a').join(',')})`;
    expect(await condition(text, { ':a': { S: 'a' } })).toBe(
      'ConditionalCheckFailedException: The conditional request failed',
    );
  });

  it('101 are refused', async () => {
    const text = `a IN (${Array.from({ length: 101 }, () => ':a').join(',')})`;
    expect(await condition(text, { ':a': { S: 'a' } })).toBe(
      `${IN_CONDITION}The IN operator is provided with too many operands; number of operands: 101`,
    );
  });

  it('a path of 32 elements is taken', async () => {
    const ProjectionExpression = Array.from({ length: 32 }, () => 'a').join('.');
    expect(await ask('GetItem', { TableName, Key, ProjectionExpression })).toEqual({});
  });

  it('a path of 33 elements is refused', async () => {
    const text = Array.from({ length: 33 }, () => 'a').join('.');
    expect(await projection(text)).toBe(
      `${IN_PROJECTION}The document path has too many nesting levels; nesting levels: 33`,
    );
  });

  it('an index beyond 32 bits is refused', async () => {
    expect(await projection('a[2147483648]')).toBe(
      `${IN_PROJECTION}List index is not within the allowable range; index: [2147483648]`,
    );
  });
});

describe('reserved words', () => {
  it.each(['name', 'NAME', 'Status', 'data', 'zone', 'abort', 'size'])(
    '%s is refused as it was written',
    async (word) => {
      expect(await projection(`x, ${word}`)).toBe(
        `${IN_PROJECTION}Attribute name is a reserved keyword; reserved keyword: ${word}`,
      );
    },
  );

  it('within a path', async () => {
    expect(await condition('a.name = :a', AB)).toBe(
      `${IN_CONDITION}Attribute name is a reserved keyword; reserved keyword: name`,
    );
  });

  it('in an update', async () => {
    expect(await update('SET status = :a', AB)).toBe(
      `${IN_UPDATE}Attribute name is a reserved keyword; reserved keyword: status`,
    );
  });
});
