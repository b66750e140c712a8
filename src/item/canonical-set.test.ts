import { describe, expect, it } from 'vitest';
import { canonicalBinarySet, canonicalNumberSet, canonicalStringSet } from './canonical-set.ts';
import { ValueFault } from './value-fault.ts';

const V = 'One or more parameter values were invalid: ';

describe('sets', () => {
  it('come back as they are when in order', () => {
    const strings = ['', 'B', 'a', '\uffff', '😀'];
    const numbers = ['-10', '-9', '0', '0.5', '9', '10'];
    const binaries = ['', 'AA==', 'AAA=', '/w=='];
    expect(canonicalStringSet(strings, 'current')).toBe(strings);
    expect(canonicalNumberSet(numbers, 'current')).toBe(numbers);
    expect(canonicalBinarySet(binaries, 'current')).toBe(binaries);
  });

  it('are put in order without touching what was given', () => {
    const given = ['😀', 'a', '\uffff'];
    expect(canonicalStringSet(given, 'current')).toEqual(['a', '\uffff', '😀']);
    expect(given).toEqual(['😀', 'a', '\uffff']);
    const numbers = ['10', '9.0', '-1'];
    expect(canonicalNumberSet(numbers, 'older')).toEqual(['-1', '9', '10']);
    expect(numbers).toEqual(['10', '9.0', '-1']);
    expect(canonicalBinarySet(['/w==', 'AA=='], 'older')).toEqual(['AA==', '/w==']);
  });

  it('may not be empty', () => {
    expect(() => canonicalStringSet([], 'current')).toThrow(`${V}An string set  may not be empty`);
    expect(() => canonicalNumberSet([], 'current')).toThrow(`${V}An number set  may not be empty`);
    expect(() => canonicalBinarySet([], 'older')).toThrow(`${V}Binary sets should not be empty`);
  });

  it('may not hold null', () => {
    expect(() => canonicalStringSet([null], 'current')).toThrow('null member');
  });
});

describe('duplicates', () => {
  it('of strings are listed in order up to the first repeat by the current layer', () => {
    const texts: readonly (readonly [readonly string[], string])[] = [
      [['b', 'a', 'b'], '["a", "b", "b"]'],
      [['c', 'a', 'c', 'z', 'a'], '["a", "c", "c", "z", "a"]'],
      [['', ''], '["", ""]'],
    ];
    for (const [sent, list] of texts) {
      expect(() => canonicalStringSet(sent, 'current')).toThrow(
        new ValueFault(`${V}Input collection ${list} contains duplicates.`),
      );
    }
  });

  it('of strings are listed as sent by the older layer', () => {
    expect(() => canonicalStringSet(['b', 'a', 'b'], 'older')).toThrow(
      new ValueFault(`${V}Input collection [b, a, b] contains duplicates.`),
    );
  });

  it('of binaries are listed without a space before "of"', () => {
    const sent = ['/w==', 'AA==', 'AA=='];
    expect(() => canonicalBinarySet(sent, 'current')).toThrow(
      new ValueFault(`${V}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`),
    );
    expect(() => canonicalBinarySet(sent, 'older')).toThrow(
      new ValueFault(`${V}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`),
    );
  });

  it('of numbers are found by value', () => {
    expect(() => canonicalNumberSet(['1', '2', '1.0'], 'current')).toThrow(
      new ValueFault(`${V}Input collection contains duplicates.`),
    );
    expect(() => canonicalNumberSet(['1', '1'], 'older')).toThrow(
      new ValueFault('Input collection contains duplicates'),
    );
  });
});
