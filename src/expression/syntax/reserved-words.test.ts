import { expect, it } from 'vitest';
import { crc32 } from '../../kernel/crc32.ts';
import { isReserved, RESERVED_WORDS } from './reserved-words.ts';

it('the 573 reserved words are known in any case', () => {
  expect(RESERVED_WORDS.size).toBe(573);
  expect(['ABORT', 'Status', 'zone', 'localTimestamp'].every(isReserved)).toBe(true);
  expect(['id', 'pk', 'remove', 'toString', 'LOCALTIMESTAMPS'].some(isReserved)).toBe(false);
});

// validation.md section 14
it('each word is spelt as in the published list', () => {
  const words = [...RESERVED_WORDS].sort().join(' ');
  expect(crc32(new TextEncoder().encode(words))).toBe(0x464ab9f8);
});
