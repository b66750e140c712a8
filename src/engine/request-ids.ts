import type { Random } from '../kernel/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Length of AWS's request ids. Source: api-surface.md section 1. */
const LENGTH = 52;
const COUNTER_LENGTH = 12;

/** Makes request ids: one random stem an engine, and a counter, so that an id costs no randomness. */
export function requestIds(random: Random): () => string {
  let stem = '';
  while (stem.length < LENGTH - COUNTER_LENGTH) {
    stem += ALPHABET.charAt(random.nextUint32() % ALPHABET.length);
  }
  let count = 0;
  return () => stem + (++count).toString(36).toUpperCase().padStart(COUNTER_LENGTH, '0');
}
