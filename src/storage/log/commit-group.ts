import { ByteReader } from '../../kernel/byte-reader.ts';
import { ByteWriter } from '../../kernel/byte-writer.ts';
import type { Slice } from '../../kernel/slice.ts';
import { lengthOf } from '../../kernel/slice.ts';
import type { StoredFrame } from '../device/port.ts';
import type { Lsn, TreeId } from '../store.ts';
import type { TreeSet } from '../tree/tree-set.ts';
import { NO_TREES, withTree } from '../tree/tree-set.ts';
import type { FrameHeader } from './frame-codec.ts';
import { encodeFrame, FRAME_PAYLOAD_MAX, frameKey } from './frame-codec.ts';
import { LOST_ROW } from '../stored-item.ts';
import { rowOfText } from '../text-rows.ts';
import type { LogRecord, PlacedRow, ValueSource } from './log-record.ts';
import { decodeRecord } from './log-record.ts';

interface FramedGroup {
  readonly frames: StoredFrame[];
  readonly lastCrc: number;
}

/** The log records that one group commit will carry, encoded as they arrive. */
export class CommitGroup {
  readonly firstLsn: Lsn;
  readonly keys: ByteWriter;
  readonly values: ByteWriter;
  /** Rows of this group that further changes may share: where each begins in the values section. */
  readonly #shareable = new Map<Slice, number>();
  #recordCount = 0;
  #trees = NO_TREES;
  #framed: FramedGroup | undefined;
  /** What it was before its buffers were given back. */
  #payloadBytes: number | undefined;

  /** `spent` is a group that has been written: its buffers serve again. */
  constructor(firstLsn: Lsn, spent?: CommitGroup) {
    this.firstLsn = firstLsn;
    this.keys = spent?.keys ?? new ByteWriter(16 * 1024);
    this.values = spent?.values ?? new ByteWriter(64 * 1024);
    this.keys.clear();
    this.values.clear();
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  get lastLsn(): Lsn {
    return (this.firstLsn + this.#recordCount - 1) as Lsn;
  }

  get trees(): TreeSet {
    return this.#trees;
  }

  get payloadBytes(): number {
    return this.#payloadBytes ?? this.keys.length + this.values.length;
  }

  /** Notes that a record of the group changes the tree. */
  touch(tree: TreeId): void {
    this.#trees = withTree(this.#trees, tree);
  }

  /**
   * Writes the row of a put to the values section, unless it is an entry whose very row is there. What keeps the item before, as the
   * put of an item may, has its own row before that.
   */
  placeRow(
    row: Slice,
    { isEntry, hasEntries }: { readonly isEntry: boolean; readonly hasEntries: boolean },
  ): PlacedRow {
    const bytes = lengthOf(row);
    const sharedAt = isEntry ? this.#shareable.get(row) : undefined;
    if (sharedAt !== undefined) return { bytes, sharedAt };
    if (isEntry || hasEntries) this.#shareable.set(row, this.values.length);
    this.values.slice(row);
    return { bytes, sharedAt: undefined };
  }

  /** Takes the next LSN for the record whose bytes were just written to `keys` and `values`. */
  seal(): Lsn {
    this.#recordCount++;
    return this.lastLsn;
  }

  /** The group as frames, chained behind `prevCrc`. It takes no more records. */
  toFrames(epoch: number, prevCrc: number): FramedGroup {
    this.#framed ??= this.#frame(epoch, prevCrc);
    return this.#framed;
  }

  /** Gives back the buffers of a group that its frames hold as well. */
  release(): void {
    this.#payloadBytes = this.payloadBytes;
    this.keys.release();
    this.values.release();
  }

  #frame(epoch: number, prevCrc: number): FramedGroup {
    const keys = this.keys.written();
    const values = this.values.written();
    const frameCount = Math.max(1, Math.ceil(this.payloadBytes / FRAME_PAYLOAD_MAX));
    const frames: StoredFrame[] = [];
    let lastCrc = prevCrc;
    for (let index = 0; index < frameCount; index++) {
      const from = index * FRAME_PAYLOAD_MAX;
      const to = from + FRAME_PAYLOAD_MAX;
      const header = {
        epoch,
        firstLsn: this.firstLsn,
        recordCount: this.#recordCount,
        index,
        frameCount,
        keysBytes: keys.length,
        valuesBytes: values.length,
        prevCrc: lastCrc,
        trees: this.#trees,
      };
      const { bytes, headerCrc } = encodeFrame(
        header,
        keys.subarray(from, to),
        values.subarray(Math.max(0, from - keys.length), Math.max(0, to - keys.length)),
      );
      frames.push({ lsn: frameKey(this.firstLsn, index), bytes });
      lastCrc = headerCrc;
    }
    return { frames, lastCrc };
  }
}

/** The records of a group whose frames were read, and what could not be read of it. */
export interface DecodedGroup {
  /** Puts whose row is damaged carry `LOST_ROW`. */
  readonly records: readonly LogRecord[];
  /** True when keys are damaged too: which further keys the group wrote is not known. */
  readonly unknownKeys: boolean;
}

/** Puts a group together again from its payloads; undefined payloads are the damaged ones. */
export function decodeGroup(
  header: FrameHeader,
  payloads: readonly (Uint8Array | undefined)[],
): DecodedGroup {
  const { keysBytes, valuesBytes } = header;
  const whole = new Uint8Array(keysBytes + valuesBytes);
  const damaged: { readonly from: number; readonly to: number }[] = [];
  for (let index = 0; index < header.frameCount; index++) {
    const payload = payloads[index];
    const from = index * FRAME_PAYLOAD_MAX;
    if (payload === undefined) damaged.push({ from, to: from + FRAME_PAYLOAD_MAX });
    else whole.set(payload, from);
  }
  const isDamaged = (from: number, to: number): boolean =>
    damaged.some((gap) => from < gap.to && gap.from < to);
  const records: LogRecord[] = [];
  if (isDamaged(0, keysBytes)) return { records, unknownKeys: true };
  const keys = new ByteReader(whole.subarray(0, keysBytes));
  const values = new ByteReader(whole, keysBytes);
  const readRow = (reader: ByteReader, length: number): Slice => {
    const from = reader.offset;
    const to = from + length;
    reader.skip(length);
    return isDamaged(from, to) ? LOST_ROW : { bytes: whole, from, to };
  };
  const source: ValueSource = {
    next: (length) => readRow(values, length),
    at: (offset, length) => readRow(new ByteReader(whole, keysBytes + offset), length),
    rowOf: header.isText ? rowOfText : (_, row) => row,
  };
  for (let i = 0; i < header.recordCount; i++) {
    const lsn = (header.firstLsn + i) as Lsn;
    records.push(decodeRecord(lsn, keys, source));
  }
  return { records, unknownKeys: false };
}
