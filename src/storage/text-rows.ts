import { NO_NAMES } from '../item/row/row-names.ts';
import { RowWriter } from '../item/row/row-writer.ts';
import type { Slice } from '../kernel/slice.ts';
import { bytesIn } from '../kernel/slice.ts';
import { utf8Text } from '../kernel/utf8-codec.ts';
import type { Item } from '../wire/attribute-value.ts';
import { isLostRow } from './stored-item.ts';
import type { TreeId } from './store.ts';
import { isSystemTree } from './system-tree.ts';

const writer = new RowWriter();

/**
 * The row behind an item as formats up to 6 had it: canonical JSON text. Its names stand in full until it is written again. What lies in trees
 * of the system is text to this day.
 */
export function rowOfText(tree: TreeId, text: Slice, sizeBytes: number): Slice {
  if (isSystemTree(tree) || isLostRow(text)) return text;
  return writer.write(JSON.parse(utf8Text(bytesIn(text))) as Item, sizeBytes, NO_NAMES);
}
