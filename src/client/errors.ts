import type { HashrangeErrorCode } from '../wire/failure-code.ts';
import { answerBody } from './browser/answer-body.ts';

export type { HashrangeErrorCode };

/** A store that is not there any more. */
export interface LostStore {
  /** The store id that `acceptLoss` of `open` takes. */
  readonly storeId: string;
  /** Day on which it was last opened in this browser, as `2026-11-29` in UTC; undefined where that is not remembered. */
  readonly lastOpened: string | undefined;
}

/** A failure of hashrange itself: the database cannot be opened or has gone. `code` is stable. */
export class HashrangeError extends Error {
  override readonly name = 'HashrangeError';
  readonly code: HashrangeErrorCode;
  /** With the code `storage-lost`: what is lost, where it is known. */
  readonly lost: LostStore | undefined;

  constructor(code: HashrangeErrorCode, message: string, lost?: LostStore) {
    super(message);
    this.code = code;
    this.lost = lost;
  }
}

/** Any other error as one of ours: the browser refuses the page something, or there is a bug. */
export function hashrangeErrorOf(error: unknown): HashrangeError {
  if (error instanceof HashrangeError) return error;
  return error instanceof Error && error.name === 'SecurityError'
    ? new HashrangeError(
        'storage-refused',
        "The browser refuses this page storage: allow it for this site, or open the database with storage: 'memory'.",
      )
    : new HashrangeError('bug', String(error));
}

/** An error answer of the DynamoDB API, in the shape of the AWS SDK's own exceptions. */
export class ServiceError extends Error {
  /** AWS's name, such as `ConditionalCheckFailedException`. */
  override readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string };
  /** `CancellationReasons` and `Item` where AWS sends them. */
  readonly [member: string]: unknown;

  constructor(status: number, body: string, requestId: string) {
    const { __type, message, Message, ...members } = answerBody<Record<string, unknown>>(body);
    super(textOf(message ?? Message));
    this.name = textOf(__type).replace(/^.*#/, '');
    this.$fault = status < 500 ? 'client' : 'server';
    this.$metadata = { httpStatusCode: status, requestId };
    Object.assign(this, members);
  }
}

function textOf(member: unknown): string {
  return typeof member === 'string' ? member : '';
}
