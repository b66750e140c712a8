import { findAttribute } from '../wire/attribute-value.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import { findAtPath } from './document-path.ts';
import type { DocumentPath } from './document-path.ts';

/** The attributes of an item, however it is kept: what conditions, keys and updates read it by. */
export interface Attributes {
  /** The top-level attribute called `name`. */
  readonly find: (name: string) => AttributeValue | undefined;
  /** The value at a path; undefined where `findAtPath` finds none. */
  readonly at: (path: DocumentPath) => AttributeValue | undefined;
  /** Whether there is a value at a path. */
  readonly has: (path: DocumentPath) => boolean;
}

/** The attributes of an item that is kept as values. */
export function attributesOf(item: Item): Attributes {
  return new ItemAttributes(item);
}

class ItemAttributes implements Attributes {
  readonly #item: Item;

  constructor(item: Item) {
    this.#item = item;
  }

  find(name: string): AttributeValue | undefined {
    return findAttribute(this.#item, name);
  }

  at(path: DocumentPath): AttributeValue | undefined {
    return findAtPath(this.#item, path);
  }

  has(path: DocumentPath): boolean {
    return findAtPath(this.#item, path) !== undefined;
  }
}
