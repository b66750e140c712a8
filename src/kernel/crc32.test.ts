import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('gives the check value of CRC-32', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

it('of nothing is 0', () => {
  expect(crc32(new Uint8Array())).toBe(0);
});

it('is unsigned', () => {
  expect(crc32(new Uint8Array(4))).toBe(0x2144df1c);
  expect(crc32(new Uint8Array(4).fill(0xff))).toBe(0xffffffff);
});
