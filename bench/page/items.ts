import type { BenchItem } from './peer.ts';

const PARTITION_KEYS = 1_000;
/** Makes the item 277 bytes as DynamoDB counts them. */
const TEXT_BYTES = 150;
const WORDS = 'the quick brown fox jumps over a lazy dog while seven wizards brew potions ';

export function pkOf(index: number): string {
  return `customer#${String(index % PARTITION_KEYS).padStart(8, '0')}`;
}

export function skOf(index: number): string {
  return `order#${String(Math.floor(index / PARTITION_KEYS)).padStart(12, '0')}`;
}

export function emailOf(index: number): string {
  return `c${String(index % PARTITION_KEYS).padStart(8, '0')}@example.com`;
}

/** Item `index`, round-robin over 1,000 partition keys; `version` changes its text and nothing else. */
export function itemOf(index: number, version = 0): BenchItem {
  const from = (index * 7 + version * 13) % WORDS.length;
  return {
    pk: pkOf(index),
    sk: skOf(index),
    name: `Customer ${String(index % PARTITION_KEYS).padStart(8, '0')}`,
    email: emailOf(index),
    count: (index * 31) % 1_000_000,
    active: index % 3 === 0,
    text: (WORDS.slice(from) + WORDS + WORDS + WORDS).slice(0, TEXT_BYTES),
  };
}

/** A repeatable sequence of indices below `count`. */
export function* randomIndices(count: number, seed: number): Generator<number> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield Math.floor((state / 2 ** 32) * count);
  }
}
