import { DynamoError } from '../wire/dynamo-error.ts';
import { serializationError } from '../wire/shapes/shape.ts';
import type { RouterContext } from './context.ts';
import type { PreparedRequest, RequestBody } from './operation.ts';
import { findOperation } from './operations.ts';

/** Source: reference api-surface.md section 1. */
const BODY_BYTES_MAX = 16 * 1_048_576;
const ENCODER = new TextEncoder();

/** Finds the operation of `target` (the whole `X-Amz-Target`) and parses its body. Throws `DynamoError`. */
export function prepare(target: string, bodyText: string, context: RouterContext): PreparedRequest {
  if (isTooLarge(bodyText)) throw tooLarge();
  const operation = findOperation(target);
  if (operation === undefined) throw new DynamoError('UnknownOperationException', '');
  return operation(parseBody(bodyText), context);
}

/** A UTF-16 unit is one to three bytes of UTF-8, so that few bodies need a count. */
function isTooLarge(text: string): boolean {
  const units = text.length;
  if (units * 3 <= BODY_BYTES_MAX) return false;
  return units > BODY_BYTES_MAX || ENCODER.encode(text).length > BODY_BYTES_MAX;
}

/** The text is ours: the reference has the status alone. */
function tooLarge(): DynamoError {
  const message = 'The request body is larger than 16 MiB';
  return new DynamoError('RequestEntityTooLargeException', message);
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
