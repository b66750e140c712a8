import type { AnswerBody, RowRun, TableRun } from '../../item/row/answer-body.ts';
import type { RequestEnvelope } from '../../wire/request-envelope.ts';

/** The answer to one request. */
export interface WireAnswer {
  readonly status: number;
  readonly body: AnswerBody<RowRun>;
  readonly requestId: string;
}

/** The same as text. */
export interface TextAnswer extends WireAnswer {
  readonly body: string;
}

/** What an answer is to who asked. What it throws, the request is rejected with. */
export type ReadAnswer<T> = (answer: WireAnswer) => T;

/** A request, with its attribute maps as rows of the page's dictionary where they can be written as such. */
export interface PageRequest extends RequestEnvelope {
  readonly rows?: TableRun;
}
