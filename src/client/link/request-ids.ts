const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Length of AWS's request ids, less the counter's. Source: api-surface.md section 1. */
const STEM_LENGTH = 52 - 12;
/** The counter is its last 12 digits. */
const FIRST = 100_000_000_000;

const stem = Array.from(globalThis.crypto.getRandomValues(new Uint32Array(STEM_LENGTH)), (random) =>
  ALPHABET.charAt(random % ALPHABET.length),
).join('');
let count = 0;

/** An `x-amzn-requestid`: a stem drawn once a page, and a counter, so that an id costs next to nothing. */
export function nextRequestId(): string {
  return stem + String(FIRST + ++count);
}

/** 128 random bits as hexadecimal digits. */
export function newClientId(): string {
  const words = globalThis.crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}
