/**
 * Between a stored item's text and its values. What the store holds is our own canonical JSON: parsed, not checked.
 */
import type { StoredItem } from '../storage/stored-item.ts';
import { emptyAttributes } from '../wire/attribute-value.ts';
import type { Item } from '../wire/attribute-value.ts';

/** An item without any attribute: what conditions see where there is no item, the key included. */
export const NO_ATTRIBUTES: Item = Object.freeze(emptyAttributes());

/** The values behind a stored text. An attribute named `__proto__` stays an own member. */
export function decodeItem(text: string): Item {
  return JSON.parse(text) as Item;
}

/** The item at a key for a condition to look at. */
export function imageOf(stored: StoredItem | undefined): Item {
  return stored === undefined ? NO_ATTRIBUTES : decodeItem(stored.text);
}
