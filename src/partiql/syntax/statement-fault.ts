import { ValueFault } from '../../item/value-fault.ts';

/** Where a token stands in a statement: all count characters, lines and columns from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** `1:8:5`, as messages end. Source: reference validation.md section 11. */
export function describePosition({ line, column, length }: TextPosition): string {
  return `${line}:${column}:${length}`;
}

/** A statement that cannot be read; nothing behind the colon where not even its tokens can be. */
export function notWellFormed(detail = ''): ValueFault {
  return new ValueFault(`Statement wasn't well formed, can't be processed: ${detail}`);
}

/** A refusal that names the token it is about. */
export function faultAt(text: string, at: TextPosition): ValueFault {
  return new ValueFault(`${text} at ${describePosition(at)}`);
}
