import fc from 'fast-check';
import { findAtPath } from '../../item/document-path.ts';
import type { DocumentPath, PathElement } from '../../item/document-path.ts';
import type { AttributeValue, Item } from '../../wire/attribute-value.ts';

/* Paths in canonical items, and beside them. */

/** Nowhere in an item, though some may be there in other words. */
export const STRANGE = ['Ã©', 'nowhere', '', '\ufffd'];
export const trails = fc.array(fc.nat(99), { minLength: 1, maxLength: 7 });

/** Follows what is there; now and then past the end of it. */
export function pathAlong(item: Item, trail: readonly number[]): DocumentPath {
  const path: PathElement[] = [];
  let at: AttributeValue | undefined = { M: item };
  for (const turn of trail) {
    const step = stepInto(at, turn);
    path.push(step);
    at = findAtPath(item, path);
    if (at === undefined && turn % 3 > 0) break;
  }
  return path;
}

function stepInto(at: AttributeValue | undefined, turn: number): PathElement {
  if (at !== undefined && 'L' in at) return turn % (at.L.length + 1);
  if (at === undefined || !('M' in at)) return turn % 2 === 0 ? 'pk' : 0;
  const names = Object.keys(at.M).concat(turn % 4 === 0 ? STRANGE : []);
  return names[turn % names.length] ?? 'pk';
}
