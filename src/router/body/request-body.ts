import { wellFormedUtf8Length } from '../../item/utf8-order.ts';
import { utf8Bytes } from '../../kernel/utf8-codec.ts';
import { DynamoError } from '../../wire/dynamo-error.ts';
import { serializationError } from '../../wire/shapes/shape.ts';
import { cutBody } from './body-cut.ts';
import { hasWholeEscapes } from './escapes.ts';
import { FEW_VALUES } from '../../operations/operation.ts';
import type { Operation, RequestBody } from '../../operations/operation.ts';

/** Source: reference api-surface.md section 1. */
const BODY_BYTES_MAX = 16 * 1_048_576;

/** The text is ours: the reference has the status alone. */
const TOO_LARGE = 'The request body is larger than 16 MiB';
/** Half a character has no UTF-8 form: two keys would become one. AWS cannot be sent one, so the text is ours. */
const NOT_WELL_FORMED = 'Strings must be well-formed Unicode, without lone surrogates';

/**
 * A body that is text as one might send it: of at most 16 MiB, and UTF-8. Throws `DynamoError`. The size goes before the operation,
 * the rest is a matter of {@link parseBody}.
 */
export function checkBodySize(text: string): void {
  // A UTF-16 unit is one to three bytes of UTF-8, so that few bodies need a count. The host's encoder is several times as fast as a loop.
  const units = text.length;
  if (units * 3 <= BODY_BYTES_MAX) return;
  if (units > BODY_BYTES_MAX || utf8Bytes(text).length > BODY_BYTES_MAX) {
    throw new DynamoError('RequestEntityTooLargeException', TOO_LARGE);
  }
}

/** The JSON object that a body is, as far as `operation` looks at it; the empty body is one too. Throws `DynamoError`. */
export function parseBody(
  text: string,
  { layout, valuesMax = FEW_VALUES }: Pick<Operation<never>, 'layout' | 'valuesMax'>,
): RequestBody {
  if (text === '') return {};
  const body = parseJson(cutBody(text, layout, valuesMax));
  if (!isWellFormed(text) || !hasWholeEscapes(text)) {
    throw serializationError(NOT_WELL_FORMED);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw serializationError('Unexpected value type in payload');
  }
  return body as RequestBody;
}

/** Of one-byte strings, which most bodies are, the engine knows it without a look. Older ones do not have the method. */
function isWellFormed(text: string): boolean {
  const { isWellFormed: native } = text as { readonly isWellFormed?: () => boolean };
  return native === undefined ? wellFormedUtf8Length(text) >= 0 : native.call(text);
}

/** To what is no JSON AWS answers without a text. Source: reference validation.md section 16. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw serializationError('');
  }
}
