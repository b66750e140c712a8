/**
 * The answer to a request, kept in the log behind the record that the request made: the request sent again, to the next owner of
 * the store too, is answered from it.
 */
export interface AnswerNote {
  /** The client, a one-byte string of at most 255 characters, and its number for the request. */
  readonly client: string;
  readonly number: number;
  /** HTTP status and body text. */
  readonly status: number;
  readonly body: string;
}
