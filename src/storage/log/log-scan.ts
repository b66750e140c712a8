import type { Device } from '../device/port.ts';
import type { FrameHeader } from './frame-codec.ts';
import { decodeFrame, frameKey } from './frame-codec.ts';
import type { DecodedGroup } from './commit-group.ts';
import { decodeGroup } from './commit-group.ts';
import type { Lsn } from '../store.ts';
import type { TreeSet } from '../tree/tree-set.ts';

/** Frames read at once: about 4 MB, so more of them where commits were small. */
const FRAMES_PER_READ = 64;
const FRAMES_PER_READ_MAX = 4_096;
const BYTES_PER_READ = 4 * 1024 * 1024;

/** How many LSNs a damaged end of the log is taken to have held: it cannot say itself. */
const LOST_TAIL_LSNS = 65_536;

/** One group of the stored log. */
export interface StoredGroup extends DecodedGroup {
  readonly firstLsn: Lsn;
  readonly lastLsn: Lsn;
  readonly prevCrc: number;
  readonly lastCrc: number;
  readonly epoch: number;
  /** Trees that the group changes. */
  readonly trees: TreeSet;
  readonly bytes: number;
  /** What is wrong with the group, if anything. */
  readonly fault: string | undefined;
}

/** A stretch of the log of which nothing can be told: `fromLsn` up to, not including, `toLsn`. */
export interface LogGap {
  readonly fromLsn: Lsn;
  readonly toLsn: Lsn;
  readonly fault: string;
}

export type LogPiece =
  { readonly kind: 'group'; readonly group: StoredGroup } | ({ readonly kind: 'gap' } & LogGap);

interface FrameRead {
  readonly header: FrameHeader;
  readonly payload: Uint8Array | undefined;
  readonly bytes: number;
}

/**
 * Reads the stored log group by group from the group that begins at `fromLsn`, checking checksums and the chain.
 * Damage becomes a fault of a group, or a gap; reading goes on behind it.
 */
export async function* readLog(
  device: Device,
  fromLsn: Lsn,
  prevCrc: number | undefined,
): AsyncGenerator<LogPiece> {
  let nextLsn = fromLsn;
  let chain = prevCrc;
  let fault: string | undefined;
  let pending: FrameRead[] = [];
  let lastKey = 0;
  for await (const stored of framesFrom(device, fromLsn)) {
    const decoded = decodeFrame(stored.bytes);
    lastKey = stored.lsn;
    if (!decoded.ok) {
      fault ??= decoded.reason;
      continue;
    }
    const { header } = decoded;
    if (stored.lsn !== frameKey(header.firstLsn, header.index)) {
      fault ??= 'another frame is stored in its place';
      continue;
    }
    if (header.firstLsn < nextLsn) continue;
    const opener = pending[0];
    if (opener !== undefined && opener.header.firstLsn !== header.firstLsn) {
      const group = finishGroup(pending, fault);
      yield { kind: 'group', group };
      nextLsn = (group.lastLsn + 1) as Lsn;
      chain = group.lastCrc;
      fault = undefined;
      pending = [];
    }
    if (pending.length === 0) {
      if (header.firstLsn > nextLsn) {
        yield gap(nextLsn, header.firstLsn as Lsn, fault ?? 'frames are missing');
        nextLsn = header.firstLsn as Lsn;
        fault = undefined;
        chain = undefined;
      } else if (chain !== undefined && header.index === 0 && header.prevCrc !== chain) {
        fault ??= 'the chain of frames is broken';
      }
    }
    pending.push({ header, payload: decoded.payload, bytes: stored.bytes.length });
    if (header.index === header.frameCount - 1) {
      const group = finishGroup(pending, fault);
      yield { kind: 'group', group };
      nextLsn = (group.lastLsn + 1) as Lsn;
      chain = group.lastCrc;
      fault = undefined;
      pending = [];
    }
  }
  if (pending.length > 0) {
    const group = finishGroup(pending, fault ?? 'the last frames are missing');
    yield { kind: 'group', group };
    nextLsn = (group.lastLsn + 1) as Lsn;
    fault = undefined;
  }
  if (fault !== undefined) {
    yield gap(nextLsn, (Math.floor(lastKey) + LOST_TAIL_LSNS) as Lsn, fault);
  }
}

function gap(fromLsn: Lsn, toLsn: Lsn, fault: string): LogPiece {
  return { kind: 'gap', fromLsn, toLsn, fault };
}

async function* framesFrom(
  device: Device,
  fromLsn: number,
): AsyncGenerator<{ readonly lsn: number; readonly bytes: Uint8Array }> {
  let limit = FRAMES_PER_READ;
  let reading = device.readLog(fromLsn, limit);
  for (;;) {
    const frames = await reading;
    const last = frames[frames.length - 1];
    const isEnd = last === undefined || frames.length < limit;
    if (!isEnd) {
      limit = limitAfter(frames);
      reading = device.readLog(last.lsn + 1 / 4096, limit);
      // Awaited, unless the reader has had enough before.
      reading.catch(() => undefined);
    }
    yield* frames;
    if (isEnd) return;
  }
}

function limitAfter(frames: readonly { readonly bytes: Uint8Array }[]): number {
  const bytes = frames.reduce((sum, frame) => sum + frame.bytes.length, 0);
  const wanted = Math.floor((BYTES_PER_READ * frames.length) / bytes);
  return Math.min(FRAMES_PER_READ_MAX, Math.max(FRAMES_PER_READ, wanted));
}

function finishGroup(frames: readonly FrameRead[], chainFault: string | undefined): StoredGroup {
  const first = (frames[0] as FrameRead).header;
  const last = (frames[frames.length - 1] as FrameRead).header;
  const payloads: (Uint8Array | undefined)[] = [];
  let bytes = 0;
  for (const frame of frames) {
    payloads[frame.header.index] = frame.payload;
    bytes += frame.bytes;
  }
  const isWhole =
    frames.length === first.frameCount && frames.every((frame) => frame.payload !== undefined);
  const fault = isWhole ? chainFault : (chainFault ?? 'a frame fails its checksum');
  return {
    ...decodeGroup(first, payloads),
    firstLsn: first.firstLsn as Lsn,
    lastLsn: (first.firstLsn + first.recordCount - 1) as Lsn,
    prevCrc: first.prevCrc,
    lastCrc: last.headerCrc,
    epoch: first.epoch,
    trees: first.trees,
    bytes,
    fault,
  };
}
