import { expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

it('gives the check value of CRC-32C', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
});

it('gives the values of RFC 3720 for 32 bytes', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
});

it('covers exactly the range it is given', () => {
  const bytes = new TextEncoder().encode('xx123456789yy');
  expect(crc32c(bytes, 2, 11)).toBe(0xe3069283);
});
