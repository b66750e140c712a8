import type { RawAnswer } from '../../client/database.ts';

const MODELLED = 'com.amazonaws.dynamodb.v20120810#';
const VALIDATE = 'com.amazon.coral.validate#';
const SERVICE = 'com.amazon.coral.service#';

/**
 * How each error that a request can bring upon itself looks. An InternalServerError is not among them. Written down here
 * apart from the engine's own table. Source: reference api-surface.md section 1, validation.md section 13.
 */
const ERRORS: ReadonlyMap<string, { readonly status: number; readonly text: string | undefined }> =
  new Map([
    [`${VALIDATE}ValidationException`, { status: 400, text: 'message' }],
    [`${SERVICE}SerializationException`, { status: 400, text: 'Message' }],
    [`${SERVICE}RequestEntityTooLargeException`, { status: 413, text: 'message' }],
    [`${SERVICE}UnknownOperationException`, { status: 400, text: undefined }],
    [`${SERVICE}AccessDeniedException`, { status: 400, text: 'message' }],
    [`${MODELLED}ConditionalCheckFailedException`, { status: 400, text: 'message' }],
    [`${MODELLED}ResourceNotFoundException`, { status: 400, text: 'message' }],
    [`${MODELLED}ResourceInUseException`, { status: 400, text: 'message' }],
    [`${MODELLED}PolicyNotFoundException`, { status: 400, text: 'message' }],
    [`${MODELLED}TableNotFoundException`, { status: 400, text: 'message' }],
    [`${MODELLED}LimitExceededException`, { status: 400, text: 'message' }],
    [`${MODELLED}TransactionCanceledException`, { status: 400, text: 'Message' }],
    [`${MODELLED}IdempotentParameterMismatchException`, { status: 400, text: 'Message' }],
  ]);

/** What is wrong with an answer, in words; undefined where it is one that AWS could give. */
export function faultOf({ status, body }: RawAnswer): string | undefined {
  // Tags are changed without a word.
  if (status === 200 && body === '') return undefined;
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return `status ${status} and no JSON: ${body.slice(0, 200)}`;
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    return `status ${status} and no object: ${body.slice(0, 200)}`;
  }
  if (status === 200) return undefined;
  const members = new Map<string, unknown>(Object.entries(answer));
  const type = members.get('__type');
  const error = typeof type === 'string' ? ERRORS.get(type) : undefined;
  if (error?.status !== status) return `status ${status}: ${body.slice(0, 400)}`;
  // What is no JSON is refused without a text.
  if (type === `${SERVICE}SerializationException` && members.size === 1) return undefined;
  const text = error.text === undefined ? undefined : members.get(error.text);
  if (error.text !== undefined && (typeof text !== 'string' || text === '')) {
    return `an error without its text: ${body.slice(0, 400)}`;
  }
  return undefined;
}
