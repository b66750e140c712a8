import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../kernel/byte-reader.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { isLostRow } from '../stored-item.ts';
import type { Lsn, TreeId } from '../store.ts';
import { decodeFrame, FRAME_BYTES_MAX, FRAME_HEADER_BYTES } from './frame-codec.ts';
import { decodeGroup, CommitGroup } from './commit-group.ts';
import { contentOf, textIn, textRow } from '../../testing/text-rows.ts';
import type { LogRecord } from './log-record.ts';
import { decodeRecordTime, encodePut, encodeRecordHead } from './log-record.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function takeoverFrame(): Uint8Array {
  const group = new CommitGroup(1 as Lsn);
  encodeRecordHead(group.keys, 1_700_000_000_000 * 1024, 0);
  group.seal();
  const [frame] = group.toFrames(1, 0).frames;
  if (frame === undefined) throw new Error('a group has a frame');
  return frame.bytes;
}

describe('a log frame', () => {
  it('has the bytes that docs/data-format.md shows', () => {
    expect(hexOf(takeoverFrame())).toBe(FIXTURE);
  });

  it('is found damaged whichever byte of it changes', () => {
    const frame = takeoverFrame();
    for (let at = 0; at < frame.length; at++) {
      const flipped = frame.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      const decoded = decodeFrame(flipped);
      expect(decoded.ok && decoded.payload !== undefined, `byte ${String(at)}`).toBe(false);
    }
  });

  it('is found damaged wherever it is cut', () => {
    const frame = takeoverFrame();
    for (let length = 0; length < frame.length; length++) {
      const decoded = decodeFrame(frame.subarray(0, length));
      expect(decoded.ok && decoded.payload !== undefined).toBe(false);
    }
  });
});

/** The record with the rows of its items as text. */
function shown({ changes, ...rest }: LogRecord): object {
  const texts = changes.map((change) =>
    change.kind === 'put' ? { ...change, item: contentOf(change.item) } : change,
  );
  return { ...rest, changes: texts };
}

describe('a group larger than a stored value', () => {
  it('is cut into frames under the maximum and put together again', () => {
    const group = new CommitGroup(7 as Lsn);
    const text = `{"t":"${'é'.repeat(100_000)}"}`;
    const textBytes = group.values.utf8(text);
    encodeRecordHead(group.keys, 9, 1);
    group.keys.u8(1);
    group.keys.f64(3);
    group.keys.u16(2);
    group.keys.oneByteString('\u00ff\u0000');
    group.keys.u32(0xffffffff);
    group.keys.u32(200_007);
    group.keys.u32(textBytes);
    group.seal();
    const { frames } = group.toFrames(2, 99);
    expect(frames.length).toBe(4);
    const decoded = frames.map(({ bytes }) => {
      expect(bytes.length).toBeLessThanOrEqual(FRAME_BYTES_MAX);
      const frame = decodeFrame(bytes);
      if (!frame.ok) throw new Error(frame.reason);
      return frame;
    });
    const first = decoded[0];
    if (first === undefined) throw new Error('there is a first frame');
    const whole = decodeGroup(
      first.header,
      decoded.map((frame) => frame.payload),
    );
    expect(whole.records.map(shown)).toEqual([
      {
        lsn: 7,
        stamp: 9,
        changes: [
          {
            kind: 'put',
            tree: 3,
            key: '\u00ff\u0000',
            oldSizeBytes: undefined,
            item: { text, sizeBytes: 200_007, stamp: 9, origin: 0 },
          },
        ],
      },
    ]);
    const missing = decodeGroup(
      first.header,
      decoded.map((frame, i) => (i === 3 ? undefined : frame.payload)),
    );
    expect(missing.unknownKeys).toBe(false);
    const [lost] = missing.records[0]?.changes ?? [];
    expect(lost).toMatchObject({ kind: 'put', key: '\u00ff\u0000', item: { sizeBytes: 200_007 } });
    expect(lost?.kind === 'put' && isLostRow(lost.item)).toBe(true);
    const keyless = decodeGroup(
      first.header,
      decoded.map((frame, i) => (i === 0 ? undefined : frame.payload)),
    );
    expect(keyless.unknownKeys).toBe(true);
  });

  it('holds a row once that several of its changes have', () => {
    const text = '{"t":"once"}';
    const first = '{"t":"before"}';
    const group = new CommitGroup(7 as Lsn);
    encodeRecordHead(group.keys, 9, 3);
    const row = textRow(text);
    [textRow(first), row, row].forEach((each, i) => {
      const put = { tree: i as TreeId, key: 'k' as KeyBytes, sizeBytes: 5 };
      const old = { sizeBytes: undefined, rowBytes: undefined, version: undefined };
      encodePut(
        group.keys,
        put,
        group.placeRow(each, { isEntry: i === 2, hasEntries: i < 2 }),
        old,
      );
    });
    group.seal();
    expect(group.values.length).toBe(first.length + text.length);
    const [frame] = group.toFrames(1, 0).frames;
    const decoded = decodeFrame(frame?.bytes ?? new Uint8Array());
    if (!decoded.ok) throw new Error(decoded.reason);
    const { records } = decodeGroup(decoded.header, [decoded.payload]);
    const texts = records[0]?.changes.map((change) => change.kind === 'put' && textIn(change.item));
    expect(texts).toEqual([first, text, text]);
  });

  it('keeps the time of the clock beside the stamp of a record, which is then no emptier', () => {
    const group = new CommitGroup(7 as Lsn);
    encodeRecordHead(group.keys, 9, 0, 5);
    group.seal();
    const [frame] = group.toFrames(1, 0).frames;
    const decoded = decodeFrame(frame?.bytes ?? new Uint8Array());
    if (!decoded.ok || decoded.payload === undefined) throw new Error('no frame');
    const { records } = decodeGroup(decoded.header, [decoded.payload]);
    expect(records).toMatchObject([{ lsn: 7, stamp: 9, clockMs: 5, changes: [] }]);
    expect(decodeRecordTime(new ByteReader(decoded.payload))).toEqual({ stamp: 9, clockMs: 5 });
  });

  it('keeps the header at its documented length', () => {
    expect(FRAME_HEADER_BYTES).toBe(56);
  });
});

const FIXTURE =
  '48524c31020000000100000000000000' +
  '0000f03f01000000010000000a000000' +
  '00000000000000000a0000003f643cf7' +
  '00000000fc182c3a' +
  '00008056febc18430000';
