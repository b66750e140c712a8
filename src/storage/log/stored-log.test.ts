import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { fakeWorld } from '../../testing/fake-world.ts';
import { openStore, turn } from '../../testing/open-store.ts';
import { memoryDevices } from '../device/memory.ts';
import type { Device } from '../device/port.ts';
import type { LogStore } from '../log-store.ts';
import type { Change, Lsn, TreeId } from '../store.ts';
import type { LoggedChange, LogRecord } from './log-record.ts';
import { contentOf, findText, textIn, textRow } from '../../testing/text-rows.ts';

const HOUR_MS = 3_600_000;
const START = 1 as Lsn;

async function newDevice(): Promise<Device> {
  return (await memoryDevices().open({ mustExist: false })).device;
}

function append(store: LogStore, changes: readonly Change[]): Promise<Lsn> {
  return turn(store, () => store.append(changes));
}

function durable(store: LogStore): Promise<void> {
  return new Promise((resolve, reject) => {
    store.log.whenDurable((store.nextLsn - 1) as Lsn, (fault) => {
      if (fault === undefined) resolve();
      else reject(fault);
    });
  });
}

/** Every record that a reader finds from `from` on. */
function readFrom(store: LogStore, from: Lsn, trees: readonly TreeId[]): Promise<LogRecord[]> {
  return turn(store, () => {
    const found: LogRecord[] = [];
    store.readLog({ from, trees }, (record) => {
      found.push(record);
      return true;
    });
    return found;
  });
}

const put = (tree: TreeId, name: string, text: string) =>
  ({
    kind: 'put',
    tree,
    key: name as KeyBytes,
    row: textRow(text),
    sizeBytes: text.length,
    keepsImage: true,
  }) as const;

/** The change with its rows as text. */
function shown(change: LoggedChange): object {
  if (change.kind === 'dropTree') return change;
  const { followed } = change;
  const image = followed && { ...followed, oldText: findText(followed.oldRow) };
  const item = change.kind === 'put' ? contentOf(change.item) : undefined;
  return { ...change, item, followed: image };
}

describe('a change that keeps its image', () => {
  it('is read with the item before, its version and what it says of itself', async () => {
    const store = await openStore(await newDevice());
    const tree = 640 as TreeId;
    const key = 'k' as KeyBytes;
    const version = { stamp: 77, origin: 3 };
    await append(store, [put(tree, 'k', 'one')]);
    await append(store, [{ ...put(tree, 'k', 'two'), version }]);
    await append(store, [{ kind: 'delete', tree, key, keepsImage: true, isExpiry: true }]);
    expect(store.find(tree, key)).toBeUndefined();
    await durable(store);
    const records = await readFrom(store, START, [tree]);
    const [one, two, gone] = records.flatMap(({ stamp, changes }) =>
      changes.map((change) => ({ stamp, change: shown(change) })),
    );
    expect(one?.change).toMatchObject({
      item: { text: 'one', stamp: one?.stamp, origin: 0 },
      followed: { oldText: undefined, oldVersion: undefined, isForIndexes: false },
    });
    expect(two?.change).toMatchObject({
      item: { text: 'two', ...version },
      oldSizeBytes: 3,
      followed: { oldText: 'one', oldVersion: { stamp: one?.stamp, origin: 0 } },
    });
    expect(gone?.change).toMatchObject({
      kind: 'delete',
      isExpiry: true,
      version: { stamp: gone?.stamp, origin: 0 },
      followed: { oldText: 'two', oldVersion: version },
    });
  });

  it('leaves the version of its item on the device', async () => {
    const device = await newDevice();
    const store = await openStore(device);
    const tree = 640 as TreeId;
    const version = { stamp: 77, origin: 255 };
    await append(store, [{ ...put(tree, 'k', 'one'), version }]);
    expect(await store.checkpoint()).toBe(true);
    const again = await openStore(device);
    expect(await turn(again, () => again.find(tree, 'k' as KeyBytes))).toMatchObject(version);
  });

  it('is of interest to readers alone when nothing changes, and to nobody when nothing was there', async () => {
    const store = await openStore(await newDevice());
    const tree = 640 as TreeId;
    await append(store, [put(tree, 'k', 'one')]);
    await append(store, [{ ...put(tree, 'k', 'one'), isFollowed: true }]);
    await append(store, [{ kind: 'delete', tree, key: 'x' as KeyBytes, keepsImage: true }]);
    expect(store.followed.unansweredCount).toBe(0);
    await durable(store);
    const changes = (await readFrom(store, START, [tree])).flatMap((record) => record.changes);
    expect(
      changes.map((change) => change.kind !== 'dropTree' && findText(change.followed?.oldRow)),
    ).toEqual([undefined, 'one', undefined]);
    expect(changes[2]).toMatchObject({ followed: undefined });
  });
});

