import { describe, expect, it } from 'vitest';
import { compareBase64, isCanonicalBase64 } from './binary.ts';

describe('canonical base64', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', '/w==', '+/+/', 'aGVsbG8='])('is %s', (text) => {
    expect(isCanonicalBase64(text)).toBe(true);
  });

  it.each([
    'A',
    'AA',
    'AAA',
    '====',
    'A===',
    'AB==',
    'AAB=',
    '-_-_',
    'AA=A',
    '=AAA',
    'AA==AAAA',
    'A A=',
  ])('is not %s', (text) => {
    expect(isCanonicalBase64(text)).toBe(false);
  });
});

describe('the order of base64 texts', () => {
  it('is that of unsigned bytes, not of characters', () => {
    expect(compareBase64('/w==', 'AA==')).toBeGreaterThan(0);
    expect(compareBase64('AA==', 'AAA=')).toBeLessThan(0);
    expect(compareBase64('', 'AA==')).toBeLessThan(0);
  });
});
