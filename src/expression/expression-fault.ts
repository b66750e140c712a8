import { ValueFault } from '../item/value-fault.ts';

/** The request members that hold an expression; each names itself in front of what is wrong with its text. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** `Invalid <kind>: <detail>`. Source: reference validation.md section 6. */
export function expressionFault(kind: ExpressionKind, detail: string): ValueFault {
  return new ValueFault(`Invalid ${kind}: ${detail}`);
}
