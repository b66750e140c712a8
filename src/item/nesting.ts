import type { AttributeValue } from '../wire/attribute-value.ts';

/** How deep values may nest; an item's attribute is level 1. Source: validation.md section 4. */
export const MAX_LEVELS = 32;

export const NESTED_TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/** How many levels a canonical value takes: 1 where nothing nests. */
export function levelsOf(value: AttributeValue): number {
  if ('M' in value) return 1 + deepest(Object.values(value.M));
  return 'L' in value ? 1 + deepest(value.L) : 1;
}

function deepest(values: readonly AttributeValue[]): number {
  let levels = 0;
  for (const value of values) levels = Math.max(levels, levelsOf(value));
  return levels;
}
