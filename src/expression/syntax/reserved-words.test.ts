import { expect, test } from 'vitest';
import { isReserved, RESERVED_WORDS } from './reserved-words.ts';

test('the 573 reserved words are known in any case', () => {
  expect(RESERVED_WORDS.size).toBe(573);
  expect(['ABORT', 'Status', 'zone', 'localTimestamp'].every(isReserved)).toBe(true);
  expect(['id', 'pk', 'remove', 'toString', 'LOCALTIMESTAMPS'].some(isReserved)).toBe(false);
});
