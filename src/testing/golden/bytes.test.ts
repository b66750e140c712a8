/** The bytes of every format on the disk, as files: a value is written as they say, and they are read as that value. */
import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../item/attributes.ts';
import { entryKeyOf } from '../../item/index-key.ts';
import { keyOf } from '../../item/key-codec.ts';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import {
  markForDestruction,
  readDestructionMark,
} from '../../storage/checkpoint/destruction-mark.ts';
import { encodeSuperblock, readSuperblock } from '../../storage/checkpoint/superblock.ts';
import type { Superblock } from '../../storage/checkpoint/superblock.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import { EMPTY_BATCH } from '../../storage/device/port.ts';
import type { Device } from '../../storage/device/port.ts';
import { decodeFrame } from '../../storage/log/frame-codec.ts';
import { decodeGroup, CommitGroup } from '../../storage/log/commit-group.ts';
import type { EncodedOld, LoggedChange, PlacedRow } from '../../storage/log/log-record.ts';
import {
  encodeDelete,
  encodeDropTree,
  encodeNote,
  encodePut,
  encodeRecordHead,
} from '../../storage/log/log-record.ts';
import type { RunName } from '../../storage/page/page-key.ts';
import type { RunRef } from '../../storage/run/run-codec.ts';
import type { Lsn, TreeId } from '../../storage/store.ts';
import type { TreeSet } from '../../storage/tree/tree-set.ts';
import { contentOf, findText, textRow } from '../text-rows.ts';
import { golden } from './golden.ts';
import { bytesOfText } from './hex.ts';

const STAMP = 1_700_000_000_000 * 1_024;
const TREE = 130 as TreeId;
const RUN: RunName = { epoch: 3, number: 0x89abcdef };
const TEXT = '{"a":{"S":"é"}}';

async function newDevice(): Promise<Device> {
  const { device } = await memoryDevices().open({ mustExist: false });
  return device;
}

/** The change with its rows as text. */
function shown(change: LoggedChange): object {
  if (change.kind === 'dropTree') return change;
  const { followed } = change;
  const image = followed && { ...followed, oldText: findText(followed.oldRow) };
  const item = change.kind === 'put' ? contentOf(change.item) : undefined;
  return { ...change, item, followed: image };
}

/** A group in which a change of every kind stands, and its records as they are read. */
function everyChange(): CommitGroup {
  const group = new CommitGroup(7 as Lsn);
  const { keys, values } = group;
  const key = (text: string): KeyBytes => text as KeyBytes;
  const row = textRow(TEXT);
  const none: EncodedOld = { sizeBytes: undefined, rowBytes: undefined, version: undefined };
  const old = (image: string | undefined, version?: EncodedOld['version']): EncodedOld => ({
    sizeBytes: 9,
    rowBytes: image === undefined ? undefined : values.utf8(image),
    version,
  });
  const put = { tree: TREE, sizeBytes: 4 };
  const place = (isEntry = false): PlacedRow => group.placeRow(row, { isEntry, hasEntries: true });
  const records: readonly (() => number)[] = [
    () => {
      encodeRecordHead(keys, STAMP, 4);
      encodePut(keys, { ...put, key: key('put') }, place(), none);
      encodePut(keys, { ...put, key: key('sharing') }, place(true), { ...none, sizeBytes: 3 });
      encodeDelete(keys, { tree: TREE, key: key('delete') }, old(undefined));
      encodeDropTree(keys, 131 as TreeId);
      return group.seal();
    },
    () => {
      encodeRecordHead(keys, STAMP + 1, 2, 1_600_000_000_000);
      const followed = { tree: TREE, isFollowed: true };
      const placed = place();
      encodePut(keys, { ...put, ...followed, key: key('followed') }, placed, old('{"old":1}'));
      encodeDelete(keys, { ...followed, key: key('unfollowed') }, old('{"old":2}'));
      return group.seal();
    },
    () => {
      encodeRecordHead(keys, STAMP + 2, 2);
      const version = { stamp: STAMP - 5, origin: 2 };
      const marked = { tree: TREE, isFollowed: true, keepsImage: true, version };
      const placed = place();
      const image = old('{"old":3}', { stamp: STAMP - 9, origin: 1 });
      encodePut(keys, { ...put, ...marked, key: key('marked') }, placed, image);
      const expired = { tree: TREE, key: key('expired'), isExpiry: true };
      encodeDelete(keys, expired, old(undefined));
      return group.seal();
    },
    () => {
      encodeRecordHead(keys, STAMP + 3, 1);
      encodeNote(group, { client: 'client-1', number: 12, status: 200, body: '{"ok":1}' });
      return group.seal();
    },
  ];
  for (const write of records) write();
  group.touch(TREE);
  return group;
}

