import { emailOf, itemOf, pkOf, randomIndices, skOf } from './items.ts';
import type { Peer } from './peer.ts';

export interface Measurement {
  readonly operations: number;
  readonly seconds: number;
}

export interface Run {
  /** Items stored, all of them made by `itemOf`. */
  readonly items: number;
  readonly seed: number;
  /** Share of the calls to make, for slow peers. */
  readonly share: number;
}

export interface Workload {
  readonly name: string;
  /** Nothing where the peer cannot do it. */
  readonly run: (peer: Peer, run: Run) => Promise<Measurement | undefined>;
}

const LONE_CALLS = 500;
const FLIGHT_CALLS = 6_400;
const QUERIES = 150;
const QUERY_ITEMS = 100;
const PARTITION_KEYS = 1_000;
const TRANSACTIONS = 200;
/** Prime, so that the walk passes every ten. */
const TRANSACTION_STRIDE = 617;
const TRANSACTION_ITEMS = 10;
/** Keys that warm calls and puts draw from: the first 20 items of every partition key. */
const WARM_ITEMS = 20_000;
/** Rounds of puts before the measured ones: a processor that slept and code that is new are not the subject. */
const WARM_UP_ROUNDS = 8;
/** Items handed to `load` at once: a million would not fit the page well. */
const LOAD_SLICE = 100_000;

async function timed(operations: number, work: () => Promise<unknown>): Promise<Measurement> {
  const start = performance.now();
  await work();
  return { operations, seconds: (performance.now() - start) / 1000 };
}

function draw(seed: number, below: number): () => number {
  const indices = randomIndices(below, seed);
  return () => indices.next().value as number;
}

async function inFlight(calls: number, width: number, call: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < calls; done += width) {
    await Promise.all(Array.from({ length: Math.min(width, calls - done) }, call));
  }
}

interface Calls {
  readonly count: number;
  readonly width: number;
}

/** At least two rounds of calls, whatever the share. */
function callsOf({ count, width }: Calls, share: number): number {
  return Math.max(2 * width, Math.round(count * share));
}

/** Touches every warm item once, so that what follows is warm. */
async function warmUp(peer: Peer, warm: number, share: number): Promise<void> {
  const calls = Math.max(64, Math.floor(warm * Math.min(1, share)));
  const next = draw(17, warm);
  await inFlight(calls, 64, async () => {
    const index = next();
    await peer.get({ pk: pkOf(index), sk: skOf(index) });
  });
}

function getWorkload(name: string, calls: Calls): Workload {
  return {
    name,
    run: async (peer, { items, seed, share }) => {
      const below = Math.min(items, WARM_ITEMS);
      await warmUp(peer, below, share);
      const next = draw(seed, below);
      const call = async (): Promise<void> => {
        const index = next();
        const found = await peer.get({ pk: pkOf(index), sk: skOf(index) });
        if (found === undefined) throw new Error(`${peer.name} lost item ${index}`);
      };
      const count = callsOf(calls, share);
      return timed(count, () => inFlight(count, calls.width, call));
    },
  };
}

function putWorkload(name: string, calls: Calls): Workload {
  return {
    name,
    run: async (peer, { items, seed, share }) => {
      const below = Math.min(items, WARM_ITEMS);
      const next = draw(seed, below);
      const call = (): Promise<void> => peer.put(itemOf(next(), seed));
      await inFlight(WARM_UP_ROUNDS * calls.width, calls.width, call);
      const count = callsOf(calls, share);
      return timed(count, async () => {
        await inFlight(count, calls.width, call);
        await indexed(peer);
      });
    },
  };
}

const QUERY: Workload = {
  name: `query of ${QUERY_ITEMS} consecutive items`,
  run: async (peer, { items, seed, share }) => {
    const perKey = Math.floor(items / PARTITION_KEYS);
    const wanted = Math.min(QUERY_ITEMS, perKey);
    const next = draw(seed, PARTITION_KEYS);
    const call = async (): Promise<void> => {
      const from = next() % (perKey - wanted + 1);
      const found = await peer.query(pkOf(next()), skOf(from * PARTITION_KEYS), QUERY_ITEMS);
      if (found.length < wanted) throw new Error(`${peer.name} found ${found.length} items`);
    };
    const count = callsOf({ count: QUERIES, width: 1 }, share);
    await inFlight(20, 1, call);
    return timed(count, () => inFlight(count, 1, call));
  },
};

