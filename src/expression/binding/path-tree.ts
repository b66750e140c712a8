import type { DocumentPath } from '../../item/document-path.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import { describePath } from './path-binder.ts';

/** A place in a document: the end of a path, or a step towards longer ones by name or by index, never both. */
export interface PathNode<T> {
  /** The path that leads here, where one ends here. */
  path: DocumentPath | undefined;
  leaf: T | undefined;
  names: Map<string, PathNode<T>> | undefined;
  indexes: Map<number, PathNode<T>> | undefined;
}

/** Document paths, each with what is to happen there, as one tree. Filled once, then only read. */
export class PathTree<T> {
  readonly root: PathNode<T> = newNode();
  #overlap: string | undefined;
  #conflict: string | undefined;

  /** Adds a path. One that overlaps or conflicts with an earlier one is noted instead, see {@link assertDisjoint}. */
  add(path: DocumentPath, leaf: T): void {
    let node = this.root;
    for (const element of path) {
      if (node.path !== undefined) {
        this.#noteOverlap(node.path, path);
        return;
      }
      const isName = typeof element === 'string';
      const others = isName ? node.indexes : node.names;
      if (others !== undefined) {
        this.#noteConflict(firstPath(node), path);
        return;
      }
      node = isName ? childByName(node, element) : childByIndex(node, element);
    }
    if (node.path !== undefined || node.names !== undefined || node.indexes !== undefined) {
      this.#noteOverlap(firstPath(node), path);
      return;
    }
    node.path = path;
    node.leaf = leaf;
  }

  /** Throws `ValueFault` for the first overlap, else for the first conflict. */
  assertDisjoint(kind: ExpressionKind): void {
    const fault = this.#overlap ?? this.#conflict;
    if (fault !== undefined) throw expressionFault(kind, fault);
  }

  /** The first elements of all paths, in the order they were added. */
  topNames(): ReadonlySet<string> {
    return new Set(this.root.names?.keys());
  }

  /** The first elements of the paths that go deeper. */
  nestedTopNames(): ReadonlySet<string> {
    const nested = new Set<string>();
    for (const [name, node] of this.root.names ?? []) if (node.path === undefined) nested.add(name);
    return nested;
  }

  #noteOverlap(one: DocumentPath, two: DocumentPath): void {
    this.#overlap ??= describePair('overlap', one, two);
  }

  #noteConflict(one: DocumentPath, two: DocumentPath): void {
    this.#conflict ??= describePair('conflict', one, two);
  }
}

function newNode<T>(): PathNode<T> {
  return { path: undefined, leaf: undefined, names: undefined, indexes: undefined };
}

function childByName<T>(node: PathNode<T>, name: string): PathNode<T> {
  const names = (node.names ??= new Map<string, PathNode<T>>());
  let child = names.get(name);
  if (child === undefined) names.set(name, (child = newNode()));
  return child;
}

function childByIndex<T>(node: PathNode<T>, index: number): PathNode<T> {
  const indexes = (node.indexes ??= new Map<number, PathNode<T>>());
  let child = indexes.get(index);
  if (child === undefined) indexes.set(index, (child = newNode()));
  return child;
}

/** The path added first among those through `node`: first children are the oldest. */
function firstPath<T>(node: PathNode<T>): DocumentPath {
  if (node.path !== undefined) return node.path;
  for (const child of (node.names ?? node.indexes ?? []).values()) return firstPath(child);
  return [];
}

function describePair(relation: string, one: DocumentPath, two: DocumentPath): string {
  return (
    `Two document paths ${relation} with each other; must remove or rewrite one of these paths; ` +
    `path one: ${describePath(one)}, path two: ${describePath(two)}`
  );
}
