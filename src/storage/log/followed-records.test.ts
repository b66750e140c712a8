import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../device/memory.ts';
import type { DeviceOpener } from '../device/port.ts';
import type { LogStore } from '../log-store.ts';
import type { Lsn, TreeId } from '../store.ts';
import { CURSOR_TREE } from '../system-tree.ts';
import { openStore, turn } from '../../testing/open-store.ts';
import { cursorChange } from './cursor.ts';
import type { FollowedChange, FollowedItem } from './followed-records.ts';
import { FollowedRecords } from './followed-records.ts';
import { findText, textIn, textRow } from '../../testing/text-rows.ts';

const TREE = 640 as TreeId;
const KEY = 'k' as KeyBytes;
const lsn = (value: number): Lsn => value as Lsn;
const item = (text: string) => ({ row: textRow(text), sizeBytes: 1, item: undefined });
const change = (name: string) => ({
  tree: TREE,
  key: name as KeyBytes,
  before: undefined,
  after: item(name),
  isBeforeLost: false,
});
const afterOf = (followed: FollowedRecords, limit: number) =>
  followed.unanswered(limit).changes.map(({ after }) => findText(after?.row));

function threeRecords(): FollowedRecords {
  const followed = new FollowedRecords();
  followed.add(lsn(4), change('a'));
  followed.add(lsn(5), change('b'));
  followed.add(lsn(5), change('c'));
  followed.add(lsn(9), change('d'));
  return followed;
}

describe('followed records', () => {
  it('are taken oldest first, whole records at a time', () => {
    expect(afterOf(threeRecords(), 2)).toEqual(['a', 'b', 'c']);
    expect(threeRecords().unanswered(2).lastLsn).toBe(5);
  });

  it('stay until the record that answers them is durable', () => {
    const followed = threeRecords();
    followed.answered(lsn(5), lsn(10));
    expect(afterOf(followed, 9)).toEqual(['d']);
    followed.committed(lsn(9));
    expect(followed.oldestLsn).toBe(4);
    followed.committed(lsn(10));
    expect(followed.oldestLsn).toBe(9);
  });

  it('are to be answered again when their answer is refused, and gone when they are', () => {
    const followed = threeRecords();
    followed.answered(lsn(9), lsn(10));
    followed.refused(lsn(9));
    expect(afterOf(followed, 9)).toEqual(['a', 'b', 'c']);
  });
});

async function reopened(devices: DeviceOpener): Promise<LogStore> {
  const { device } = await devices.open({ mustExist: false });
  return openStore(device);
}

const append = (store: LogStore, changes: Parameters<LogStore['append']>[0]): Promise<Lsn> =>
  turn(store, () => store.append(changes));

const put = (text: string) =>
  ({
    kind: 'put',
    tree: TREE,
    key: KEY,
    row: textRow(text),
    sizeBytes: 1,
    isFollowed: true,
  }) as const;

/** The change with its rows as text. */
function shown({ before, after, ...rest }: FollowedChange): object {
  const textAndSize = (item: FollowedItem | undefined): unknown => {
    expect(item?.item).toBeUndefined();
    return item && [textIn(item.row), item.sizeBytes];
  };
  return { ...rest, before: textAndSize(before), after: textAndSize(after) };
}

describe('the log', () => {
  it('is kept for followers past a checkpoint, with the image before each change', async () => {
    const devices = memoryDevices();
    const store = await reopened(devices);
    await append(store, [put('one')]);
    const second = await append(store, [put('two')]);
    await append(store, [put('two')]);
    expect(await store.checkpoint()).toBe(true);
    expect(store.checkpointer.superblock.redoFromLsn).toBeLessThan(second);
    const { followed } = await reopened(devices);
    expect(followed.unanswered(9).changes.map(shown)).toEqual([
      { tree: TREE, key: KEY, before: undefined, after: ['one', 1], isBeforeLost: false },
      { tree: TREE, key: KEY, before: ['one', 1], after: ['two', 1], isBeforeLost: false },
    ]);
  });

  it('is let go behind what they have answered', async () => {
    const devices = memoryDevices();
    const store = await reopened(devices);
    const last = await append(store, [put('one')]);
    const answer = await append(store, [cursorChange(last)]);
    store.followed.answered(last, answer);
    expect(findText(store.find(CURSOR_TREE, 'index' as KeyBytes))).toBe(`{"lsn":${String(last)}}`);
    expect(await store.checkpoint()).toBe(true);
    expect(store.checkpointer.superblock.redoFromLsn).toBeGreaterThan(last);
    expect((await reopened(devices)).followed.unansweredCount).toBe(0);
  });
});
