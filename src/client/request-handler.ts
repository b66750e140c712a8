import { bodyBytes } from '../item/row/body-text.ts';
import { crc32 } from '../kernel/crc32.ts';
import { regionOfRequest } from './request-region.ts';
import type { WireAnswer } from './link/wire-answer.ts';

/** A request as the AWS SDK v3 hands it to a request handler; only the members that are read. */
export interface SdkRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly hostname?: string;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** A request handler for the AWS SDK v3: structural, so that no `@smithy` package is needed at run time. */
export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  readonly handle: (
    request: SdkRequest,
    options?: { readonly abortSignal?: unknown },
  ) => Promise<{ readonly response: SdkResponse }>;
  readonly updateHttpClientConfig: (key: never, value: never) => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
  readonly destroy: () => void;
}

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** Stands for bytes that are no UTF-8, and is no JSON: AWS answers to both alike. */
const UNREADABLE = '\ufffd';

/** Made when it is needed: where tests run in the manner of a browser, importing asks for nothing that may be missing. */
let decoder: TextDecoder | undefined;

type Send = (
  target: string,
  bodyText: string,
  signal: AbortSignal | undefined,
  /** That the request names. */
  region: string | undefined,
) => Promise<WireAnswer>;

/** The handler that answers the SDK's requests through `send`. No `date` header: a virtual clock must not reach the SDK. */
export function sdkRequestHandler(send: Send): RequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      const target = headerOf(request.headers, 'x-amz-target') ?? '';
      const region = regionOfRequest(headerOf(request.headers, 'authorization'), request.hostname);
      const signal = signalOf(options?.abortSignal);
      const answer = await send(target, bodyTextOf(request.body), signal, region);
      return {
        response: {
          statusCode: answer.status,
          reason: answer.status === 200 ? 'OK' : 'Error',
          headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': answer.requestId },
          body: bodyBytes(answer.body),
        },
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

/**
 * DynamoDB's wire protocol over `Request` and `Response`: for service workers, routes and bridges. Whoever asks over HTTP may
 * check the body against `x-amz-crc32`; no message between a page and its worker loses a byte. Source: api-surface.md section 1.
 */
export async function answerFetch(send: Send, request: Request, region: string): Promise<Response> {
  if (request.method === 'GET' && new URL(request.url).pathname === '/') return health(region);
  const target = request.headers.get('x-amz-target') ?? '';
  const named = regionOfRequest(
    request.headers.get('authorization'),
    new URL(request.url).hostname,
  );
  const text = textOf(await request.arrayBuffer());
  const answer = await send(target, text, request.signal, named);
  const body = bodyBytes(answer.body);
  return new Response(body, {
    status: answer.status,
    headers: {
      'content-type': CONTENT_TYPE,
      'x-amzn-requestid': answer.requestId,
      'x-amz-crc32': String(crc32(body)),
    },
  });
}

/** The text that a regional endpoint says of itself, the space at its end included. Source: api-surface.md section 1. */
function health(region: string): Response {
  return new Response(`healthy: dynamodb.${region}.amazonaws.com `, {
    headers: { 'content-type': 'text/plain' },
  });
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const direct = headers[name];
  if (direct !== undefined) return direct;
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : headers[found];
}

/** The SDK also takes abort controllers of its own making, which have no events: those are not heard. */
function signalOf(signal: unknown): AbortSignal | undefined {
  const isSignal = typeof signal === 'object' && signal !== null && 'addEventListener' in signal;
  return isSignal ? (signal as AbortSignal) : undefined;
}

/** The SDK sends a subclass of Uint8Array; older versions a string. */
function bodyTextOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body === undefined || body === null) return '';
  // Of whatever realm: test environments have several.
  if (ArrayBuffer.isView(body) || isBuffer(body)) return textOf(body);
  throw new TypeError('hashrange reads request bodies that are text or bytes');
}

function isBuffer(body: unknown): body is ArrayBuffer {
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]';
}

/** The text of bytes, without a byte order mark. A lenient reading would make one key of two. */
function textOf(bytes: ArrayBuffer | ArrayBufferView): string {
  decoder ??= new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    return UNREADABLE;
  }
}
