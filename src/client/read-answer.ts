import type { RowRun, RowsBody } from '../item/row/answer-body.ts';
import { bodyText } from '../item/row/body-text.ts';
import { bodyValue } from '../item/row/body-value.ts';
import { decodeRow } from '../item/row/row-decoder.ts';
import { answerBody } from './browser/answer-body.ts';
import { ServiceError } from './errors.ts';
import type { TextAnswer, WireAnswer } from './link/wire-answer.ts';

/** What an operation has answered, items as DynamoDB JSON. Throws {@link ServiceError}. */
export function readOutput<Output>({ status, body, requestId }: WireAnswer): Output {
  if (status !== 200) throw new ServiceError(status, bodyText(body), requestId);
  return typeof body === 'string' ? answerBody(body) : outputOf(body);
}

function outputOf<Output>(body: RowsBody<RowRun>): Output {
  return bodyValue(body, decodeRow) as Output;
}

/** The answer as it goes over a wire. */
export function readText({ status, body, requestId }: WireAnswer): TextAnswer {
  return { status, body: bodyText(body), requestId };
}
