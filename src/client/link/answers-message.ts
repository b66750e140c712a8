import { RowFault } from '../../item/row/row-fault.ts';
import { rowsOf } from '../../rpc/port-message-checks.ts';
import type { Answers } from '../../rpc/protocol.ts';
import type { HeardNames } from '../../rpc/rows/read-rows.ts';
import { MissedNames, RowsReader } from '../../rpc/rows/read-rows.ts';
import type { WireAnswer } from './wire-answer.ts';

/** What has become of an answer on its way: undefined where the names of its rows were in a message that was missed. */
export type HeardBody = WireAnswer['body'] | RowFault | undefined;

/** Reads the answers of a message, in their order. */
export function readAnswers(
  answers: Answers,
  names: HeardNames,
  settle: (id: number, status: number, body: HeardBody) => void,
): void {
  const rows = rowsOf(answers);
  const reader = rows && new RowsReader(rows, names);
  const end = rows === undefined ? answers.length : answers.length - 1;
  for (let i = 0; i < end;) {
    const first = answers[i] as number;
    const status = answers[i + 1] as number;
    const count = answers[i + 2] as number;
    i += 3;
    for (let id = first; id < first + count; id++, i++) {
      const text = answers[i] as string;
      settle(id, status, reader === undefined ? text : bodyIn(reader, text));
    }
  }
}

function bodyIn(reader: RowsReader, text: string): HeardBody {
  try {
    return reader.body(text);
  } catch (error) {
    if (error instanceof MissedNames) return undefined;
    if (error instanceof RowFault) return error;
    throw error;
  }
}
