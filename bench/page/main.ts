import { replication, tailLatencies } from './distributed.ts';
import { bareRoads } from './bare-roads.ts';
import * as growth from './growth.ts';
import type { BuildFigures, CallFigures, CallsAnywhere, LargeItems } from './growth.ts';
import { emailOf, itemOf, pkOf, randomIndices, skOf } from './items.ts';
import type { Peer } from './peer.ts';
import { bare } from './peers/bare.ts';
import { dexie } from './peers/dexie.ts';
import { hashrange } from './peers/hashrange.ts';
import { pouchdb } from './peers/pouchdb.ts';
import { rawIdb } from './peers/raw-idb.ts';
import { sdk } from './peers/sdk.ts';
import { sqlite } from './peers/sqlite.ts';
import { scatteredItemOf } from './scattered-items.ts';
import type { Measurement, Run } from './workloads.ts';
import { bulkLoad, INDEX_WORKLOADS, indexPage, WORKLOADS } from './workloads.ts';

const PEERS: readonly Peer[] = [
  hashrange(0),
  bare(),
  rawIdb(0),
  dexie(false),
  pouchdb(),
  sqlite('default', false),
  sqlite('WAL', false),
  hashrange(1),
  rawIdb(1),
  rawIdb(2),
  hashrange(3),
  rawIdb(3),
  dexie(true),
  sqlite('WAL', true),
  sdk(false),
  sdk(true),
];
const CHECKED_ITEMS = 200;

/** The one peer of this page. */
let peer: Peer | undefined;

function opened(): Peer {
  if (peer === undefined) throw new Error('no peer is open in this page');
  return peer;
}

function peerOf(name: string): Peer {
  const found = PEERS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no peer ${name}`);
  return found;
}

async function checkItem(index: number): Promise<void> {
  const { get, plain, name } = opened();
  const stored = await get({ pk: pkOf(index), sk: skOf(index) });
  if (stored === undefined) throw new Error(`${name} lost item ${index}`);
  const wanted = itemOf(index);
  const found = plain(stored);
  for (const member of Object.keys(wanted) as (keyof typeof wanted)[]) {
    if (found[member] !== wanted[member])
      throw new Error(`${name} changed ${member} of item ${index}`);
  }
}

async function checkIndex(items: number): Promise<void> {
  const { queryIndex, plain, name } = opened();
  if (queryIndex === undefined) return;
  const found = (await queryIndex(emailOf(7), indexPage(items))).map(plain);
  const counts = found.map(({ count }) => count);
  const isWhole = found.length === indexPage(items) && found.every((item) => item.pk === pkOf(7));
  if (isWhole && counts.every((count, i) => i === 0 || count > (counts[i - 1] ?? 0))) return;
  throw new Error(`the index of ${name} answers ${JSON.stringify(counts)}`);
}

/** What the harness in Node drives: one peer a page. */
const bench = {
  workloads: WORKLOADS.map((workload) => workload.name),
  indexWorkloads: INDEX_WORKLOADS.map((workload) => workload.name),
  open: async (name: string, database: string): Promise<void> => {
    const chosen = peerOf(name);
    await chosen.open(database);
    peer = chosen;
  },
  load: (items: number): Promise<Measurement> => bulkLoad(opened(), items),
  /** Proves that the peer answers what was loaded. Not measured. */
  check: async (items: number): Promise<void> => {
    const indices = randomIndices(items, 99);
    for (let i = 0; i < Math.min(items, CHECKED_ITEMS); i++) {
      await checkItem(indices.next().value as number);
    }
    const seen = await opened().scan();
    if (seen !== items) throw new Error(`${opened().name} holds ${seen} items`);
    await checkIndex(items);
  },
  /** Nothing where the peer cannot do it. */
  run: (workload: string, run: Run): Promise<Measurement | undefined> => {
    const all = [...WORKLOADS, ...INDEX_WORKLOADS];
    const found = all.find((candidate) => candidate.name === workload);
    if (found === undefined) throw new Error(`no workload ${workload}`);
    return found.run(opened(), run);
  },
  /** Milliseconds from nothing to the answer of the first get. */
  reopen: async (
    name: string,
    database: string,
    index: number,
    isScattered = false,
  ): Promise<number> => {
    const { pk, sk } = isScattered ? scatteredItemOf(index) : itemOf(index);
    const start = performance.now();
    await bench.open(name, database);
    const found = await opened().get({ pk, sk });
    const ms = performance.now() - start;
    if (found === undefined) throw new Error(`${name} lost item ${index}`);
    return ms;
  },
  /** Seconds until the peer has nothing left to do. */
  settle: async (): Promise<number> => {
    const start = performance.now();
    await opened().settle?.();
    return (performance.now() - start) / 1000;
  },
  stats: (): Promise<unknown> => opened().stats?.() ?? Promise.resolve(undefined),
  /** Items `from` to `to` of a table larger than memory. */
  loadScattered: (from: number, to: number): Promise<CallFigures> =>
    growth.loadScattered(opened(), from, to),
  putAnywhere: (calls: CallsAnywhere): Promise<CallFigures> => growth.putAnywhere(opened(), calls),
  getAnywhere: (calls: CallsAnywhere): Promise<CallFigures> => growth.getAnywhere(opened(), calls),
  addIndex: (items: number): Promise<BuildFigures> => growth.addIndex(opened(), items),
  begin: (): Promise<void> => growth.begin(opened()),
  putLarge: (large: LargeItems): Promise<CallFigures> => growth.putLarge(opened(), large),
  /** Milliseconds until everything is deleted. */
  drop: async (): Promise<number> => {
    const start = performance.now();
    await opened().drop?.();
    return performance.now() - start;
  },
  bareRoads,
  tailLatencies,
  replication,
  close: (): Promise<void> => opened().close(),
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });
