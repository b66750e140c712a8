/** The key of an item, which names it. */
import { inlineText, type WireItem } from './attribute-value.ts';
import { sameValue } from './image-difference.ts';
import { ownMember } from './own-member.ts';
import type { KeySchema } from './table-summary.ts';

export function keyNames({ partition, sort }: KeySchema): readonly string[] {
  return sort === undefined ? [partition.name] : [partition.name, sort.name];
}

/** The key attributes of an item or of a part of one; undefined unless all are there. */
export function keyOf(item: WireItem, keys: KeySchema): WireItem | undefined {
  const entries = keyNames(keys).map((name) => [name, ownMember(item, name)] as const);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entries) as WireItem;
}

/** Whether two keys of one table are of one item. */
export function sameItem(one: WireItem, other: WireItem): boolean {
  return Object.entries(one).every(([name, value]) => {
    const counterpart = ownMember(other, name);
    return counterpart !== undefined && sameValue(value, counterpart);
  });
}

export function keyText(key: WireItem): string {
  return Object.values(key).map(inlineText).join(' / ');
}
