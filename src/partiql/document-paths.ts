import type { DocumentPath, PathElement } from '../item/document-path.ts';
import { ValueFault } from '../item/value-fault.ts';
import type { ExpressionSyntax, PathSyntax, StepSyntax } from './syntax/nodes.ts';
import { faultAt } from './syntax/statement-fault.ts';

const INDEX_MAX = 2 ** 31 - 1;
const WHOLE = /^-?[0-9]+$/;

/** The place in an item that a written path means. Throws `ValueFault`. Source: reference validation.md section 11. */
export function documentPathOf({ steps }: PathSyntax): DocumentPath {
  return steps.map(elementOf);
}

/** The path of an expression that must be one. */
export function requireDocumentPath(expression: ExpressionSyntax): DocumentPath {
  if (expression.kind === 'path') return documentPathOf(expression);
  throw faultAt('Unexpected path component', expression.at);
}

function elementOf(step: StepSyntax): PathElement {
  switch (step.kind) {
    case 'name':
      return nonEmpty(step.name);
    case 'index':
      return indexOf(step.index);
    case 'unpivot':
      throw faultAt('Unpivot path component like a.*.b are not supported', step.at);
    case 'wildcard':
      throw faultAt('Wildcard path component like a[*].b are not supported', step.at);
  }
}

/** `['x']` is another way to write `.x`. */
function indexOf(index: ExpressionSyntax): PathElement {
  if (index.kind === 'string') return nonEmpty(index.text);
  if (index.kind !== 'number' || !WHOLE.test(index.text)) {
    throw faultAt('Unexpected path component', index.at);
  }
  const value = Number(index.text);
  if (value >= 0 && value <= INDEX_MAX) return Math.abs(value);
  throw faultAt(`List index is not within the allowable range; index: [${index.text}]`, index.at);
}

export function nonEmpty(name: string): string {
  if (name === '') throw new ValueFault('Path component cannot be an empty string');
  return name;
}
