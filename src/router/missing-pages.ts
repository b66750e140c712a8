import { attributesOf } from '../item/attributes.ts';
import { keyOf } from '../item/key-codec.ts';
import type { RouterContext } from '../operations/context.ts';
import type { Touch } from '../operations/touch.ts';
import type { ItemPlace } from '../partition/item-place.ts';
import { findKeyMismatch, findKeyValueError } from '../partition/key-check.ts';
import { findMissing } from '../partition/prefetch-items.ts';
import { findTableNamed } from '../placement/table-catalog.ts';
import type { PageFault } from '../storage/tree/page-fault.ts';

/** The pages of the items that a request names by key, as far as they are not in memory: a fault a table. */
export function missingPages(
  touches: readonly Touch[],
  context: RouterContext,
): readonly PageFault[] {
  const places = touches.flatMap(({ table: name, keys = [] }): readonly ItemPlace[] => {
    const table = keys.length === 0 ? undefined : findTableNamed(context, name);
    if (table === undefined) return [];
    const { keySchema } = table;
    return keys
      .filter((key) => !findKeyMismatch(keySchema, key))
      .map(attributesOf)
      .filter((key) => !findKeyValueError(keySchema, key))
      .map((key) => ({ table, key: keyOf(keySchema, key) }));
  });
  return findMissing(context.store, places);
}
