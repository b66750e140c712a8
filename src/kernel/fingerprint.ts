import type { KeyBytes } from './key-bytes.ts';

/** A fingerprint of a key: a whole number. */
export type Fingerprint = (key: KeyBytes) => number;

/**
 * Fingerprints of so many bits, at most 44: with the size of an item they are two words. `seed` is a secret of the store: who chooses keys cannot choose those
 * that have the same.
 */
export function fingerprintsOf(seed: string, bits: number): Fingerprint {
  const start = mixed(seed, 0x6a09_e667, 0xbb67_ae85);
  const high = Math.floor(start / 2 ** 32);
  const modulus = 2 ** bits;
  return (key) => mixed(key, high, start >>> 0) % modulus;
}

/** 53 bits of one-byte characters: two lanes, each with an odd multiplier of its own, folded into each other at the end. */
function mixed(text: string, high: number, low: number): number {
  let a = high | 0;
  let b = low | 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e37_79b1);
    b = Math.imul(b ^ code, 0xc2b2_ae3d);
  }
  a = Math.imul(a ^ (a >>> 15) ^ text.length, 0x27d4_eb2f) ^ (b >>> 13);
  b = Math.imul(b ^ (b >>> 16), 0x1656_67b1) ^ (a >>> 14);
  a = Math.imul(a ^ (a >>> 13), 0x85eb_ca6b) ^ (b >>> 16);
  return (a >>> 11) * 2 ** 32 + (b >>> 0);
}
