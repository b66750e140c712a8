import { describe, expect, it } from 'vitest';
import { addNumbers, compareNumbers, numberSize, parseNumber, subtractNumbers } from './number.ts';
import { ValueFault } from './value-fault.ts';

const OVERFLOW =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const TOO_MANY_DIGITS = 'Attempting to store more than 38 significant digits in a Number';
const NINES = '9'.repeat(38);

/** The text of the fault `read` throws. */
function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (fault) {
    if (fault instanceof ValueFault) return fault.message;
    throw fault;
  }
  throw new Error('expected a ValueFault');
}

describe('the normal form', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['+0', '0'],
    ['0.000', '0'],
    ['0e125', '0'],
    ['0e-130', '0'],
    ['+7', '7'],
    ['0042.1200', '42.12'],
    ['1.', '1'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['5.', '5'],
    ['1.e5', '100000'],
    ['1E3', '1000'],
    ['1.50', '1.5'],
    ['12e-1', '1.2'],
    ['-1200e-5', '-0.012'],
    ['1E125', `1${'0'.repeat(125)}`],
    ['1E-130', `0.${'0'.repeat(129)}1`],
    [`${NINES}e88`, NINES + '0'.repeat(88)],
    [`0.${'0'.repeat(5)}${NINES}`, `0.${'0'.repeat(5)}${NINES}`],
    [`${'0'.repeat(50)}1.${'0'.repeat(50)}`, '1'],
  ])('of %s is %s', (literal, normal) => {
    expect(parseNumber(literal, 'current')).toBe(normal);
    expect(parseNumber(literal, 'older')).toBe(normal);
    expect(parseNumber(normal, 'current')).toBe(normal);
  });
});

