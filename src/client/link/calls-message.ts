import type { TableRun } from '../../item/row/answer-body.ts';
import type { Calls, PageMessage, RunHead } from '../../rpc/protocol.ts';
import type { ToldNames } from '../../rpc/rows/told-names.ts';
import { writeRows } from '../../rpc/rows/write-rows.ts';
import type { PageRequest } from './wire-answer.ts';

interface Call {
  readonly id: number;
  readonly envelope: PageRequest;
}

/** Buffers to transfer are the message's own. */
export type PostToOwner = (message: PageMessage, transfer?: readonly ArrayBuffer[]) => void;

/** Posts calls in one message, behind what the page has the answers of. */
export function postCalls(
  post: PostToOwner,
  confirmed: number,
  sent: readonly Call[],
  told: ToldNames,
): void {
  const calls: Calls[number][] = [confirmed];
  const heads = new Map<string, RunHead>();
  const runs: TableRun[] = [];
  let run = 0;
  let lastId = -1;
  let lastHead: RunHead | undefined;
  for (const { id, envelope } of sent) {
    const { target, body, rows } = envelope;
    const name = rows === undefined ? target : `${target} rows`;
    let head = heads.get(name);
    if (head === undefined) {
      head = rows === undefined ? { target } : { target, rows: true };
      heads.set(name, head);
    }
    if (head !== lastHead || id !== lastId + 1) run = calls.push(id, head, 0) - 1;
    calls.push(body);
    calls[run] = (calls[run] as number) + 1;
    if (rows !== undefined) runs.push(rows);
    lastId = id;
    lastHead = head;
  }
  if (runs.length === 0) {
    post(calls);
    return;
  }
  const rows = writeRows(runs, told);
  calls.push(rows);
  post(calls, [rows]);
}
