import { itemOf, pkOf, randomIndices, skOf } from './items.ts';
import type { Peer } from './peer.ts';

/** What one run of a workload measured: operations a second, or for `reopen` and lone calls the same from the mean. */
export interface Measurement {
  readonly operations: number;
  readonly seconds: number;
}

export interface Workload {
  readonly name: string;
  readonly run: (peer: Peer, items: number, seed: number) => Promise<Measurement>;
}

const LONE_CALLS = 400;
const FLIGHT_CALLS = 6_400;
const QUERIES = 150;
const QUERY_ITEMS = 100;
const WARM_UP_CALLS = 50;
/** Keys that "warm" calls draw from: the first items of every partition key's share of this many items. */
const WARM_ITEMS = 20_000;

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

function getWorkload(name: string, calls: number, width: number): Workload {
  return {
    name,
    run: async (peer, items, seed) => {
      const warm = Math.min(items, WARM_ITEMS);
      const next = draw(seed, warm);
      const call = async (): Promise<void> => {
        const index = next();
        const found = await peer.get({ pk: pkOf(index), sk: skOf(index) });
        if (found === undefined) throw new Error(`${peer.name} lost item ${String(index)}`);
      };
      await inFlight(WARM_UP_CALLS * width, width, call);
      return timed(calls, () => inFlight(calls, width, call));
    },
  };
}

function putWorkload(name: string, calls: number, width: number): Workload {
  return {
    name,
    run: async (peer, items, seed) => {
      const next = draw(seed, Math.min(items, WARM_ITEMS));
      const call = (): Promise<void> => peer.put(itemOf(next(), seed));
      await inFlight(width, width, call);
      return timed(calls, () => inFlight(calls, width, call));
    },
  };
}

export const BULK_LOAD: Workload = {
  name: 'bulk load',
  run: (peer, items) => {
    const all = Array.from({ length: items }, (_, index) => itemOf(index));
    return timed(items, () => peer.load(all));
  },
};

/** In the order they run; `bulk load` before and `reopen` after are run by the harness. */
export const WORKLOADS: readonly Workload[] = [
  getWorkload('get, one at a time, warm', LONE_CALLS, 1),
  getWorkload('get, 64 in flight', FLIGHT_CALLS, 64),
  {
    name: 'query of 100 consecutive items',
    run: async (peer, items, seed) => {
      const perKey = Math.floor(items / 1_000);
      const next = draw(seed, 1_000);
      const call = async (): Promise<void> => {
        const from = Math.max(0, (next() % Math.max(1, perKey)) - QUERY_ITEMS);
        const found = await peer.query(pkOf(next()), skOf(from * 1_000), QUERY_ITEMS);
        if (found.length !== QUERY_ITEMS)
          throw new Error(`${peer.name} found ${String(found.length)}`);
      };
      await inFlight(10, 1, call);
      return timed(QUERIES, () => inFlight(QUERIES, 1, call));
    },
  },
  {
    name: 'full scan, decoded in the page',
    run: (peer, items) =>
      timed(items, async () => {
        const seen = await peer.scan();
        if (seen !== items) throw new Error(`${peer.name} scanned ${String(seen)}`);
      }),
  },
  putWorkload('put, one at a time', LONE_CALLS, 1),
  putWorkload('put, 32 in flight', FLIGHT_CALLS, 32),
  putWorkload('put, 256 in flight', FLIGHT_CALLS * 2, 256),
];
