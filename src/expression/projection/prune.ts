import type { Attributes } from '../../item/attributes.ts';
import { emptyAttributes, findAttribute } from '../../wire/attribute-value.ts';
import type { AttributeMap, AttributeValue, Item } from '../../wire/attribute-value.ts';
import type { PathNode, PathTree } from '../binding/path-tree.ts';

/** The parts of `item` at the paths of `tree`: structure kept, list elements compacted in ascending order. */
export function pruneItem(tree: PathTree<unknown>, item: Attributes): Item {
  const pruned = emptyAttributes();
  for (const [name, node] of tree.root.names ?? []) {
    const value = item.find(name);
    const part = value && prune(node, value);
    if (part !== undefined) pruned[name] = part;
  }
  return pruned;
}

/** The parts of a value at the paths that go through it; undefined where it has none of them. */
export function prune(node: PathNode<unknown>, value: AttributeValue): AttributeValue | undefined {
  if (node.path !== undefined) return value;
  if (node.names !== undefined) {
    const members = 'M' in value ? pruneMap(node.names, value.M) : undefined;
    return members && { M: members };
  }
  if (node.indexes === undefined || !('L' in value)) return undefined;
  const elements: AttributeValue[] = [];
  for (const index of ascending(node.indexes)) {
    const child = node.indexes.get(index);
    const element = value.L[index];
    const pruned = child && element && prune(child, element);
    if (pruned !== undefined) elements.push(pruned);
  }
  return elements.length === 0 ? undefined : { L: elements };
}

function pruneMap(
  names: ReadonlyMap<string, PathNode<unknown>>,
  map: AttributeMap,
): AttributeMap | undefined {
  let members: Record<string, AttributeValue> | undefined;
  for (const [name, child] of names) {
    const value = findAttribute(map, name);
    const pruned = value && prune(child, value);
    if (pruned !== undefined) (members ??= emptyAttributes())[name] = pruned;
  }
  return members;
}

export function ascending(indexes: ReadonlyMap<number, unknown>): readonly number[] {
  return [...indexes.keys()].sort((a, b) => a - b);
}
