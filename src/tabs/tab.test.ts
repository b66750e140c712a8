import { describe, expect, it } from 'vitest';
import type { Channel } from '../kernel/channel.ts';
import type { OpenedStore } from '../rpc/protocol.ts';
import { PROTOCOL_VERSION } from '../rpc/protocol.ts';
import { databaseNameOf } from '../rpc/database-name.ts';
import type { TabMessage } from '../rpc/tab-messages.ts';
import { commonChannel } from '../rpc/tab-messages.ts';
import { NO_FAULTS, SimulatedDevice } from '../testing/device/simulated-device.ts';
import { Realm, SimulatedSite } from '../testing/tabs/simulated-site.ts';
import { SimulatedTab } from '../testing/tabs/simulated-tab.ts';
import { SimulatedWorld } from '../testing/world/simulated-world.ts';

const NOTES = {
  TableName: 'notes',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

interface Fixture {
  readonly world: SimulatedWorld;
  readonly device: SimulatedDevice;
  readonly open: (protocol?: number) => SimulatedTab;
  readonly pass: (ms: number) => Promise<void>;
  readonly tables: (tab: SimulatedTab) => Promise<number>;
  readonly overhear: (hear: (message: TabMessage) => void) => void;
  /** Says something on the common channel, and nobody of ours has said it. */
  readonly forge: (message: TabMessage) => void;
}

function site(seed = 1): Fixture {
  const world = new SimulatedWorld(seed);
  const device = new SimulatedDevice(world);
  const shared = new SimulatedSite(world, device);
  let opened = 0;
  const database = databaseNameOf({ name: 'simulated', region: 'eu-west-1' });
  const stranger = (): Channel => shared.channelsOf(new Realm()).open(commonChannel(database));
  return {
    world,
    device,
    open: (protocol = PROTOCOL_VERSION) =>
      new SimulatedTab(shared, `client-${++opened}`, { protocol }),
    pass: (ms) => world.until(new Promise((resolve) => world.after(ms, resolve))),
    overhear: (hear) => {
      stranger().heard.add((message) => {
        hear(message as TabMessage);
      });
    },
    forge: (message) => stranger().post(message),
    tables: async (tab) => (await world.until(tab.request('ListTables', {}))).status,
  };
}

const roles = (...tabs: readonly SimulatedTab[]): readonly string[] => tabs.map(({ role }) => role);

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );
}