it('the log: a frame with a change of every kind', async () => {
  const { frames } = everyChange().toFrames(3, 0xabcdef01);
  expect(frames).toHaveLength(1);
  const bytes = golden('frame', frames[0]!.bytes);
  const decoded = decodeFrame(bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  const { header, payload } = decoded;
  expect(header).toMatchObject({ epoch: 3, firstLsn: 7, recordCount: 4, prevCrc: 0xabcdef01 });
  const { records, unknownKeys } = decodeGroup(header, [payload]);
  expect(unknownKeys).toBe(false);
  expect(records.map(({ lsn, stamp, clockMs }) => [lsn, stamp - STAMP, clockMs])).toEqual([
    [7, 0, undefined],
    [8, 1, 1_600_000_000_000],
    [9, 2, undefined],
    [10, 3, undefined],
  ]);
  const changes = records.flatMap((record) => record.changes);
  expect(changes.map((change) => ('key' in change ? change.key : change.tree))).toEqual([
    'put',
    'sharing',
    'delete',
    131,
    'followed',
    'unfollowed',
    'marked',
    'expired',
  ]);
  expect(shown(changes[1]!)).toMatchObject({
    kind: 'put',
    item: { text: TEXT, sizeBytes: 4 },
    oldSizeBytes: 3,
  });
  expect(shown(changes[5]!)).toMatchObject({
    followed: { oldText: '{"old":2}', isForIndexes: true },
  });
  expect(shown(changes[6]!)).toMatchObject({
    item: { text: TEXT, stamp: STAMP - 5, origin: 2 },
    followed: { oldText: '{"old":3}', oldVersion: { stamp: STAMP - 9, origin: 1 } },
  });
  expect(changes[7]).toMatchObject({ kind: 'delete', isExpiry: true, oldSizeBytes: 9 });
  expect(records[3]?.note).toEqual({
    client: 'client-1',
    number: 12,
    status: 200,
    body: '{"ok":1}',
  });
});

describe('keys', () => {
  const schema = {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'N' },
  } as const;
  const item = {
    pk: { S: 'é\u0000\u0001a' },
    sk: { N: '-12.5' },
    b: { B: 'AAH/' },
  };

  it('of an item', async () => {
    const key = bytesOfText(keyOf(schema, attributesOf(item)));
    expect(golden('item-key', key)).toEqual(key);
  });

  it('of an index entry', async () => {
    const index = { hash: [{ name: 'b', type: 'B' }], range: [{ name: 'sk', type: 'N' }] } as const;
    const entry = bytesOfText(
      entryKeyOf(index, attributesOf(item), keyOf(schema, attributesOf(item))) ?? '',
    );
    expect(golden('entry-key', entry)).toEqual(entry);
  });
});

describe('meta', () => {
  const run: RunRef = {
    ...RUN,
    rows: 6,
    fromRow: 2,
    fromLsn: 7 as Lsn,
    lastLsn: 19 as Lsn,
    headCrc: 0xfedcba98,
  };

  it.each([
    ['superblock', []],
    ['superblock-with-runs', [run]],
  ])('a %s', async (kind, runs) => {
    const block: Superblock = {
      storeId: '01234567-89ab-cdef-0123-456789abcdef',
      epoch: 4,
      checkpointEpoch: 3,
      sequence: 11,
      redoFromLsn: 20 as Lsn,
      redoPrevCrc: 0x89abcdef,
      logFromLsn: 12 as Lsn,
      suspectLsn: 5 as Lsn,
      suspectTrees: 6 as TreeSet,
      countsLsn: 19 as Lsn,
      counts: [
        { tree: TREE, items: 2, sizeBytes: 4, isStored: true, branchCrc: 0x12345678 },
        { tree: 131 as TreeId, items: 0, sizeBytes: 0, isStored: false, branchCrc: 0 },
      ],
      runs,
    };
    const [slot] = encodeSuperblock(block);
    expect(slot?.name).toBe('superblock-1');
    const bytes = golden(kind, slot!.bytes);
    const device = await newDevice();
    await device.write({ ...EMPTY_BATCH, putMeta: [{ name: 'superblock-1', bytes }] }, 'strict');
    expect(await readSuperblock(device)).toEqual({ kind: 'valid', block, damagedSlots: 0 });
  });

  it('the mark of a store that is being destroyed', async () => {
    const device = await newDevice();
    await markForDestruction(device, ['store-1', 'store-2']);
    const bytes = golden('condemned', (await device.readMeta('condemned'))!);
    const other = await newDevice();
    await other.write({ ...EMPTY_BATCH, putMeta: [{ name: 'condemned', bytes }] }, 'strict');
    expect(await readDestructionMark(other)).toEqual(['store-1', 'store-2']);
  });
});
