/**
 * What an operation answers: JSON text, or the text with rows in the place of items. Who asked for text gets it where it is asked for
 * (`body-text.ts`), everybody else objects (`body-value.ts`): an item is made neither by the owner nor on its way.
 */
import type { Slice } from '../../kernel/slice.ts';
import type { CountedNames, RowNames } from './row-names.ts';

/** Stands in the text for a run of rows. No JSON text has it as it is. */
export const MARK = '\u0001';

/** Rows one behind the other, with commas between them in JSON, and the dictionary that they name attributes by. */
export interface RowRun {
  readonly rows: readonly Slice[];
  readonly names: RowNames;
}

/** A run as the owner has it: of the table whose items are in `tree`. Those of its indexes have the dictionary of the table. */
export interface TableRun extends RowRun {
  readonly tree: number;
  /** As they were when the rows were read: all of them are durable when the answer leaves. */
  readonly names: CountedNames;
}

/** The JSON text of an answer, a {@link MARK} in the place of each run, and the runs in the order of their marks. */
export interface RowsBody<Run extends RowRun = TableRun> {
  readonly text: string;
  readonly runs: readonly Run[];
}

export type AnswerBody<Run extends RowRun = TableRun> = string | RowsBody<Run>;

/** Roughly how much memory it takes, in chars and bytes. */
export function bodyLength(body: AnswerBody<RowRun>): number {
  if (typeof body === 'string') return body.length;
  let length = body.text.length;
  for (const { rows } of body.runs) for (const { from, to } of rows) length += to - from;
  return length;
}
