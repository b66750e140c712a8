import { emptyAttributes } from '../wire/attribute-value.ts';
import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import type { PathNode, PathTree } from './path-tree.ts';
import { ascending } from './prune.ts';

/**
 * What an update wrote, in the structure of the item: removed paths left out, list elements compacted. `written` is
 * indexed by action.
 */
export function writtenPart(
  targets: PathTree<number>,
  written: readonly (AttributeValue | undefined)[],
): Item {
  return partOfMap(targets.root, written) ?? emptyAttributes();
}

function partOf(
  node: PathNode<number>,
  written: readonly (AttributeValue | undefined)[],
): AttributeValue | undefined {
  if (node.leaf !== undefined) return written[node.leaf];
  if (node.indexes === undefined) {
    const members = partOfMap(node, written);
    return members && { M: members };
  }
  const elements: AttributeValue[] = [];
  for (const index of ascending(node.indexes)) {
    const child = node.indexes.get(index);
    const element = child && partOf(child, written);
    if (element !== undefined) elements.push(element);
  }
  return elements.length === 0 ? undefined : { L: elements };
}

function partOfMap(
  node: PathNode<number>,
  written: readonly (AttributeValue | undefined)[],
): Item | undefined {
  let members: Record<string, AttributeValue> | undefined;
  for (const [name, child] of node.names ?? []) {
    const value = partOf(child, written);
    if (value !== undefined) (members ??= emptyAttributes())[name] = value;
  }
  return members;
}
