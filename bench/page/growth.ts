/** What tables larger than memory cost: loads at random places, calls anywhere, a further index, the largest items. */
import type { Peer } from './peer.ts';
import { randomIndices } from './items.ts';
import { scatteredItemOf, SCATTERED_SK, scatteredPkOf } from './scattered-items.ts';

export interface CallFigures {
  readonly operations: number;
  readonly seconds: number;
  /** Of single calls of the peer. */
  readonly p99Ms: number;
  readonly slowestMs: number;
}

export interface CallsAnywhere {
  readonly items: number;
  readonly count: number;
  readonly width: number;
  readonly seed: number;
}

/** Milliseconds of single calls. */
class Calls {
  readonly #ms: number[] = [];

  readonly add = (ms: number): void => {
    this.#ms.push(ms);
  };

  async time(call: Promise<unknown>): Promise<void> {
    const start = performance.now();
    await call;
    this.add(performance.now() - start);
  }

  figures(operations: number, start: number): CallFigures {
    const seconds = (performance.now() - start) / 1000;
    const sorted = this.#ms.toSorted((a, b) => a - b);
    return {
      operations,
      seconds,
      p99Ms: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0,
      slowestMs: sorted.at(-1) ?? 0,
    };
  }
}

/** Items from `from` up to `to`, one behind the other in no order of keys; making them is not measured. */
export async function loadScattered(peer: Peer, from: number, to: number): Promise<CallFigures> {
  const items = Array.from({ length: to - from }, (_, i) => scatteredItemOf(from + i));
  const calls = new Calls();
  const start = performance.now();
  await peer.load(items, calls.add);
  return calls.figures(items.length, start);
}

/** So many calls, `width` of them under way at any time. */
async function inFlight(count: number, width: number, call: () => Promise<unknown>) {
  const calls = new Calls();
  const start = performance.now();
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun++ < count) await calls.time(call());
  };
  await Promise.all(Array.from({ length: width }, lane));
  return calls.figures(count, start);
}

function draw({ items, seed }: Pick<CallsAnywhere, 'items' | 'seed'>): () => number {
  const indices = randomIndices(items, seed);
  return () => indices.next().value as number;
}

/** Puts in the place of stored items. */
export function putAnywhere(peer: Peer, calls: CallsAnywhere): Promise<CallFigures> {
  const next = draw(calls);
  return inFlight(calls.count, calls.width, () => peer.put(scatteredItemOf(next(), calls.seed)));
}

async function get(peer: Peer, index: number): Promise<unknown> {
  const found = await peer.get({ pk: scatteredPkOf(index), sk: SCATTERED_SK });
  if (found === undefined) throw new Error(`${peer.name} lost item ${index}`);
  return found;
}

export function getAnywhere(peer: Peer, calls: CallsAnywhere): Promise<CallFigures> {
  const next = draw(calls);
  return inFlight(calls.count, calls.width, () => get(peer, next()));
}

/** Calls that others make, one at a time. */
const OTHERS = 1_000;

export interface BuildFigures {
  readonly seconds: number;
  /** Gets and puts in turn, one at a time, before and meanwhile. */
  readonly before: CallFigures;
  readonly meanwhile: CallFigures;
}

/** A second index over what is stored, and what others wait for meanwhile. */
export async function addIndex(peer: Peer, items: number): Promise<BuildFigures> {
  const next = draw({ items, seed: 5 });
  let turn = 0;
  const other = (): Promise<unknown> =>
    turn++ % 2 === 0 ? get(peer, next()) : peer.put(scatteredItemOf(next(), 1));
  const before = await inFlight(OTHERS, 1, other);
  const calls = new Calls();
  const state = { isBuilt: false };
  const start = performance.now();
  const built = peer.addIndex?.().finally(() => {
    state.isBuilt = true;
  });
  let made = 0;
  for (; !state.isBuilt; made++) await calls.time(other());
  await built;
  const meanwhile = calls.figures(made, start);
  return { seconds: meanwhile.seconds, before, meanwhile };
}

export interface LargeItems {
  readonly count: number;
  readonly bytes: number;
  readonly width: number;
}

const largeItem = (index: number, bytes: number) => ({
  ...scatteredItemOf(index),
  text: 'x'.repeat(bytes - 150),
});

export function putLarge(peer: Peer, { count, bytes, width }: LargeItems): Promise<CallFigures> {
  let next = 0;
  return inFlight(count, width, () => peer.put(largeItem(next++, bytes)));
}

/** Ensures that there is a table: a load of one item. */
export async function begin(peer: Peer): Promise<void> {
  await peer.load([scatteredItemOf(0)]);
}