describe('a literal of a million digits', () => {
  const million = 1_000_000;
  const literals = {
    'that is no number': [`${'1'.repeat(million)}x`, 'The parameter cannot be converted'],
    'with two points': [`1.${'1'.repeat(million)}.`, 'The parameter cannot be converted'],
    'with zeros inside': [`0.1${'0'.repeat(million)}1`, TOO_MANY_DIGITS],
    'too large': [`1${'0'.repeat(million)}`, OVERFLOW],
    'in its exponent': [`1e${'9'.repeat(million)}`, 'The parameter cannot be converted'],
  };

  it.each(Object.entries(literals))('%s is refused in an instant', (_, [literal = '', reason]) => {
    for (const layer of ['current', 'older'] as const) {
      const times = Array.from({ length: 3 }, () => {
        // The processor's time: other tests run beside this one.
        const start = process.cpuUsage();
        expect(faultOf(() => parseNumber(literal, layer)).startsWith(reason ?? '?')).toBe(true);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(50);
    }
  });

  it('may be a number all the same', () => {
    const zeros = '0'.repeat(million);
    expect(parseNumber(`${zeros}7.${zeros}e-${zeros}1`, 'current')).toBe('0.7');
    expect(parseNumber(`+7e+${zeros}`, 'current')).toBe('7');
    expect(parseNumber(`7e-${zeros}`, 'current')).toBe('7');
  });
});

describe('refused literals', () => {
  it.each([
    'abc',
    ' 1',
    '1 ',
    '0x10',
    '1e',
    'NaN',
    'Infinity',
    '1.2.3',
    '1+2',
    '+e2',
    '.',
    '-',
    '1e+',
    '١',
  ])('are no numbers in either layer: "%s"', (literal) => {
    const text = `The parameter cannot be converted to a numeric value: ${literal}`;
    expect(faultOf(() => parseNumber(literal, 'current'))).toBe(text);
    expect(faultOf(() => parseNumber(literal, 'older'))).toBe(text);
  });

  it('have a colon behind the empty literal in the current layer only', () => {
    const text = 'The parameter cannot be converted to a numeric value';
    expect(faultOf(() => parseNumber('', 'current'))).toBe(`${text}: `);
    expect(faultOf(() => parseNumber('', 'older'))).toBe(text);
  });

  it.each(['1e126', '-1e126', '10E125', `1${'0'.repeat(126)}`, '0e126', '1e2147483646'])(
    'overflow: %s',
    (literal) => {
      expect(faultOf(() => parseNumber(literal, 'current'))).toBe(OVERFLOW);
      expect(faultOf(() => parseNumber(literal, 'older'))).toBe(OVERFLOW);
    },
  );

  it.each(['1e-131', '0.9E-130', `0.${'0'.repeat(130)}1`, '0e-131', '1e-2147483647'])(
    'underflow: %s',
    (literal) => {
      expect(faultOf(() => parseNumber(literal, 'current'))).toBe(UNDERFLOW);
      expect(faultOf(() => parseNumber(literal, 'older'))).toBe(UNDERFLOW);
    },
  );

  it('wrap at 32 bits in the older layer', () => {
    expect(faultOf(() => parseNumber('1e2147483647', 'current'))).toBe(OVERFLOW);
    expect(faultOf(() => parseNumber('1e2147483647', 'older'))).toBe(UNDERFLOW);
  });

  it('are no numbers once the exponent leaves 64 bits', () => {
    const past = '1e9223372036854775808';
    expect(faultOf(() => parseNumber(past, 'current'))).toBe(
      `The parameter cannot be converted to a numeric value: ${past}`,
    );
    expect(faultOf(() => parseNumber('1e9223372036854775807', 'current'))).toBe(OVERFLOW);
    expect(faultOf(() => parseNumber('1e-9223372036854775808', 'current'))).toBe(UNDERFLOW);
  });

  it('have more than 38 significant digits', () => {
    expect(parseNumber(`${NINES}000`, 'current')).toBe(`${NINES}000`);
    expect(faultOf(() => parseNumber(`${NINES}9`, 'current'))).toBe(TOO_MANY_DIGITS);
    expect(faultOf(() => parseNumber(`${NINES}.9`, 'current'))).toBe(TOO_MANY_DIGITS);
    expect(faultOf(() => parseNumber(`0.1${NINES}`, 'older'))).toBe(TOO_MANY_DIGITS);
  });
});

describe('the size of a number', () => {
  it.each([
    ['0', 1],
    ['-0', 1],
    ['1', 2],
    ['12', 2],
    ['15', 2],
    ['123', 3],
    ['1234', 3],
    ['123456', 4],
    ['1'.repeat(38), 20],
    ['-42', 3],
    ['0042', 2],
    ['100', 2],
    ['1010', 3],
    ['0.0000001', 2],
    ['1.2', 3],
    ['1.200', 3],
    ['1.5', 3],
    ['1.234', 4],
    ['3.14159', 5],
    ['100.5', 4],
    ['0.15', 2],
    ['1E125', 2],
    ['1E-100', 2],
  ])('written %s is %d bytes', (literal, bytes) => {
    expect(numberSize(parseNumber(literal, 'current'))).toBe(bytes);
  });

  it('is asked of normal forms only', () => {
    expect(() => numberSize('007')).toThrow('normal form');
  });
});

describe('comparison', () => {
  it('is by value', () => {
    const ascending = [
      '-100',
      '-99.5',
      '-2',
      '-0.5',
      '-0.05',
      '0',
      '0.05',
      '0.5',
      '2',
      '2.5',
      '10',
    ];
    expect(ascending.toReversed().sort(compareNumbers)).toEqual(ascending);
    expect(compareNumbers('2', '2')).toBe(0);
  });
});

describe('sum and difference', () => {
  it('are exact where doubles are not', () => {
    expect(addNumbers('0.1', '0.2')).toBe('0.3');
    expect(addNumbers('9007199254740993', '1')).toBe('9007199254740994');
    expect(subtractNumbers('5', '5')).toBe('0');
    expect(subtractNumbers('0.5', '0.5')).toBe('0');
    expect(subtractNumbers('0', '5')).toBe('-5');
    expect(subtractNumbers('3', '-4')).toBe('7');
    expect(subtractNumbers('3', '0')).toBe('3');
    expect(addNumbers('1.5', '1.5')).toBe('3');
  });

  it('keep to 38 digits and to the range', () => {
    expect(addNumbers(NINES, '1')).toBe(`1${'0'.repeat(38)}`);
    expect(faultOf(() => addNumbers(NINES, '0.1'))).toBe(TOO_MANY_DIGITS);
    const largest = NINES + '0'.repeat(88);
    expect(faultOf(() => addNumbers(largest, largest))).toBe(OVERFLOW);
    const tiny = parseNumber('1.1E-130', 'current');
    expect(faultOf(() => subtractNumbers(tiny, parseNumber('1E-130', 'current')))).toBe(UNDERFLOW);
  });
});
