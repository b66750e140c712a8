import { projectionOfColumns } from '../expression/projection/projection.ts';
import type { Projection } from '../expression/projection/projection.ts';
import type { DocumentPath } from '../item/document-path.ts';
import { ValueFault } from '../item/value-fault.ts';
import { requireDocumentPath } from './document-paths.ts';
import type { ColumnSyntax } from './syntax/nodes.ts';

/**
 * The columns of a SELECT; undefined for `*`. Throws `ValueFault`.
 *
 * Source: reference semantics.md section 7, validation.md section 11.
 */
export function lowerColumns(columns: readonly ColumnSyntax[] | undefined): Projection | undefined {
  if (columns === undefined) return undefined;
  const lowered = columns.map(({ expression, aliased }) => {
    if (aliased) throw new ValueFault('Aliasing is not supported');
    if (expression.kind === 'path' && expression.steps.at(-1)?.kind === 'unpivot') {
      throw new ValueFault("Changing item's hierarchy while reading isn't supported");
    }
    const path = requireDocumentPath(expression);
    return { name: columnName(path), path };
  });
  const names = new Set<string>();
  for (const { name } of lowered) {
    if (names.has(name)) {
      throw new ValueFault(`Duplicate identifiers in select clause: ${name}`);
    }
    names.add(name);
  }
  return projectionOfColumns(lowered);
}

/** The last name of the path, with the indexes behind it: `m.l[0]` is `l[0]`. */
function columnName(path: DocumentPath): string {
  const last = path.findLastIndex((element) => typeof element === 'string');
  return path
    .slice(last)
    .map((element) => (typeof element === 'number' ? `[${element}]` : element))
    .join('');
}
