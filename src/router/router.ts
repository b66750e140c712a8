import { DynamoError } from '../wire/dynamo-error.ts';
import { serializationError } from '../wire/shapes/shape.ts';
import type { RouterContext } from './context.ts';
import type { PreparedRequest, RequestBody } from './operation.ts';
import { findOperation } from './operations.ts';

const TARGET_PREFIX = 'DynamoDB_20120810.';

/** Finds the operation of `target` (the whole `X-Amz-Target`) and parses its body. Throws `DynamoError`. */
export function prepare(target: string, bodyText: string, context: RouterContext): PreparedRequest {
  const operation = target.startsWith(TARGET_PREFIX)
    ? findOperation(target.slice(TARGET_PREFIX.length))
    : undefined;
  if (operation === undefined) throw new DynamoError('UnknownOperationException', '');
  return operation(parseBody(bodyText), context);
}

function parseBody(text: string): RequestBody {
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw serializationError('Unexpected value type in payload');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw serializationError('Unexpected value type in payload');
  }
  return body as RequestBody;
}
