/**
 * A value, number, name or expression that DynamoDB refuses with a ValidationException.
 *
 * The message is AWS's bare text. Whether the answer wraps it (`1 validation error detected: `,
 * `ExpressionAttributeValues contains invalid value: `) depends on the operation, so the router decides.
 */
export class ValueFault extends Error {
  override readonly name = 'ValueFault';
}

/** A fault whose text begins with AWS's `One or more parameter values were invalid: `. */
export function invalidValue(detail: string): ValueFault {
  return new ValueFault(`One or more parameter values were invalid: ${detail}`);
}
