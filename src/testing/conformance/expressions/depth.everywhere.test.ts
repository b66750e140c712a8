/**
 * What nests deeply is answered as what nests little, whatever stack the host has: a worker's is smaller than a page's, and Node's is
 * another. validation.md sections 6 and 16.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';
import { invalid, NOT_WELL_FORMED } from '../statements.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const UNCLOSED = 'Syntax error; token: "<EOF>", near: "("';
const REDUNDANT = 'The expression has redundant parentheses;';
const TOO_MANY = 'The expression contains too many operators; operator count: 301';

describe('a filter', () => {
  it.each([
    ['350 parentheses that stay open', '('.repeat(350), UNCLOSED],
    ['4,096 parentheses that stay open', '('.repeat(4096), UNCLOSED],
    ['2,000 pairs of parentheses', `${'('.repeat(2000)}a=b${')'.repeat(2000)}`, REDUNDANT],
    ['454 levels of OR', `${'a<b or ('.repeat(454)}a<b${')'.repeat(454)}`, TOO_MANY],
    ['800 levels of NOT', `${'NOT('.repeat(800)}a<b${')'.repeat(800)}`, TOO_MANY],
    ['600 calls', `${'size('.repeat(600)}a${')'.repeat(600)}<b`, TOO_MANY],
  ])('of %s', async (_, FilterExpression, detail) => {
    expect(await refused('Scan', { TableName, FilterExpression })).toBe(
      `${VALIDATION}Invalid FilterExpression: ${detail}`,
    );
  });

  it('of 299 levels is taken', async () => {
    const FilterExpression = `${'NOT('.repeat(299)}a<b${')'.repeat(299)}`;
    await expect(refused('Scan', { TableName, FilterExpression })).rejects.toThrow();
  });
});

describe('an update', () => {
  it.each([
    ['4,000 parentheses that stay open', '('.repeat(4000), UNCLOSED],
    ['2,000 pairs of parentheses', `${'('.repeat(2000)}a${')'.repeat(2000)}`, REDUNDANT],
  ])('of %s', async (_, term, detail) => {
    const update = { TableName, Key: { pk: { S: 'a' } }, UpdateExpression: `SET a=${term}` };
    expect(await refused('UpdateItem', update)).toBe(
      `${ONE_ERROR}Invalid UpdateExpression: ${detail}`,
    );
  });
});

describe('a statement', () => {
  it.each([
    ['454 levels of OR', `${'a<1 or ('.repeat(454)}a<1${')'.repeat(454)}`, TOO_MANY],
    ['700 links of OR', Array.from({ length: 700 }, () => 'a<1').join(' or '), TOO_MANY],
  ])('of %s', async (_, where, detail) => {
    expect(await invalid(`SELECT * FROM "${TableName}" WHERE ${where}`)).toBe(detail);
  });

  const DEEP = 'Expressions can be nested 1500 levels deep at most';
  it.each([
    ['(', DEEP],
    ['[', DEEP],
    ['NOT ', DEEP],
    ['- ', DEEP],
    ['f(', DEEP],
    ['<<', DEEP],
    ["{'a':", DEEP],
    ['a[', DEEP],
    ['1=', 'Missing right-hand side expression of infix operator'],
    ['1+', 'Missing right-hand side expression of infix operator'],
    ['EXISTS(SELECT * FROM t WHERE ', 'Unexpected term'],
  ])('of thousands of %s that stay open', async (text, detail) => {
    const where = text.repeat(Math.floor(8000 / text.length));
    expect(await invalid(`SELECT * FROM "${TableName}" WHERE ${where}`)).toBe(
      `${NOT_WELL_FORMED}${detail}`,
    );
  });

  it.each([
    ['a<', '1', ''],
    ['1+', '1', ''],
    ['NOT ', 'a<1', ''],
    ['NOT(', 'a<1', ')'],
    ['size(', 'a', ')'],
  ])('of 700 times %s is one of too many operators', async (left, middle, right) => {
    const where = `${left.repeat(700)}${middle}${right.repeat(700)}`;
    expect(await invalid(`SELECT * FROM "${TableName}" WHERE ${where}`)).toBe(TOO_MANY);
    expect(await invalid(`DELETE FROM "${TableName}" WHERE ${where}`)).toBe(TOO_MANY);
    expect(await invalid(`UPDATE "${TableName}" SET a = ${where} WHERE pk = 'a'`)).toBe(TOO_MANY);
  });

  it.each(['[', '<<', "{'a':"])('of a value 1,000 times in %s', async (left) => {
    const right = left === '[' ? ']' : left === '<<' ? '>>' : '}';
    const value = `${left.repeat(1000)}1${right.repeat(1000)}`;
    const refusal = await invalid(`INSERT INTO "${TableName}" VALUE {'pk': 'a', 'a': ${value}}`);
    expect(refusal).toContain(left === '<<' ? 'Unsupported data type in Bag' : 'Nesting Levels');
  });
});
