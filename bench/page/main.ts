import { pkOf, skOf } from './items.ts';
import type { Peer } from './peer.ts';
import { dexie } from './peers/dexie.ts';
import { hashrange } from './peers/hashrange.ts';
import { pouchdb } from './peers/pouchdb.ts';
import { rawIdb } from './peers/raw-idb.ts';
import { sqlite } from './peers/sqlite.ts';
import type { Measurement } from './workloads.ts';
import { BULK_LOAD, WORKLOADS } from './workloads.ts';

const PEERS: readonly (() => Peer)[] = [
  hashrange,
  rawIdb,
  dexie,
  pouchdb,
  () => sqlite('default'),
  () => sqlite('WAL'),
];

const open = new Map<string, Peer>();

async function peerOf(name: string, database: string): Promise<Peer> {
  const known = open.get(name);
  if (known !== undefined) return known;
  const make = PEERS.find((candidate) => candidate().name === name);
  if (make === undefined) throw new Error(`no peer ${name}`);
  const peer = make();
  await peer.open(database);
  open.set(name, peer);
  return peer;
}

/** What the harness in Node drives. */
const bench = {
  peers: PEERS.map((make) => make().name),
  workloads: WORKLOADS.map((workload) => workload.name),
  load: async (name: string, database: string, items: number): Promise<Measurement> =>
    BULK_LOAD.run(await peerOf(name, database), items, 0),
  run: async (
    name: string,
    database: string,
    workload: string,
    items: number,
    seed: number,
  ): Promise<Measurement> => {
    const found = WORKLOADS.find((candidate) => candidate.name === workload);
    if (found === undefined) throw new Error(`no workload ${workload}`);
    return found.run(await peerOf(name, database), items, seed);
  },
  /** Opens a stored database in a fresh page and reads one item. */
  reopen: async (name: string, database: string, index: number): Promise<Measurement> => {
    const start = performance.now();
    const peer = await peerOf(name, database);
    const found = await peer.get({ pk: pkOf(index), sk: skOf(index) });
    const seconds = (performance.now() - start) / 1000;
    if (found === undefined) throw new Error(`${name} lost an item`);
    return { operations: 1, seconds };
  },
  close: async (name: string): Promise<void> => {
    await open.get(name)?.close();
    open.delete(name);
  },
  stats: (name: string): Promise<unknown> | undefined => open.get(name)?.stats?.(),
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });
document.body.textContent = 'ready';
