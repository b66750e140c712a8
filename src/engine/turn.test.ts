import { describe, expect, it } from 'vitest';
import type { KeyBytes } from '../kernel/key-bytes.ts';
import { NothingYet } from '../operations/long-poll.ts';
import { HeardTables, RegionFault } from '../region/region-fault.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import { FollowerBehind } from '../storage/follower-behind.ts';
import { LogFault } from '../storage/log/logged-store.ts';
import type { LogStore } from '../storage/log-store.ts';
import type { Lsn, TreeId } from '../storage/store.ts';
import { PageFault } from '../storage/tree/page-fault.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import { openStore } from '../testing/open-store.ts';
import { AnswerLedger } from './answer-ledger.ts';
import type { Answer } from './engine-interface.ts';
import { Executor } from './executor.ts';
import { KNOBS } from '../kernel/knobs.ts';
import { Admission } from './admission.ts';
import { LongestWait } from './longest-wait.ts';
import { Turns } from './turn.ts';
import { textRow } from '../testing/text-rows.ts';

const TREE = 640 as TreeId;

/** All that has a turn run again which has not appended. */
const SIGNALS = [
  new PageFault(TREE, ['' as KeyBytes]),
  new LogFault(1 as Lsn),
  new FollowerBehind(),
  new RegionFault('eu-west-1', 'notes'),
  new NothingYet({ tree: TREE, seenLsn: 0 as Lsn, waitMs: 10, answer: '{}' }),
  new Error('planted'),
];

function append(store: LogStore): Lsn {
  const put = {
    kind: 'put',
    tree: TREE,
    key: 'a' as KeyBytes,
    row: textRow('{}'),
    sizeBytes: 2,
  } as const;
  return store.append([put]);
}

async function opened() {
  const { device } = await memoryDevices().open({ mustExist: false });
  const store = await openStore(device);
  let appended = 0;
  const turns = new Turns(store, {
    onReadFault: (fault) => {
      throw fault;
    },
    onAppended: () => {
      appended++;
    },
    caughtUp: () => Promise.resolve(),
  });
  return { store, turns, appended: () => appended };
}

describe('a turn', () => {
  it('runs again from its start when what it lacked is there', async () => {
    const { store, turns } = await opened();
    const lsn = await turns.durable(() => append(store));
    let runs = 0;
    const loaded = await turns.loaded(() => {
      if (++runs < 3) throw new LogFault(lsn);
      return runs;
    });
    expect(loaded).toBe(3);
  });

  it('resolves when what it has written is durable', async () => {
    const { store, turns } = await opened();
    expect(await turns.durable(() => append(store))).toBe(store.durableLsn);
  });

  it.each(SIGNALS)('that appended and then failed with $name leaves one record', async (signal) => {
    const { store, turns, appended } = await opened();
    const { nextLsn } = store;
    for (const run of ['loaded', 'durable'] as const) {
      let records = 0;
      const failing = turns[run](() => {
        append(store);
        if (++records === 1) throw signal;
      });
      await expect(failing).rejects.toThrow('a turn that had appended a record failed');
    }
    expect([store.nextLsn, appended()]).toEqual([nextLsn + 2, 2]);
  });
});

describe('a request', () => {
  it.each(SIGNALS)('that appended and then failed with $name is answered once', async (signal) => {
    const { store, turns } = await opened();
    const { nextLsn } = store;
    const answers: Answer[] = [];
    const executor: Executor = new Executor(store, turns, {
      describeDamage: String,
      park: () => expect.unreachable(),
      recall: () => undefined,
      askRegion: () => expect.unreachable(),
      // What it lacks before it appends is loaded.
      rerun: (job) => executor.run(job),
      longestWait: new LongestWait(fakeWorld().host),
      admission: new Admission(KNOBS.heldBytes),
    });
    let records = 0;
    const run = (): string => {
      append(store);
      if (++records === 1) throw signal;
      return '{}';
    };
    const ledger = new AnswerLedger(fakeWorld().host).of('client');
    const send = (): Promise<void> =>
      new Promise((resolve) => {
        const answer = (given: Answer): void => {
          answers.push(given);
          resolve();
        };
        const caller = { aborted: false, ledger, number: 1 };
        const request = { run, touches: () => [], missingPages: () => [] };
        executor.run({
          request,
          caller,
          answer,
          faults: 0,
          heldSinceMs: undefined,
          hasWaited: false,
          heard: new HeardTables(),
          pins: undefined,
        });
      });
    await send();
    await send();
    expect(answers[0]).toMatchObject({ status: 500, body: expect.stringContaining('A bug in') });
    expect(answers[1]).toEqual(answers[0]);
    // One record, and the note of its answer.
    expect(store.nextLsn).toBe(nextLsn + 2);
  });
});
