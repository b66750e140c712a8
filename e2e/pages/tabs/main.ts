/** The page of which the tab specs open several. */
import { open } from 'hashrange/external';
import type { Database } from 'hashrange/external';
import type { LaneTally, Status, Tabs } from '../../tabs/protocol.ts';
import { ITEMS_OF_LANE, TABLE, TALLY_CHANNEL } from '../../tabs/protocol.ts';
import { counterKey, itemKey, Lanes } from './lanes.ts';

/** Where a frame has the epoch of who wrote it. Source: docs/data-format.md. */
const EPOCH_AT = 8;

let database: Database | undefined;
let lanes: Lanes | undefined;
const heard = new Map<string, LaneTally>();
let tallyChannel: BroadcastChannel | undefined;

function opened(): Database {
  if (database === undefined) throw new Error('the database is not open');
  return database;
}

function working(): Lanes {
  if (lanes === undefined) throw new Error('the lanes have not started');
  return lanes;
}

async function status(): Promise<Status> {
  const { role, epoch, tabs } = await opened().stats();
  return { role, epoch, tabs };
}

async function getItem(Key: object): Promise<Readonly<Record<string, { N?: string }>> | undefined> {
  const input = { TableName: TABLE, Key, ConsistentRead: true };
  const { Item } = await opened().send<{ Item?: Record<string, { N?: string }> }>('GetItem', input);
  return Item;
}

const numberOf = (value: { N?: string } | undefined): number | undefined =>
  value?.N === undefined ? undefined : Number(value.N);

function logOf(name: string): Promise<readonly ArrayBuffer[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(`hashrange/${name}/us-east-1`);
    opening.onerror = () => {
      reject(new Error('the database does not open'));
    };
    opening.onsuccess = () => {
      const db = opening.result;
      const frames = db.transaction('log').objectStore('log').getAll() as IDBRequest<ArrayBuffer[]>;
      frames.onsuccess = () => {
        db.close();
        resolve(frames.result);
      };
    };
  });
}

const tabs: Tabs = {
  open: async (name) => {
    database = await open(name);
    await database.ensureTable({ TableName: TABLE, pk: 'id' });
    return status();
  },
  start: async (label) => {
    if (lanes === undefined) lanes = new Lanes(opened(), label);
    else lanes.resume();
  },
  pause: () => working().pause(),
  finish: async () => {
    await working().pause();
    const { tallies, faults, calls } = working();
    return { lanes: tallies, faults, calls };
  },
  status,
  resetGap: async () => {
    working().resetGap();
  },
  gapUntilAnswered: () => working().gapUntilAnswered(),
  nextOwner: async (epoch) => {
    for (;;) {
      const now = await status();
      if (now.epoch > epoch) return now;
    }
  },
  readLane: async (label, lane) => {
    const counter = await getItem(counterKey(label, lane));
    const items = await Promise.all(
      Array.from({ length: ITEMS_OF_LANE }, async (_, item) =>
        numberOf((await getItem(itemKey(label, lane, item)))?.['version']),
      ),
    );
    return { counter: numberOf(counter?.['n']) ?? 0, items };
  },
  epochsInLog: async (name) => {
    const epochs = (await logOf(name)).map((frame) =>
      new DataView(frame).getUint32(EPOCH_AT, true),
    );
    return epochs.filter((epoch, i) => epoch !== epochs[i - 1]);
  },
  spin: async (ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  },
  hearTallies: async () => {
    if (tallyChannel === undefined) {
      tallyChannel = new BroadcastChannel(TALLY_CHANNEL);
      tallyChannel.onmessage = ({ data }: MessageEvent<LaneTally>) => {
        heard.set(`${data.label}/${data.lane}`, data);
      };
    }
    return [...heard.values()];
  },
  close: () => opened().close(),
  destroy: () => opened().destroy(),
};

Object.assign(globalThis, { tabs });
