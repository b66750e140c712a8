import type { Slice } from '../../kernel/slice.ts';
import type { RowRun, RowsBody } from './answer-body.ts';
import { MARK } from './answer-body.ts';
import type { RowNames } from './row-names.ts';

/** What a row is read as, such as `decodeRow`. */
export type ReadRow = (row: Slice, names: RowNames) => unknown;

/** The answers of a GetItem and, at its beginning, of a Query or Scan, as most of them are. */
const ITEM = `{"Item":${MARK}}`;
const ITEMS = `{"Items":[${MARK}]`;

/** A number that no value has that was written as JSON. */
const NO_NUMBER = '1e999';

/** An answer as an object, each row in its place as `read` reads it. Throws `RowFault`. */
export function bodyValue({ text, runs }: RowsBody<RowRun>, read: ReadRow): unknown {
  const [run] = runs;
  if (run !== undefined && runs.length === 1) {
    if (text === ITEM) return { Item: rowsOf(run, read)[0] };
    if (text.startsWith(ITEMS)) {
      const others: unknown = JSON.parse(`{"Items":[]${text.slice(ITEMS.length)}`);
      return Object.assign(others as object, { Items: rowsOf(run, read) });
    }
  }
  let marks = 0;
  const marked = text.replaceAll(MARK, () => `[${NO_NUMBER},${String(marks++)}]`);
  const fill = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.flatMap((each) => markedRows(each) ?? [fill(each)]);
    const members = value as Record<string, unknown>;
    for (const name of Object.keys(members)) {
      const rows = markedRows(members[name]);
      members[name] = rows === undefined ? fill(members[name]) : rows[0];
    }
    return members;
  };
  const markedRows = (value: unknown): unknown[] | undefined => {
    if (!Array.isArray(value) || value[0] !== Infinity) return undefined;
    const marked = runs[value[1] as number];
    return marked === undefined ? [] : rowsOf(marked, read);
  };
  return fill(JSON.parse(marked));
}

function rowsOf({ rows, names }: RowRun, read: ReadRow): unknown[] {
  return rows.map((row) => read(row, names));
}