const SCAN: Workload = {
  name: 'full scan, decoded in the page',
  run: (peer, { items }) =>
    timed(items, async () => {
      const seen = await peer.scan();
      if (seen !== items) throw new Error(`${peer.name} scanned ${seen} items`);
    }),
};

/** Ten puts of different items, all or none; operations are transactions. */
function transactWorkload(name: string, calls: Calls): Workload {
  return {
    name,
    run: async (peer, { items, seed, share }) => {
      const { transact } = peer;
      if (transact === undefined) return undefined;
      const below = Math.min(items, WARM_ITEMS);
      const tens = Math.floor(below / TRANSACTION_ITEMS);
      let ten = seed % tens;
      const call = (): Promise<void> => {
        // A walk that meets no ten again soon: transactions under way on one item would conflict.
        ten = (ten + TRANSACTION_STRIDE) % tens;
        const first = ten * TRANSACTION_ITEMS;
        return transact(
          Array.from({ length: TRANSACTION_ITEMS }, (_, i) => itemOf(first + i, seed)),
        );
      };
      await inFlight(WARM_UP_ROUNDS * calls.width, calls.width, call);
      const count = callsOf(calls, share);
      return timed(count, () => inFlight(count, calls.width, call));
    },
  };
}

/** How many items a page of the index of addresses has. */
export function indexPage(items: number): number {
  return Math.min(QUERY_ITEMS, Math.floor(items / PARTITION_KEYS));
}

const INDEX_QUERY: Workload = {
  name: `GSI query of ${QUERY_ITEMS}`,
  run: async (peer, { items, seed, share }) => {
    const { queryIndex } = peer;
    if (queryIndex === undefined) return undefined;
    const next = draw(seed, PARTITION_KEYS);
    const call = async (): Promise<void> => {
      const found = await queryIndex(emailOf(next()), QUERY_ITEMS);
      if (found.length < indexPage(items))
        throw new Error(`${peer.name} found ${found.length} items by its index`);
    };
    const count = callsOf({ count: QUERIES, width: 1 }, share);
    await inFlight(20, 1, call);
    return timed(count, () => inFlight(count, 1, call));
  },
};

/** A write has reached an index when a query of the index, made after it, has answered. */
async function indexed(peer: Peer): Promise<void> {
  await peer.queryIndex?.(emailOf(0), 1);
}

/** Loads all items into a new database; making them is not measured. */
export async function bulkLoad(peer: Peer, items: number): Promise<Measurement> {
  let seconds = 0;
  for (let at = 0; at < items; at += LOAD_SLICE) {
    const length = Math.min(LOAD_SLICE, items - at);
    const slice = Array.from({ length }, (_, i) => itemOf(at + i));
    seconds += (await timed(length, () => peer.load(slice))).seconds;
  }
  seconds += (await timed(0, () => indexed(peer))).seconds;
  return { operations: items, seconds };
}

/** Beside the bulk load before and the reopening after them, in the order they run. */
export const WORKLOADS: readonly Workload[] = [
  getWorkload('get, one at a time, warm', { count: LONE_CALLS, width: 1 }),
  getWorkload('get, 64 in flight', { count: FLIGHT_CALLS, width: 64 }),
  QUERY,
  SCAN,
  putWorkload('put, one at a time', { count: LONE_CALLS, width: 1 }),
  putWorkload('put, 32 in flight', { count: FLIGHT_CALLS, width: 32 }),
  putWorkload('put, 256 in flight', { count: 2 * FLIGHT_CALLS, width: 256 }),
  transactWorkload('transaction of 10, one at a time', { count: TRANSACTIONS, width: 1 }),
  transactWorkload('transaction of 10, 32 in flight', { count: 4 * TRANSACTIONS, width: 32 }),
];

/** Of peers with indexes, beside hashrange without. */
export const INDEX_WORKLOADS: readonly Workload[] = [
  INDEX_QUERY,
  putWorkload('indexed put, 32 in flight', { count: FLIGHT_CALLS, width: 32 }),
];
