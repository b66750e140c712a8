import type { BenchItem } from './peer.ts';
import { itemOf, skOf } from './items.ts';

/** Makes the item 300 bytes as DynamoDB counts them. */
const TEXT_BYTES = 165;

/** A bijection of 32-bit numbers that leaves nothing of their order. */
function mixed(index: number): number {
  let state = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

const hexOf = (number: number): string => number.toString(16).padStart(8, '0');

/** A partition key for each item, in no order. */
export function scatteredPkOf(index: number): string {
  return `customer#${hexOf(mixed(index))}${hexOf(mixed(index ^ 0x5bd1e995))}`;
}

export const SCATTERED_SK = skOf(0);

/** Item `index`, of 300 bytes, at a random place among all; `version` changes its text and nothing else. */
export function scatteredItemOf(index: number, version = 0): BenchItem {
  const item = itemOf(index, version);
  return {
    ...item,
    pk: scatteredPkOf(index),
    sk: SCATTERED_SK,
    text: item.text.repeat(2).slice(0, TEXT_BYTES),
  };
}
