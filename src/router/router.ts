import { DynamoError } from '../wire/dynamo-error.ts';
import type { RouterContext } from '../operations/context.ts';
import type { PreparedRequest } from '../operations/operation.ts';
import type { RequestEnvelope } from '../wire/request-envelope.ts';
import { findOperation } from './operations.ts';
import { checkBodySize } from './body/request-body.ts';

/** Finds the operation of the request and parses its body. Throws `DynamoError`. */
export function prepare(
  { target, body }: RequestEnvelope,
  context: RouterContext,
): PreparedRequest {
  checkBodySize(body);
  const operation = findOperation(target);
  if (operation === undefined) throw new DynamoError('UnknownOperationException', '');
  return operation(body, context);
}
