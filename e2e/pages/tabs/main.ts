/** The page of which the tab specs open several. */
import { destroy, HashrangeError, open } from 'hashrange/external';
import type { AttributeValue, Database, ItemImage } from 'hashrange/external';
import type { LaneTally, Status, Tabs, Verdict } from '../../tabs/protocol.ts';
import { ITEMS_OF_LANE, TABLE, TALLY_CHANNEL } from '../../tabs/protocol.ts';
import { counterKey, itemKey, Lanes } from './lanes.ts';

/** Where a frame has the epoch of who wrote it. Source: docs/data-format.md. */
const EPOCH_AT = 8;

let database: Database | undefined;
let lanes: Lanes | undefined;
const heard = new Map<string, LaneTally>();
/** What the database has told. */
const told: string[] = [];
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

async function getItem(Key: ItemImage): Promise<ItemImage | undefined> {
  const input = { TableName: TABLE, Key, ConsistentRead: true };
  const { Item } = await opened().send('GetItem', input);
  return Item;
}

const numberOf = (value: AttributeValue | undefined): number | undefined =>
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

async function verdictOn(work: () => Promise<readonly string[]>): Promise<Verdict> {
  const since = performance.now();
  const verdict = { code: undefined, message: '', lost: undefined, tables: [] };
  try {
    const tables = await work();
    return { ...verdict, tables, ms: performance.now() - since };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, lost } =
      error instanceof HashrangeError ? error : { code: error.name, lost: undefined };
    const ms = performance.now() - since;
    return { ...verdict, code, message: error.message, lost: lost?.storeId, ms };
  }
}

async function listTables(): Promise<readonly string[]> {
  const { TableNames = [] } = await opened().send('ListTables', {});
  return TableNames;
}

async function askUntilRefused(): Promise<Verdict> {
  for (;;) {
    const verdict = await verdictOn(listTables);
    if (verdict.code !== undefined) return verdict;
  }
}

function openAndAsk(name: string, acceptLoss?: string): Promise<Verdict> {
  return verdictOn(async () => {
    database = await open(name, acceptLoss === undefined ? {} : { acceptLoss });
    return listTables();
  });
}

async function giveUp(name: string): Promise<void> {
  const db = opened();
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
  // Another tab may have done so.
  await db.send('UpdateTable', { TableName: TABLE, StreamSpecification }).catch(() => undefined);
  const trigger = db.trigger(name, { table: TABLE, from: 'LATEST', retries: 0 }, () => {
    throw new Error('no');
  });
  // Until the trigger has its place at the end of the stream.
  await trigger.idle();
  await db.send('PutItem', { TableName: TABLE, Item: { id: { S: name } } });
  await trigger.idle();
  await trigger.stop();
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
  ask: () => verdictOn(listTables),
  askUntilRefused,
  openAndAsk,
  reopenWhenRefused: async (name) => [await askUntilRefused(), await openAndAsk(name)],
  makeTable: (table) => opened().ensureTable({ TableName: table, pk: 'id' }),
  put: async (id) => {
    await opened().send('PutItem', { TableName: TABLE, Item: { id: { S: id } } });
  },
  ids: async () => {
    // A megabyte holds more than any test puts.
    const { Items = [] } = await opened().send('Scan', { TableName: TABLE });
    return Items.map(({ id }) => id?.S ?? '');
  },
  destroyByName: (name) => destroy(name),
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
  listen: async () => {
    const note = (...what: readonly unknown[]): void => void told.push(what.join(' '));
    const db = opened();
    db.addEventListener('owner', ({ type, role }) => note(type, role));
    db.addEventListener('storage-lost', ({ type, storeId }) => note(type, storeId));
    db.addEventListener('given-up', (event) => {
      if ('trigger' in event) note(event.type, event.trigger, event.why, event.records);
    });
  },
  listenToChanges: async () => {
    const db = opened();
    db.addEventListener('tabs', ({ type, tabs: count }) => told.push(`${type} ${String(count)}`));
    db.addEventListener('ended', ({ type, code }) => told.push(`${type} ${code}`));
    db.addEventListener('tables', ({ type }) => {
      void listTables().then((names) => told.push(`${type} ${names.join()}`));
    });
  },
  heard: async () => told,
  giveUp,
  storage: () => opened().storage(),
  persist: () => opened().persist(),
  close: () => opened().close(),
  destroy: () => opened().destroy(),
  destroyTwice: async (name) => {
    await Promise.all([opened().destroy(), destroy(name)]);
  },
};

Object.assign(globalThis, { tabs });
