import { expect, it } from 'vitest';
import type { HashrangeError } from '../../client/errors.ts';
import { markForDestruction } from '../../storage/checkpoint/destruction-mark.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import { SimulatedLeases } from './simulated-leases.ts';
import { SimulatedSite } from './simulated-site.ts';
import type { Marker } from './simulated-tab.ts';
import { SimulatedTab } from './simulated-tab.ts';
import { simulateDestructions } from './destruction-simulation.ts';

const SEEDS = Number(process.env['DESTRUCTION_SEEDS'] ?? 20);
const DEEDS = 12;

it('a database that tabs destroy, leave and open again at once is whole or empty, and always opens', async () => {
  let openings = 0;
  let stores = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const knobs = drawKnobs(seed);
    const run = await simulateDestructions(seed, DEEDS, knobs);
    expect(run.faults, `seed ${seed}, ${JSON.stringify(knobs)}`).toEqual([]);
    // A stop of eight seconds, and the takeover that follows it.
    expect(run.longestOpeningMs, `seed ${seed}`).toBeLessThan(15_000);
    openings += run.openings;
    stores += run.stores;
  }
  expect(openings).toBeGreaterThan(SEEDS * 10);
  expect(stores).toBeGreaterThan(SEEDS * 3);
});

it('does the same for the same seed', async () => {
  expect(await simulateDestructions(5, DEEDS)).toEqual(await simulateDestructions(5, DEEDS));
});

const NOTES = {
  TableName: 'notes',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

/**
 * A tab goes on with a destruction that was cut short, and is stopped so soon in the midst of it; another tab makes a table in the new
 * store, and then the first one wakes up. Answers whether a table was made, and whether it is there in the end.
 */
async function stopWhoGoesOn(
  stopAfterMs: number,
): Promise<readonly [made: boolean, kept: boolean]> {
  const world = new SimulatedWorld(3);
  const device = new SimulatedDevice(world);
  const site = new SimulatedSite(world, device);
  const marker: Marker = { storeId: undefined };
  const pass = (ms: number): Promise<void> =>
    world.until(new Promise((resolve) => world.after(ms, resolve)));
  const open = (client: string): SimulatedTab => new SimulatedTab(site, client, { marker });
  const maker = open('maker');
  await world.until(maker.request('ListTables', {}));
  maker.crash();
  const condemned = await world.until(device.open({ mustExist: true }));
  await world.until(markForDestruction(condemned.device, []));
  condemned.device.close();
  await pass(100);

  const stopped = open('stopped');
  await pass(stopAfterMs);
  for (const realm of [stopped.worker, stopped.page]) realm.stop();
  const other = open('other');
  const made = await world.until(other.request('CreateTable', NOTES));
  for (const realm of [stopped.worker, stopped.page]) realm.resume();
  await pass(10_000);
  const { body } = await world.until(other.request('ListTables', {}));
  return [made.status === 200, body.includes('notes')];
}

it('who was stopped while it went on with a destruction takes nothing from who has been there since', async () => {
  let made = 0;
  for (let ms = 1; ms <= 60; ms++) {
    const [isMade, isKept] = await stopWhoGoesOn(ms);
    expect(isKept, `stopped after ${String(ms)} ms`).toBe(isMade);
    if (isMade) made++;
  }
  // A connection of who is stopped keeps others from deleting.
  expect(made).toBeGreaterThan(30);
});

/** Which tables a tab finds, or why it is refused. */
async function tablesOf(tab: SimulatedTab): Promise<readonly string[] | string> {
  try {
    const { body } = await tab.request('ListTables', {});
    return (JSON.parse(body) as { TableNames: string[] }).TableNames;
  } catch (error) {
    return (error as HashrangeError).code;
  }
}

/**
 * Where there are no Web Locks: a tab that destroys its database is stopped somewhere in the midst of it, for longer than a lease lasts; another
 * tab makes a table in what is there then, and the first one wakes up and goes on. Answers what the other tab finds then, and who comes last.
 */
async function stopWhoDestroys(seed: number): Promise<readonly unknown[]> {
  const world = new SimulatedWorld(seed);
  const device = new SimulatedDevice(world);
  const site = new SimulatedSite(world, device);
  const leases = new SimulatedLeases(world);
  const pass = (ms: number): Promise<void> =>
    world.until(new Promise((resolve) => world.after(ms, resolve)));
  const open = (client: string, storeId?: string): SimulatedTab =>
    new SimulatedTab(site, client, { marker: { storeId }, leases });
  const stopped = open('stopped');
  await world.until(stopped.request('ListTables', {}));
  let isDestroyed = false;
  const destroying = stopped.destroy().then(() => (isDestroyed = true));
  if (seed % 2 === 0) await pass(world.random.fraction() * 800);
  else {
    while (!device.disk.meta.has('condemned')) await pass(1);
    await pass(world.random.fraction() * 20);
  }
  const { worker, page } = stopped;
  for (const realm of [worker, page]) realm.stop();
  const other = open('other', stopped.storeId);
  const { status } = await world.until(other.request('CreateTable', NOTES));
  for (const realm of [worker, page]) realm.resume();
  await world.until(destroying);
  await pass(1_000);
  const found = await world.until(tablesOf(other));
  other.crash();
  const last = open('last', other.storeId);
  return [status, isDestroyed, found, await world.until(tablesOf(last))];
}

it('who was stopped while it destroyed takes nothing from the next owner in silence, where a lease is all there is', async () => {
  const outcomes = { kept: 0, told: 0, refused: 0 };
  for (let seed = 1; seed <= 150; seed++) {
    const outcome = await stopWhoDestroys(seed);
    const [status, , found] = outcome;
    const became = status === 500 ? 'refused' : found === 'destroyed' ? 'told' : 'kept';
    const expected = {
      kept: [200, true, ['notes'], ['notes']],
      told: [200, true, 'destroyed', []],
      // A connection of who is stopped keeps others from deleting.
      refused: [500, true, [], []],
    };
    expect(outcome, `seed ${String(seed)}`).toEqual(expected[became]);
    outcomes[became]++;
  }
  expect(Math.min(outcomes.kept, outcomes.told)).toBeGreaterThan(30);
});
