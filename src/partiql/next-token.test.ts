import { describe, expect, it } from 'vitest';
import { base64OfBytes } from '../item/binary.ts';
import { decodePageToken, encodePageToken } from './next-token.ts';

const encoded = (value: unknown): string =>
  base64OfBytes(new TextEncoder().encode(JSON.stringify(value)));

describe('a page token', () => {
  it('comes back as it went', () => {
    const token = { fingerprint: 'f', key: { pk: { S: 'é' }, sk: { N: '1' } } };
    expect(decodePageToken(encodePageToken(token))).toEqual(token);
  });

  it.each([
    ['no base64', 'foo'],
    ['no JSON', 'AAAA'],
    ['no object', encoded(null)],
    ['another version', encoded({ version: 2, fingerprint: 'f', key: {} })],
    ['no fingerprint', encoded({ version: 1, key: {} })],
    ['no key', encoded({ version: 1, fingerprint: 'f' })],
    ['a key of no values', encoded({ version: 1, fingerprint: 'f', key: { pk: 'x' } })],
  ])('of %s is refused', (_, text) => {
    expect(() => decodePageToken(text)).toThrow('Invalid NextToken');
  });
});
