import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';
import type { Token } from './scanner.ts';

/** The fault of token `at` of a text: it, and what stands around it. Source: reference validation.md section 6. */
export function syntaxError(
  kind: ExpressionKind,
  text: string,
  tokens: readonly Token[],
  at: number,
): Error {
  const offending = tokens[at] ?? { kind: 'eof', start: 0, end: 0 };
  const previous = tokens[at - 1] ?? offending;
  const next = tokens[at + 1] ?? offending;
  const isEnd = offending.kind === 'eof';
  const token = isEnd ? '<EOF>' : text.slice(offending.start, offending.end);
  const nearEnd = isEnd ? previous.end : next.kind === 'eof' ? offending.end : next.end;
  const near = text.slice(previous.start, nearEnd);
  return expressionFault(kind, `Syntax error; token: "${token}", near: "${near}"`);
}
