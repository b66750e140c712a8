import { beforeAll, describe, expect, it } from 'vitest';
import { ask, refused, stored } from '../ask.ts';
import { ONE_ERROR, VALIDATION } from '../messages.ts';
import { freshTable } from '../region.ts';

let TableName: string;
beforeAll(async () => {
  TableName = await freshTable();
});

const Key = { pk: { S: 'a' } };
const NINES = '9'.repeat(38);

describe('numbers as they are stored (validation.md section 4 [suite])', () => {
  it.each([
    ['leading zeros go', '0042', '42'],
    ['trailing zeros of a fraction go', '42.1200', '42.12'],
    ['leading and trailing zeros go together', '0042.1200', '42.12'],
    ['a leading plus is accepted and dropped', '+7', '7'],
    ['a point may come first', '.5', '0.5'],
    ['a point may come last', '5.', '5'],
    ['a point may stand before an exponent', '1.e5', '100000'],
    ['an exponent is applied', '12e2', '1200'],
    ['an exponent may be written in capitals', '12E2', '1200'],
    ['an exponent may have a plus', '12e+2', '1200'],
    ['an exponent may be negative', '12e-3', '0.012'],
    ['an exponent may have leading zeros', '1e0003', '1000'],
    ['zeros of a fraction do not leave a point', '1.000', '1'],
    ['negative zero is zero', '-0', '0'],
    ['negative zero with a fraction is zero', '-0.000', '0'],
    ['zero within the range of exponents is zero', '0e125', '0'],
    ['a sign stays', '-1.5', '-1.5'],
    ['the largest power of ten is stored in full', '1E125', `1${'0'.repeat(125)}`],
    ['the smallest magnitude is stored in full', '1E-130', `0.${'0'.repeat(129)}1`],
    ['38 digits are kept exactly', NINES, NINES],
    ['zeros around 38 digits are not counted', `00${NINES}00`, `${NINES}00`],
    ['the largest number is kept exactly', `9.${'9'.repeat(37)}E+125`, `${NINES}${'0'.repeat(88)}`],
    [
      'the largest negative number is kept exactly',
      `-9.${'9'.repeat(37)}E+125`,
      `-${NINES}${'0'.repeat(88)}`,
    ],
  ])('%s: %s', async (_rule, N, normal) => {
    await ask('PutItem', { TableName, Item: { ...Key, n: { N } } });
    expect(await stored(TableName, Key)).toEqual({ ...Key, n: { N: normal } });
  });
});

const OVERFLOW =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const TOO_LONG = 'Attempting to store more than 38 significant digits in a Number';
const notNumeric = (text: string): string =>
  `The parameter cannot be converted to a numeric value: ${text}`;

/** Refused alike by both layers. */
const COMMON: readonly (readonly [rule: string, literal: string, message: string])[] = [
  ['a word', 'abc', notNumeric('abc')],
  ['a space before it', ' 1', notNumeric(' 1')],
  ['a space behind it', '1 ', notNumeric('1 ')],
  ['hexadecimal', '0x10', notNumeric('0x10')],
  ['an exponent without digits', '1e', notNumeric('1e')],
  ['NaN', 'NaN', notNumeric('NaN')],
  ['Infinity', 'Infinity', notNumeric('Infinity')],
  ['two points', '1.2.3', notNumeric('1.2.3')],
  ['a sum', '1+2', notNumeric('1+2')],
  ['an exponent alone', '+e2', notNumeric('+e2')],
  ['a point alone', '.', notNumeric('.')],
  ['a sign alone', '-', notNumeric('-')],
  ['digits of another script', '\u0661', notNumeric('\u0661')],
  ['a magnitude beyond the largest', '1e126', OVERFLOW],
  ['a negative magnitude beyond the largest', '-1e126', OVERFLOW],
  ['a magnitude below the smallest', '1e-131', UNDERFLOW],
  ['39 significant digits', `1${'0'.repeat(37)}1`, TOO_LONG],
  ['39 significant digits over a point', `${'1'.repeat(20)}.${'1'.repeat(19)}`, TOO_LONG],
  ['zero of too large an exponent', '0e126', OVERFLOW],
  ['zero of too small an exponent', '0e-131', UNDERFLOW],
];

describe('numbers refused by the current layer (validation.md section 1 [suite])', () => {
  it.each([
    ...COMMON,
    ['the empty text', '', notNumeric('')],
    ['an exponent near the end of 32 bits', '1e2147483647', OVERFLOW],
    ['an exponent beyond 64 bits', '1e9223372036854775808', notNumeric('1e9223372036854775808')],
  ] as const)('%s', async (_rule, N, message) => {
    const request = { TableName, Item: { pk: { S: 'b' }, n: { N } } };
    expect(await refused('PutItem', request)).toBe(ONE_ERROR + message);
  });
});

describe('numbers refused by the older layer (validation.md section 1 [suite])', () => {
  it.each([
    ...COMMON,
    ['the empty text', '', 'The parameter cannot be converted to a numeric value'],
    ['an exponent near the end of 32 bits, which wraps', '1e2147483647', UNDERFLOW],
  ] as const)('%s', async (_rule, N, message) => {
    const put = { PutRequest: { Item: { pk: { S: 'b' }, n: { N } } } };
    const request = { RequestItems: { [TableName]: [put] } };
    expect(await refused('BatchWriteItem', request)).toBe(VALIDATION + message);
  });
});