describe('tabs of one database', () => {
  it('have one owner, which answers all of them', async () => {
    const { open, tables } = site();
    const first = open();
    expect(await tables(first)).toBe(200);
    const second = open();
    expect(await tables(second)).toBe(200);
    expect(roles(first, second)).toEqual(['owner', 'follower']);
  });

  it('tell those who wait how much of the log the next owner has replayed', async () => {
    const { device, open, tables, pass } = site();
    const [first, second, third] = [open(), open(), open()];
    for (const tab of [first, second, third]) await tables(tab);
    device.faults = { ...NO_FAULTS, hang: 1 };
    first.crash();
    await pass(5_000);
    const told = [second, third].find(({ openings }) => openings.length > 0)?.openings;
    expect(told?.at(-1)).toEqual({ done: 1, total: 1 });
  });

  it('tell in their figures who answers, and how many are served', async () => {
    const { world, open, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    const stats = await world.until(second.queue.ask('stats'));
    expect(stats).toMatchObject({ state: 'open', epoch: 1, tabs: 2 });
  });

  it('give the database to one that is seen when nobody has seen the owner for a while', async () => {
    const { world, open, tables, pass } = site();
    const first = open();
    await tables(first);
    const [second, third] = [open(), open()];
    await tables(second);
    for (const tab of [first, second]) tab.setVisible(false);
    await pass(9_000);
    expect(roles(first, second, third)).toEqual(['owner', 'follower', 'follower']);
    await pass(5_000);
    expect(roles(first, second, third)).toEqual(['follower', 'follower', 'owner']);
    expect(await tables(first)).toBe(200);
    expect(await world.until(second.queue.ask('stats'))).toMatchObject({ epoch: 2 });
  });

  it('leave it where it is when somebody looks again, or nobody looks at any', async () => {
    const { open, tables, pass } = site();
    const [first, second] = [open(), open()];
    await tables(first);
    first.setVisible(false);
    await pass(8_000);
    first.setVisible(true);
    await pass(20_000);
    first.setVisible(false);
    second.setVisible(false);
    await pass(60_000);
    expect(roles(first, second)).toEqual(['owner', 'follower']);
  });

  it('find another owner when the one that was given it is gone', async () => {
    const { open, tables, pass, overhear } = site();
    const first = open();
    await tables(first);
    const second = open();
    await tables(second);
    let given = 0;
    overhear(({ kind }) => {
      if (kind !== 'yours') return;
      given++;
      second.crash();
    });
    first.setVisible(false);
    while (given === 0) await pass(100);
    expect(await tables(first)).toBe(200);
    expect(first.role).toBe('owner');
    expect(given).toBe(1);
  });

  it('open the database anew when its owner could not, as soon as that can be', async () => {
    const { world, open, device, tables, pass } = site();
    const [first, second] = [open(), open()];
    await tables(first);
    await tables(second);
    device.faults = { ...NO_FAULTS, close: 1, readClose: 1 };
    const put = second.request('CreateTable', NOTES);
    while (first.role === 'owner') await pass(1);
    device.faults = NO_FAULTS;
    expect((await world.until(put)).status).toBe(200);
  });

  it('go on without the one that closes', async () => {
    const { world, open, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    await tables(second);
    await world.until(first.close());
    expect(await tables(second)).toBe(200);
    expect(second.role).toBe('owner');
  });

  it('leave an owner alone that beats, whatever it is asked', async () => {
    const { open, pass, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    await pass(60_000);
    expect(await tables(second)).toBe(200);
    expect(roles(first, second)).toEqual(['owner', 'follower']);
  });

  it('take the database from an owner that hangs, within four seconds', async () => {
    const { world, open, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    await tables(second);
    first.worker.stop();
    const since = world.elapsedMs;
    expect(await tables(second)).toBe(200);
    expect(world.elapsedMs - since).toBeLessThan(4_000);
    expect(second.role).toBe('owner');
  });

  it('throw a page out of the back/forward cache that keeps the lock there', async () => {
    const { world, open, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    await tables(second);
    first.worker.sleep();
    const since = world.elapsedMs;
    expect(await tables(second)).toBe(200);
    expect(world.elapsedMs - since).toBeLessThan(2_500);
    expect(first.worker.isDead).toBe(true);
  });

  it('hear nothing stale from an owner that was stopped and goes on', async () => {
    const { world, open, pass, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    await tables(second);
    first.worker.stop();
    await pass(6_000);
    expect(second.role).toBe('owner');
    const asked = first.request('ListTables', {});
    first.worker.resume();
    expect((await world.until(asked)).status).toBe(200);
    await pass(5_000);
    expect(roles(first, second)).toEqual(['follower', 'owner']);
  });

  it('go on with the next owner where the own worker hangs', async () => {
    const { open, tables } = site();
    const first = open();
    await tables(first);
    open();
    first.worker.stop();
    expect(await tables(first)).toBe(200);
    expect(first.role).toBe('follower');
  });

  it('end a worker that hangs where there is no other tab, and go on with a new one', async () => {
    const { world, open, tables } = site();
    const only = open();
    await tables(only);
    only.worker.stop();
    const since = world.elapsedMs;
    expect(await tables(only)).toBe(200);
    expect(world.elapsedMs - since).toBeLessThan(12_000);
    expect(only.role).toBe('owner');
  });

  it('leave a worker alone that is slow to answer and gives signs of life', async () => {
    const { world, open, device, tables, pass } = site();
    const only = open();
    await tables(only);
    const { worker } = only;
    device.faults = { ...NO_FAULTS, hang: 1 };
    const put = only.request('CreateTable', NOTES);
    await pass(25_000);
    expect(only.worker).toBe(worker);
    device.faults = NO_FAULTS;
    await world.until(put);
    expect(await tables(only)).toBe(200);
  });

  it('give up what they had asked before they were stopped for so long that owners may have forgotten it', async () => {
    const { world, open, tables, pass } = site();
    const only = open();
    await tables(only);
    only.worker.stop();
    const asked = only.request('ListTables', {});
    await pass(100);
    only.page.stop();
    await pass(6 * 60_000);
    for (const realm of [only.page, only.worker]) realm.resume();
    expect((await world.until(asked)).status).toBe(500);
    expect(await tables(only)).toBe(200);
  });

  it('answer as undecided what no owner has answered for 30 seconds, and go on with one that does', async () => {
    const { world, open, tables, forge, pass } = site();
    const [first, second] = [open(), open()];
    await tables(first);
    await tables(second);
    const { client } = second;
    const { storeId } = (await world.until(second.queue.ask('stats'))) as OpenedStore;
    forge({ kind: 'welcome', v: PROTOCOL_VERSION, client, epoch: 900, storeId });
    await pass(10);
    const since = world.elapsedMs;
    expect(await tables(second)).toBe(500);
    expect(world.elapsedMs - since).toBeGreaterThanOrEqual(30_000);
    expect(world.elapsedMs - since).toBeLessThan(32_000);
    expect(await tables(second)).toBe(200);
    expect(roles(first, second)).toEqual(['owner', 'follower']);
  });

  it.each<[string, (client: string) => TabMessage]>([
    ['that a page has gone', (client) => ({ kind: 'bye', v: PROTOCOL_VERSION, client })],
    ['that a tab is given it', (client) => ({ kind: 'yours', v: PROTOCOL_VERSION, client })],
    ['that a page is too new', (client) => ({ kind: 'refused', v: PROTOCOL_VERSION, client })],
    [
      'that there is another store',
      (tab) => ({
        kind: 'beat',
        v: PROTOCOL_VERSION,
        tab: `not ${tab}`,
        epoch: 9,
        storeId: 'other',
      }),
    ],
    ['that it is destroyed', () => ({ kind: 'destroyed', v: PROTOCOL_VERSION, storeId: 'other' })],
    ['that a newer release wants it', () => ({ kind: 'hello', v: 99, client: 'nobody' })],
  ])('do not believe a stranger who says %s', async (_, message) => {
    const { open, tables, forge, pass } = site();
    const [first, second] = [open(), open()];
    await tables(first);
    await tables(second);
    for (const { client } of [first, second]) forge(message(client));
    await pass(3_000);
    expect([await tables(first), await tables(second)]).toEqual([200, 200]);
    expect(roles(first, second)).toEqual(['owner', 'follower']);
  });

  it('do not believe in owners of another store', async () => {
    const { open, tables, forge, pass } = site();
    const [first, second] = [open(), open()];
    await tables(first);
    await tables(second);
    const { client } = second;
    forge({ kind: 'welcome', v: PROTOCOL_VERSION, client, epoch: 900, storeId: 'another' });
    forge({ kind: 'destroyed', v: PROTOCOL_VERSION, storeId: 'another' });
    await pass(10);
    expect([await tables(first), await tables(second)]).toEqual([200, 200]);
    expect(roles(first, second)).toEqual(['owner', 'follower']);
  });

  it('learn that the database has been destroyed', async () => {
    const { world, open, tables } = site();
    const first = open();
    await tables(first);
    const second = open();
    await tables(second);
    await world.until(second.destroy());
    expect(
      await world.until(codeOf(first.request('ListTables', {})).then(() => first.failure)),
    ).toBe('destroyed');
  });
});

describe('tabs of two releases', () => {
  const NEWER = PROTOCOL_VERSION + 1;

  it('hand the database to the newer one, and the older has to be reloaded', async () => {
    const { world, open, tables } = site();
    const older = open();
    await tables(older);
    const newer = open(NEWER);
    expect(await tables(newer)).toBe(200);
    expect(newer.role).toBe('owner');
    const refused = codeOf(older.request('ListTables', {}));
    expect(await world.until(refused)).toBe('protocol');
  });

  it('leave the database with a newer owner', async () => {
    const { world, open, tables } = site();
    const newer = open(NEWER);
    await tables(newer);
    const older = open();
    expect(await world.until(codeOf(older.request('ListTables', {})))).toBe('protocol');
    expect(await tables(newer)).toBe(200);
  });

  it('pass over any number of older tabs that wait for the lock', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { open, pass, tables } = site(seed);
      const older = [open(), open(), open()];
      await tables(older[0]!);
      await pass(500);
      const newer = open(NEWER);
      expect(await tables(newer)).toBe(200);
      expect(newer.role).toBe('owner');
    }
  });
});
