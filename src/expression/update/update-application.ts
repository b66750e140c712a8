import { attributesOf } from '../../item/attributes.ts';
import type { Attributes } from '../../item/attributes.ts';
import type { DocumentPath } from '../../item/document-path.ts';
import { levelsOf, MAX_LEVELS, NESTED_TOO_DEEP } from '../../item/nesting.ts';
import { ValueFault } from '../../item/value-fault.ts';
import { emptyAttributes, findAttribute } from '../../wire/attribute-value.ts';
import type { AttributeMap, AttributeValue, Item } from '../../wire/attribute-value.ts';
import type { PathNode } from '../binding/path-tree.ts';
import { ascending } from '../projection/prune.ts';
import type { UpdateNode } from './update-nodes.ts';
import { ItemUpdate } from './update-result.ts';
import { valueOfAction } from './update-values.ts';

/** What each action writes, by its index; undefined where it removes. */
type Written = readonly (AttributeValue | undefined)[];

/** What becomes of a top-level attribute; it goes or stays missing without a value. */
export interface WrittenAttribute {
  readonly name: string;
  readonly value: AttributeValue | undefined;
}

/**
 * What becomes of each top-level attribute that an update touches, in the order of their paths: works out every value from the old
 * item, then writes them all at once along the paths. Source: reference semantics.md section 3.
 */
export function writtenAttributes(
  update: UpdateNode,
  item: Attributes,
): readonly WrittenAttribute[] {
  const written = update.actions.map((action) => valueOfAction(action, update.source, item));
  const attributes: WrittenAttribute[] = [];
  for (const [name, child] of update.targets.root.names ?? []) {
    const old = child.leaf === undefined ? item.find(name) : undefined;
    attributes.push({ name, value: valueAt(child, old, written) });
  }
  return attributes;
}

export function updateItem(update: UpdateNode, item: Item): ItemUpdate {
  const copy = Object.assign(emptyAttributes(), item);
  for (const { name, value } of writtenAttributes(update, attributesOf(item))) {
    put(copy, name, value);
  }
  return new ItemUpdate(update, item, copy);
}

function write(node: PathNode<number>, value: AttributeValue, written: Written): AttributeValue {
  if (node.names !== undefined) {
    if (!('M' in value)) throw invalidPath();
    return { M: writeMap(node, value.M, written) };
  }
  if (!('L' in value)) throw invalidPath();
  return { L: writeList(node, value.L, written) };
}

function writeMap(node: PathNode<number>, map: AttributeMap, written: Written): AttributeMap {
  const copy = Object.assign(emptyAttributes(), map);
  for (const [name, child] of node.names ?? []) {
    put(copy, name, valueAt(child, findAttribute(map, name), written));
  }
  return copy;
}

/** In a copy made for this write alone: nobody has seen it yet. */
function put(
  copy: Record<string, AttributeValue>,
  name: string,
  value: AttributeValue | undefined,
): void {
  if (value !== undefined) copy[name] = value;
  else Reflect.deleteProperty(copy, name);
}

/** Indexes are those of the old list: what lies past its end is appended in index order, removed elements close up. */
function writeList(
  node: PathNode<number>,
  list: readonly AttributeValue[],
  written: Written,
): readonly AttributeValue[] {
  const copy: (AttributeValue | undefined)[] = [...list];
  const indexes = node.indexes ?? new Map<number, PathNode<number>>();
  for (const index of ascending(indexes)) {
    const child = indexes.get(index);
    if (child === undefined) continue;
    const value = valueAt(child, list[index], written);
    copy[Math.min(index, copy.length)] = value;
  }
  return copy.filter((element) => element !== undefined);
}

/** The value a child of the old document becomes; undefined if it goes or stays missing. */
function valueAt(
  child: PathNode<number>,
  old: AttributeValue | undefined,
  written: Written,
): AttributeValue | undefined {
  if (child.leaf !== undefined) return notTooDeep(child.path, written[child.leaf]);
  if (old === undefined) throw invalidPath();
  return write(child, old, written);
}

/** A value written inside a document takes its levels along: the two together may be too many. */
function notTooDeep(
  path: DocumentPath | undefined,
  value: AttributeValue | undefined,
): AttributeValue | undefined {
  if (path === undefined || path.length === 1 || value === undefined) return value;
  if (path.length - 1 + levelsOf(value) > MAX_LEVELS) throw new ValueFault(NESTED_TOO_DEEP);
  return value;
}

function invalidPath(): ValueFault {
  return new ValueFault(
    'The document path provided in the update expression is invalid for update',
  );
}
