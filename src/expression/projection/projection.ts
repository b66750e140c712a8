import { attributesOf } from '../../item/attributes.ts';
import { findAtPath } from '../../item/document-path.ts';
import type { DocumentPath } from '../../item/document-path.ts';
import { emptyAttributes } from '../../wire/attribute-value.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { PathTree } from '../binding/path-tree.ts';
import { bindPath } from '../binding/path-binder.ts';
import type { Placeholders } from '../binding/placeholders.ts';
import { pruneItem } from './prune.ts';
import { parseProjection } from '../syntax/parsed.ts';

/** The document paths a read returns. */
export interface Projection {
  readonly paths: PathTree<true>;
  /** Of a PartiQL select list: rows instead of documents. */
  readonly columns?: readonly Column[];
}

/** One path of a select list, as one attribute of the row. */
export interface Column {
  readonly name: string;
  readonly path: DocumentPath;
}

/** A select list. Throws `ValueFault` for overlaps and conflicts. Source: reference semantics.md section 7. */
export function projectionOfColumns(columns: readonly Column[]): Projection {
  const paths = new PathTree<true>();
  for (const { path } of columns) paths.add(path, true);
  paths.assertDisjoint('Statement');
  return { paths, columns };
}

/**
 * Reads a ProjectionExpression. Throws `ValueFault`, overlaps and conflicts included.
 *
 * Source: reference validation.md section 6.
 */
export function compileProjection(text: string, placeholders: Placeholders): Projection {
  const kind = 'ProjectionExpression';
  const paths = new PathTree<true>();
  for (const path of parseProjection(text)) paths.add(bindPath(kind, path, placeholders), true);
  paths.assertDisjoint(kind);
  return { paths };
}

/**
 * The projected part of `item`: document structure kept, siblings left out, list elements compacted in ascending order.
 * What the item lacks contributes nothing; an empty map if nothing is left. Source: reference semantics.md section 3.
 */
export function projectItem(projection: Projection, item: Item): Item {
  const { paths, columns } = projection;
  return columns === undefined ? pruneItem(paths, attributesOf(item)) : rowOf(columns, item);
}

/** One attribute a column, at the top of the row; a path that leads nowhere leaves its column out. */
function rowOf(columns: readonly Column[], item: Item): Item {
  const row = emptyAttributes();
  for (const { name, path } of columns) {
    const value = findAtPath(item, path);
    if (value !== undefined) row[name] = value;
  }
  return row;
}

/** The top-level attributes that are projected, in written order. */
export function projectionAttributes(projection: Projection): ReadonlySet<string> {
  return projection.paths.topNames();
}

/** The top-level attributes of which only a part is projected: none of them may be a key. */
export function projectionNestedAttributes(projection: Projection): ReadonlySet<string> {
  return projection.paths.nestedTopNames();
}
