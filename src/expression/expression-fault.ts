import { ValueFault } from '../item/value-fault.ts';

/**
 * The request members that hold an expression; each names itself in front of what is wrong with its text. A PartiQL
 * statement does not.
 */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression'
  | 'Statement';

/** `Invalid <kind>: <detail>`, the detail alone in a statement. Source: reference validation.md sections 6 and 11. */
export function expressionFault(kind: ExpressionKind, detail: string): ValueFault {
  return new ValueFault(kind === 'Statement' ? detail : `Invalid ${kind}: ${detail}`);
}
