import { expressionFault } from '../expression-fault.ts';
import type { ExpressionKind } from '../expression-fault.ts';

/**
 * What can be wrong with a text that parses, in the order in which DynamoDB reports it.
 *
 * Source: reference validation.md section 6; the places of the limits are our choice.
 */
const CLASSES = {
  ConditionExpression: ['parentheses', 'unknown', 'disallowed', 'misused', 'reserved', 'limit'],
  UpdateExpression: [
    'parentheses',
    'reserved',
    'unknown',
    'disallowed',
    'misused',
    'section',
    'limit',
  ],
} as const;

export type FaultClass =
  'parentheses' | 'unknown' | 'disallowed' | 'misused' | 'reserved' | 'section' | 'limit';

/** Collects the first fault of each class while the text is parsed, for a syntax error beats them all. */
export class FaultPrecedence {
  readonly #kind: ExpressionKind;
  readonly #first = new Map<FaultClass, string>();

  constructor(kind: ExpressionKind) {
    this.#kind = kind;
  }

  add(findingClass: FaultClass, detail: string): void {
    if (!this.#first.has(findingClass)) this.#first.set(findingClass, detail);
  }

  /** Throws the `ValueFault` that goes first, if there is any. */
  assertNone(): void {
    if (this.#first.size === 0) return;
    const isUpdate = this.#kind === 'UpdateExpression';
    for (const findingClass of CLASSES[isUpdate ? 'UpdateExpression' : 'ConditionExpression']) {
      const detail = this.#first.get(findingClass);
      if (detail !== undefined) throw expressionFault(this.#kind, detail);
    }
  }
}
