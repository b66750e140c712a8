import type { DocumentPath, PathElement } from '../../item/document-path.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import type { Placeholders } from './placeholders.ts';
import type { PathSyntax } from '../syntax/nodes.ts';

const HASH = 35;

/** The path with its name placeholders resolved; the very same array where it has none. */
export function bindPath(
  kind: ExpressionKind,
  path: PathSyntax,
  placeholders: Placeholders,
): DocumentPath {
  let bound: PathElement[] | undefined;
  for (let i = 0; i < path.elements.length; i++) {
    const element = path.elements[i];
    if (typeof element !== 'string' || element.charCodeAt(0) !== HASH) continue;
    bound ??= [...path.elements];
    bound[i] = nameOf(kind, element, placeholders);
  }
  return bound ?? path.elements;
}

export function nameOf(
  kind: ExpressionKind,
  placeholder: string,
  placeholders: Placeholders,
): string {
  const name = placeholders.findName(placeholder);
  if (name === undefined) {
    const text =
      'An expression attribute name used in the document path is not defined; attribute name';
    throw expressionFault(kind, `${text}: ${placeholder}`);
  }
  return name;
}

/** As AWS writes a path in its messages: `[a, b, [1]]`. */
export function describePath(path: DocumentPath): string {
  const elements = path.map((element) => (typeof element === 'number' ? `[${element}]` : element));
  return `[${elements.join(', ')}]`;
}
