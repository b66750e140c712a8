import type { AttributeValue } from '../../wire/attribute-value.ts';
import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import type { Placeholders } from './placeholders.ts';

/** The value behind a `:placeholder`. */
export function valueOf(
  kind: ExpressionKind,
  placeholder: string,
  placeholders: Placeholders,
): AttributeValue {
  const value = placeholders.findValue(placeholder);
  if (value === undefined) {
    const text = 'An expression attribute value used in expression is not defined; attribute value';
    throw expressionFault(kind, `${text}: ${placeholder}`);
  }
  return value;
}
