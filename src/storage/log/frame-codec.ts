import { ByteReader } from '../../kernel/byte-reader.ts';
import { crc32c } from '../../kernel/crc32c.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { TreeSet } from '../tree/tree-set.ts';

/**
 * A frame: one stored value of the log. A group commit's payload (all keys, then all texts) is cut into as many frames as
 * it needs to keep each under {@link FRAME_BYTES_MAX}; the last one commits the group. See docs/data-format.md.
 *
 * Invariants:
 * 1. A frame's `prevCrc` is the `headerCrc` of the frame before it: a lost, stale or resurrected frame breaks the chain.
 * 2. `headerCrc` covers the header, and with it `payloadCrc`, so it names the whole frame.
 */
export interface FrameHeader {
  readonly epoch: number;
  /** LSN of the group's first record. */
  readonly firstLsn: number;
  /** Records in the group. */
  readonly recordCount: number;
  /** Position of this frame in its group, from 0, and the number of frames of the group. */
  readonly index: number;
  readonly frameCount: number;
  /** Sizes of the group's two sections, in bytes. */
  readonly keysBytes: number;
  readonly valuesBytes: number;
  readonly prevCrc: number;
  /** Trees that the group changes: what its damage can concern. */
  readonly trees: TreeSet;
  readonly payloadCrc: number;
  readonly headerCrc: number;
  /** Whether items stand in it as text. */
  readonly isText: boolean;
}

/**
 * Chromium moves IndexedDB values above 64 KB to files of their own, without checksums.
 * Source: docs/reference/platform.md, B14.
 */
export const FRAME_BYTES_MAX = 60_000;

const MAGIC = 0x314c5248; // "HRL1"
/** Rows; in format 1 texts. */
const FORMAT = 2;
const FORMAT_OF_TEXT = 1;
export const FRAME_HEADER_BYTES = 56;
const HEADER_CRC_OFFSET = FRAME_HEADER_BYTES - 4;
export const FRAME_PAYLOAD_MAX = FRAME_BYTES_MAX - FRAME_HEADER_BYTES;

/** Frames of one group have keys `firstLsn + index / 1024`: the first is the group's LSN, the order is kept. */
const FRAMES_PER_GROUP_MAX = 1024;

export function frameKey(firstLsn: number, index: number): number {
  invariant(index < FRAMES_PER_GROUP_MAX, 'a group has at most 1024 frames');
  return firstLsn + index / FRAMES_PER_GROUP_MAX;
}

/** The frame around a payload that is given in one part or several. */
export function encodeFrame(
  header: Omit<FrameHeader, 'payloadCrc' | 'headerCrc' | 'isText'>,
  ...payload: readonly Uint8Array[]
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly headerCrc: number } {
  const payloadBytes = payload.reduce((sum, part) => sum + part.length, 0);
  invariant(payloadBytes <= FRAME_PAYLOAD_MAX, 'a frame stays under its maximum');
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payloadBytes);
  let at = FRAME_HEADER_BYTES;
  for (const part of payload) {
    bytes.set(part, at);
    at += part.length;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, FORMAT, true);
  view.setUint16(6, header.index, true);
  view.setUint32(8, header.epoch, true);
  view.setFloat64(12, header.firstLsn, true);
  view.setUint32(20, header.recordCount, true);
  view.setUint32(24, header.frameCount, true);
  view.setUint32(28, header.keysBytes, true);
  view.setUint32(32, header.valuesBytes, true);
  view.setUint32(36, header.prevCrc, true);
  view.setUint32(40, payloadBytes, true);
  view.setUint32(44, crc32c(bytes, FRAME_HEADER_BYTES), true);
  view.setUint32(48, header.trees, true);
  const headerCrc = crc32c(bytes, 0, HEADER_CRC_OFFSET);
  view.setUint32(HEADER_CRC_OFFSET, headerCrc, true);
  return { bytes, headerCrc };
}

/** What a stored frame turned out to be. `payload` is undefined when only the header can be trusted. */
export type DecodedFrame =
  | { readonly ok: true; readonly header: FrameHeader; readonly payload: Uint8Array | undefined }
  | { readonly ok: false; readonly reason: string };

export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  if (bytes.length < FRAME_HEADER_BYTES) return { ok: false, reason: 'the frame is cut short' };
  const reader = new ByteReader(bytes);
  const magic = reader.u32();
  const format = reader.u16();
  const index = reader.u16();
  const header = {
    epoch: reader.u32(),
    firstLsn: reader.f64(),
    recordCount: reader.u32(),
    index,
    frameCount: reader.u32(),
    keysBytes: reader.u32(),
    valuesBytes: reader.u32(),
    prevCrc: reader.u32(),
  };
  const payloadBytes = reader.u32();
  const payloadCrc = reader.u32();
  const trees = reader.u32() as TreeSet;
  const headerCrc = reader.u32();
  if (crc32c(bytes, 0, HEADER_CRC_OFFSET) !== headerCrc) {
    return { ok: false, reason: 'the header of the frame fails its checksum' };
  }
  const isText = format === FORMAT_OF_TEXT;
  if (magic !== MAGIC || (format !== FORMAT && !isText))
    return { ok: false, reason: 'the frame has another format' };
  const whole =
    bytes.length === FRAME_HEADER_BYTES + payloadBytes &&
    crc32c(bytes, FRAME_HEADER_BYTES) === payloadCrc;
  return {
    ok: true,
    header: { ...header, trees, payloadCrc, headerCrc, isText },
    payload: whole ? bytes.subarray(FRAME_HEADER_BYTES) : undefined,
  };
}