describe('the stored log', () => {
  it('is read record by record from any place, of one table or several, in memory or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            tree: fc.constantFrom(640, 704, 768),
            key: fc.constantFrom('a', 'b', 'c'),
            // Some groups take more than one frame.
            length: fc.oneof({ weight: 9, arbitrary: fc.nat(40) }, fc.nat(90_000)),
            isCommitted: fc.boolean(),
          }),
          { maxLength: 30 },
        ),
        fc.boolean(),
        fc.nat(30),
        async (writes, isReopened, skipped) => {
          const device = await newDevice();
          let store = await openStore(device);
          store.storedLog.keep(() => ({ ageMs: HOUR_MS, fromLsn: undefined }));
          const expected: { lsn: Lsn; tree: number; text: string }[] = [];
          for (const { tree, key, length, isCommitted } of writes) {
            const text = 'x'.repeat(length + 1);
            const lsn = await append(store, [put(tree as TreeId, key, text)]);
            expected.push({ lsn, tree, text });
            if (isCommitted) await durable(store);
          }
          await durable(store);
          if (isReopened) store = await openStore(device);
          const from = expected[skipped]?.lsn ?? START;
          const wanted = [640, 768] as TreeId[];
          const found = (await readFrom(store, from, wanted)).flatMap(({ lsn, changes }) =>
            changes.flatMap((change) =>
              change.kind === 'put' && wanted.includes(change.tree)
                ? [{ lsn, tree: change.tree, text: textIn(change.item) }]
                : [],
            ),
          );
          expect(found).toEqual(expected.filter((each) => each.lsn >= from && each.tree !== 704));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells where to go on when a reader has had enough', async () => {
    const store = await openStore(await newDevice());
    const tree = 640 as TreeId;
    const lsns: Lsn[] = [];
    for (const name of ['a', 'b', 'c']) lsns.push(await append(store, [put(tree, name, name)]));
    await durable(store);
    const read = (from: Lsn, visits: number): Promise<Lsn> =>
      turn(store, () => {
        let left = visits;
        return store.readLog({ from, trees: [tree] }, ({ changes }) => {
          if (changes.length > 0) left--;
          return left > 0;
        });
      });
    expect(await read(START, 2)).toBe(lsns[2]);
    expect(await read(lsns[2] as Lsn, 9)).toBe(store.nextLsn);
  });

  it('stays as long as its readers want it, and goes with the checkpoint when it is too old', async () => {
    const device = await newDevice();
    const world = fakeWorld();
    const store = await openStore(device, 1_000_000, world);
    store.storedLog.keep(() => ({ ageMs: 24 * HOUR_MS, fromLsn: undefined }));
    const tree = 640 as TreeId;
    const lsns: Lsn[] = [];
    for (let hour = 0; hour < 40; hour++) {
      lsns.push(await append(store, [put(tree, String(hour), 'x')]));
      await durable(store);
      world.advance(HOUR_MS);
    }
    await turn(store, () => undefined);
    expect(await store.checkpoint()).toBe(true);
    expect(await store.checkpoint()).toBe(true);
    const oldest = store.oldestLogLsn;
    expect(oldest).toBeLessThanOrEqual(lsns[16] as Lsn);
    expect(oldest).toBeGreaterThan(lsns[10] as Lsn);
    const [first] = await device.readLog(0, 1);
    expect(first?.lsn).toBe(oldest);
    expect((await readFrom(store, oldest, [tree])).length).toBeGreaterThanOrEqual(24);
  });

  it('stays for each of its readers, whoever was there first', async () => {
    const store = await openStore(await newDevice());
    const tree = 640 as TreeId;
    const first = await append(store, [put(tree, 'a', 'x')]);
    const second = await append(store, [put(tree, 'b', 'x')]);
    const readNoMore = store.storedLog.keep(() => ({ ageMs: 0, fromLsn: first }));
    store.storedLog.keep(() => ({ ageMs: 0, fromLsn: second }));
    expect(store.storedLog.oldestWanted).toBe(first);
    readNoMore();
    expect(store.storedLog.oldestWanted).toBe(second);
  });

  it('stays from a record on that a reader names, across a reopening, and goes when nobody reads', async () => {
    const device = await newDevice();
    const store = await openStore(device);
    const tree = 640 as TreeId;
    const first = await append(store, [put(tree, 'a', 'x')]);
    store.storedLog.keep(() => ({ ageMs: 0, fromLsn: first }));
    await append(store, [put(tree, 'b', 'x')]);
    expect(await store.checkpoint()).toBe(true);
    expect(await store.checkpoint()).toBe(true);
    const again = await openStore(device);
    const readNoMore = again.storedLog.keep(() => ({ ageMs: 0, fromLsn: first }));
    expect((await readFrom(again, first, [tree])).length).toBeGreaterThan(1);
    readNoMore();
    expect(await again.checkpoint()).toBe(true);
    expect(await again.checkpoint()).toBe(true);
    expect(again.oldestLogLsn).toBeGreaterThan(first);
  });
});

describe('the note of an answer', () => {
  const note = { client: 'c'.repeat(16), number: 12, status: 200, body: '{"Attributes":{}}' };

  it('is stored with the record before it and found again at the next opening', async () => {
    const device = await newDevice();
    const store = await openStore(device);
    const lsn = await turn(store, () => {
      store.append([put(640 as TreeId, 'k', 'x'.repeat(400_000))]);
      return store.noteAnswer(note);
    });
    await durable(store);
    // Frames of the group have keys below the LSN of its second record: a frame at it would be another group's.
    expect((await device.readLog(lsn, 1)).length).toBe(0);
    const again = await openStore(device);
    expect(again.storedLog.foundNotes).toMatchObject([{ lsn, note }]);
  });

  it('is met by recovery as long as it is wanted', async () => {
    const device = await newDevice();
    const store = await openStore(device);
    const lsn = await turn(store, () => {
      store.append([put(640 as TreeId, 'k', 'x')]);
      return store.noteAnswer(note);
    });
    store.storedLog.keepNotes(() => lsn);
    expect(await store.checkpoint()).toBe(true);
    const again = await openStore(device);
    expect(again.storedLog.foundNotes).toHaveLength(1);
    again.storedLog.keepNotes(() => undefined);
    expect(await again.checkpoint()).toBe(true);
    expect((await openStore(device)).storedLog.foundNotes).toHaveLength(0);
  });
});
