import { findAttribute, type AttributeValue, type Item } from '../wire/attribute-value.ts';

/** A step of a document path: an attribute name, or a zero-based list index. */
export type PathElement = string | number;

/** A place in an item. The first element is the name of a top-level attribute. */
export type DocumentPath = readonly PathElement[];

/**
 * The value at `path`, or undefined where the item has none: a missing attribute, an index past the end, a name
 * asked of something that is not a map, or an index of something that is not a list.
 */
export function findAtPath(item: Item, path: DocumentPath): AttributeValue | undefined {
  const first = path[0];
  let value = typeof first === 'string' ? findAttribute(item, first) : undefined;
  for (let i = 1; i < path.length && value !== undefined; i++) {
    value = step(value, path[i]);
  }
  return value;
}

function step(value: AttributeValue, element: PathElement | undefined): AttributeValue | undefined {
  if (typeof element === 'string')
    return 'M' in value ? findAttribute(value.M, element) : undefined;
  return typeof element === 'number' && 'L' in value ? value.L[element] : undefined;
}
