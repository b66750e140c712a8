import { ByteWriter } from '../../kernel/byte-writer.ts';
import { utf8Bytes, utf8Text } from '../../kernel/utf8-codec.ts';
import type { AnswerBody, RowRun, RowsBody } from './answer-body.ts';
import { bodyLength, MARK } from './answer-body.ts';
import { writeRowJson } from './row-json.ts';

/** Bytes of JSON for one of a row, names and types among them, as most items have it. */
const BYTES_A_BYTE = 2;
const SHORT = 16 * 1024;

/** For answers that are short, as most are: a buffer costs more than what goes into it. */
const short = new ByteWriter(SHORT);

/** The JSON text of an answer as UTF-8. Throws `RowFault`. */
export function bodyBytes(body: AnswerBody<RowRun>): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return utf8Bytes(body);
  return writeBody(body, new ByteWriter(BYTES_A_BYTE * bodyLength(body)));
}

function writeBody(body: RowsBody<RowRun>, to: ByteWriter): Uint8Array<ArrayBuffer> {
  const [first = '', ...others] = body.text.split(MARK);
  to.utf8(first);
  others.forEach((text, i) => {
    const run = body.runs[i];
    if (run !== undefined) writeRun(run, to);
    to.utf8(text);
  });
  return to.written();
}

/** The JSON text of an answer. Throws `RowFault`. */
export function bodyText(body: AnswerBody<RowRun>): string {
  if (typeof body === 'string') return body;
  if (BYTES_A_BYTE * bodyLength(body) > SHORT) return utf8Text(bodyBytes(body));
  short.clear();
  return utf8Text(writeBody(body, short));
}

function writeRun({ rows, names }: RowRun, to: ByteWriter): void {
  let isFirst = true;
  for (const row of rows) {
    if (!isFirst) to.utf8(',');
    isFirst = false;
    writeRowJson(row, names, to);
  }
}
