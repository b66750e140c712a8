import { boundedText } from './error-text.ts';

const MODELLED = 'com.amazonaws.dynamodb.v20120810#';
const VALIDATE = 'com.amazon.coral.validate#';
const SERVICE = 'com.amazon.coral.service#';

/** How AWS writes each error on the wire. Source: reference api-surface.md section 1, validation.md section 13. */
const ERROR_SHAPES = {
  ValidationException: { prefix: VALIDATE, status: 400, messageKey: 'message' },
  SerializationException: { prefix: SERVICE, status: 400, messageKey: 'Message' },
  RequestEntityTooLargeException: { prefix: SERVICE, status: 413, messageKey: 'message' },
  UnknownOperationException: { prefix: SERVICE, status: 400, messageKey: null },
  ConditionalCheckFailedException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  DuplicateItemException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  ResourceNotFoundException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  ResourceInUseException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  LimitExceededException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  PolicyNotFoundException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  TableNotFoundException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  GlobalTableNotFoundException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  GlobalTableAlreadyExistsException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  ReplicaNotFoundException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  ReplicaAlreadyExistsException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  IndexNotFoundException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  ItemCollectionSizeLimitExceededException: {
    prefix: MODELLED,
    status: 400,
    messageKey: 'message',
  },
  ExpiredIteratorException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  TrimmedDataAccessException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  TransactionCanceledException: { prefix: MODELLED, status: 400, messageKey: 'Message' },
  TransactionConflictException: { prefix: MODELLED, status: 400, messageKey: 'message' },
  TransactionInProgressException: { prefix: MODELLED, status: 400, messageKey: 'Message' },
  IdempotentParameterMismatchException: { prefix: MODELLED, status: 400, messageKey: 'Message' },
  AccessDeniedException: { prefix: SERVICE, status: 400, messageKey: 'message' },
  InternalServerError: { prefix: MODELLED, status: 500, messageKey: 'message' },
} as const;

export type DynamoErrorName = keyof typeof ERROR_SHAPES;

/** A failure the caller is meant to see: one AWS shape, nothing else. */
export class DynamoError extends Error {
  override readonly name: DynamoErrorName;
  /** Further members of the wire shape: `CancellationReasons`, `Item`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    name: DynamoErrorName,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(boundedText(message));
    this.name = name;
    this.members = members;
  }

  /** HTTP status of the answer. */
  get status(): number {
    return ERROR_SHAPES[this.name].status;
  }

  /** The JSON body of the answer. A page that finds no owner writes its envelope itself, and nobody else does (`scripts/house/laws.test.ts`). */
  toBody(): string {
    const { prefix, messageKey } = ERROR_SHAPES[this.name];
    const body: Record<string, unknown> = { __type: prefix + this.name };
    // AWS's answer to what is no JSON has no text.
    if (messageKey !== null && this.message !== '') body[messageKey] = this.message;
    return JSON.stringify({ ...body, ...this.members });
  }
}

export function validationError(message: string): DynamoError {
  return new DynamoError('ValidationException', message);
}

/** The bare text behind `One or more parameter values were invalid: `. */
export function invalidParameter(detail: string): DynamoError {
  return validationError(`One or more parameter values were invalid: ${detail}`);
}

/** A check of the request-validation framework: `1 validation error detected: ` and the text. */
export function envelopedError(detail: string): DynamoError {
  return validationError(`1 validation error detected: ${detail}`);
}
