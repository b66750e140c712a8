import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { crcOf } from '../checksum-seal.ts';
import type { ClaimedChange } from '../claim.ts';
import type { Device, WriteBatch } from '../device/port.ts';
import { EMPTY_BATCH } from '../device/port.ts';
import { cutIntoPieces } from '../page/page-pieces.ts';
import type { RunName } from '../page/page-key.ts';
import { HEAD_ROW, runRowKey } from '../page/page-key.ts';
import { KeyFilter } from './key-filter.ts';
import type { RowSpan, RunRef, RunSection, SortedRun } from './run-codec.ts';
import { bytesOfChange, encodeHead, encodeRow } from './run-codec.ts';

/** Rows that one transaction writes: who loads a page meanwhile waits for them. */
const WRITE_BYTES = 256 * 1024;

/** How a run is written. */
interface RunWriting extends Pick<RunRef, 'fromLsn'> {
  /** Bytes of changes in a row, about. */
  readonly rowBytes: number;
  /** So many bytes more are on the device. */
  readonly onWritten: (bytes: number) => void;
}

/**
 * Writes a run, outside of the log's commits: nobody waits for them, and only what is durable may be in it. No frame goes with the rows. Those
 * of a former owner have its number in their names, and nobody names them.
 *
 * `sections` ascend, and hold a change at least. Resolves when all of it is there; rejects with `DeviceFault`.
 */
export async function writeRun(
  device: Device,
  name: RunName,
  sections: readonly RunSection[],
  { rowBytes, fromLsn, onWritten }: RunWriting,
): Promise<SortedRun> {
  const spans: RowSpan[] = [];
  let batch = new RowBatch(device, name);
  for (const row of cutIntoRows(sections, rowBytes)) {
    const bytes = encodeRow(name, spans.length, row);
    batch.add(spans.length, bytes);
    spans.push(spanOf(row, bytes.length));
    if (batch.bytes < WRITE_BYTES) continue;
    await batch.write();
    onWritten(batch.bytes);
    batch = new RowBatch(device, name);
  }
  const filter = KeyFilter.of(name, sections);
  const head = encodeHead(name, { spans, filter });
  batch.add(HEAD_ROW, head);
  await batch.write();
  const lastLsn = sections
    .flatMap(({ changes }) => changes)
    .reduce((last, { lsn }) => (lsn > last ? lsn : last), fromLsn);
  return {
    ...name,
    rows: spans.length,
    fromRow: 0,
    fromLsn,
    lastLsn,
    headCrc: crcOf(head),
    spans,
    filter,
  };
}

class RowBatch {
  readonly #device: Device;
  readonly #name: RunName;
  readonly #putPages: WriteBatch['putPages'][number][] = [];
  bytes = 0;

  constructor(device: Device, name: RunName) {
    this.#device = device;
    this.#name = name;
  }

  add(row: number, bytes: Uint8Array): void {
    cutIntoPieces(bytes).forEach((piece, i) => {
      this.#putPages.push({ key: runRowKey(this.#name, row, i), bytes: piece });
    });
    this.bytes += bytes.length;
  }

  write(): Promise<void> {
    return this.#device.write({ ...EMPTY_BATCH, putPages: this.#putPages }, 'relaxed');
  }
}

/** The changes in rows of `rowBytes` or a little more, in order. A change is never cut. */
export function* cutIntoRows(
  sections: readonly RunSection[],
  rowBytes: number,
): Generator<readonly RunSection[]> {
  let row: RunSection[] = [];
  let bytes = 0;
  for (const { tree, keys, changes } of sections) {
    let from = 0;
    for (let i = 0; i < keys.length; i++) {
      bytes += bytesOfChange(keys[i] as KeyBytes, changes[i] as ClaimedChange);
      if (bytes < rowBytes && i < keys.length - 1) continue;
      row.push({ tree, keys: keys.slice(from, i + 1), changes: changes.slice(from, i + 1) });
      from = i + 1;
      if (bytes < rowBytes) continue;
      yield row;
      row = [];
      bytes = 0;
    }
  }
  if (row.length > 0) yield row;
}

function spanOf(row: readonly RunSection[], bytes: number): RowSpan {
  const first = row[0] as RunSection;
  const last = row[row.length - 1] as RunSection;
  return {
    first: { tree: first.tree, key: first.keys[0] as KeyBytes },
    last: { tree: last.tree, key: last.keys[last.keys.length - 1] as KeyBytes },
    bytes,
  };
}
