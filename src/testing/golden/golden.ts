import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { bytesOfHex, hexOf } from './hex.ts';

/** Compares with the golden file, which is written by hand, and answers what is in that. */
export function golden(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = readFileSync(new URL(`./${name}.hex`, import.meta.url), 'utf8');
  expect(hexOf(bytes)).toBe(text);
  return bytesOfHex(text);
}
