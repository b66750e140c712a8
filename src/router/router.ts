import { DynamoError } from '../wire/dynamo-error.ts';
import type { RouterContext } from '../operations/context.ts';
import type { PreparedRequest } from '../operations/operation.ts';
import { findOperation } from './operations.ts';
import { checkBodySize } from './body/request-body.ts';

/** Finds the operation of `target` (the whole `X-Amz-Target`) and parses its body. Throws `DynamoError`. */
export function prepare(target: string, bodyText: string, context: RouterContext): PreparedRequest {
  checkBodySize(bodyText);
  const operation = findOperation(target);
  if (operation === undefined) throw new DynamoError('UnknownOperationException', '');
  return operation(bodyText, context);
}
