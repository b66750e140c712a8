import { describe, expect, it } from 'vitest';
import type { TextAnswer } from '../client/link/wire-answer.ts';
import { SimulatedDevice } from '../testing/device/simulated-device.ts';
import { SimulatedLeases } from '../testing/tabs/simulated-leases.ts';
import { SimulatedSite } from '../testing/tabs/simulated-site.ts';
import { SimulatedTab } from '../testing/tabs/simulated-tab.ts';
import { SimulatedWorld } from '../testing/world/simulated-world.ts';

interface Fixture {
  readonly leases: SimulatedLeases;
  readonly open: (storeId?: string) => SimulatedTab;
  readonly destroy: (tab: SimulatedTab) => Promise<void>;
  readonly close: (tab: SimulatedTab) => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
  readonly tables: (tab: SimulatedTab) => Promise<readonly string[]>;
  readonly create: (tab: SimulatedTab, TableName: string) => Promise<void>;
}

function site(): Fixture {
  const world = new SimulatedWorld(1);
  const shared = new SimulatedSite(world, new SimulatedDevice(world));
  const leases = new SimulatedLeases(world);
  let opened = 0;
  return {
    leases,
    open: (storeId) =>
      new SimulatedTab(shared, `client-${String(++opened)}`, { leases, marker: { storeId } }),
    destroy: (tab) => world.until(tab.destroy()),
    close: (tab) => world.until(tab.close()),
    pass: (ms) => world.until(new Promise((resolve) => world.after(ms, resolve))),
    tables: async (tab) => {
      const { body } = await world.until(tab.request('ListTables', {}));
      return (JSON.parse(body) as { readonly TableNames: readonly string[] }).TableNames;
    },
    create: async (tab, TableName) => {
      const { status } = await world.until(
        tab.request('CreateTable', {
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        }),
      );
      expect(status).toBe(200);
    },
  };
}

const IN_USE = /open in another tab/;

describe('a database that tabs cannot share', () => {
  it('belongs to one tab, and others are told after a while', async () => {
    const { open, pass, create } = site();
    const first = open();
    await create(first, 'aaa');
    const second = open();
    await pass(8_000);
    expect(second.failure).toMatch(IN_USE);
    await create(first, 'bbb');
  });

  it('is there at once when its owner has closed it', async () => {
    const { open, close, pass, create, tables } = site();
    const first = open();
    await create(first, 'aaa');
    await close(first);
    await pass(100);
    const second = open();
    expect(await tables(second)).toEqual(['aaa']);
  });

  it('is there when its owner has been silent for some seconds, and not before', async () => {
    const { open, pass, create, tables } = site();
    const first = open();
    await create(first, 'aaa');
    first.crash();
    const second = open();
    let answer: readonly string[] | undefined;
    void tables(second).then((names) => {
      answer = names;
    });
    await pass(3_000);
    expect(answer).toBeUndefined();
    await pass(4_000);
    expect(answer).toEqual(['aaa']);
  });

  it('is destroyed by any tab, and who had it is told so, also when there is another by then', async () => {
    const { open, destroy, pass, create, tables } = site();
    const first = open();
    await create(first, 'aaa');
    await destroy(open(first.storeId));
    const third = open(first.storeId);
    expect(await tables(third)).toEqual([]);
    await create(third, 'bbb');
    await pass(8_000);
    expect(first.failure).toBe('destroyed');
    expect(await tables(third)).toEqual(['bbb']);
  });

  it('is read on by its owner while there is no room for the lease, and opened by nobody else', async () => {
    const { leases, open, pass, create, tables } = site();
    const first = open();
    await create(first, 'aaa');
    leases.isFull = true;
    for (let second = 0; second < 10; second++) {
      await pass(1_000);
      expect(await tables(first)).toEqual(['aaa']);
    }
    const second = open(first.storeId);
    await pass(8_000);
    expect(second.failure).toMatch(/no room left/);
    leases.isFull = false;
    await pass(2_000);
    const third = open(first.storeId);
    await pass(8_000);
    expect(third.failure).toMatch(IN_USE);
    await create(first, 'bbb');
  });

  it('is opened and read where there is no room for the lease, when its owner has let it go', async () => {
    const { leases, open, close, pass, create, tables } = site();
    const first = open();
    await create(first, 'aaa');
    await close(first);
    await pass(100);
    leases.isFull = true;
    const second = open(first.storeId);
    expect(await tables(second)).toEqual(['aaa']);
    await pass(10_000);
    expect(await tables(second)).toEqual(['aaa']);
    leases.isFull = false;
    await pass(2_000);
    const third = open(first.storeId);
    await pass(8_000);
    expect(third.failure).toMatch(IN_USE);
  });

  it('is not read any more by an owner that had no room for the lease, when somebody else has found some', async () => {
    const { leases, open, pass, create } = site();
    const first = open();
    await create(first, 'aaa');
    leases.isFull = true;
    await pass(5_000);
    first.worker.stop();
    leases.isFull = false;
    const stale: TextAnswer[] = [];
    first.request('ListTables', {}).then(
      (answer) => stale.push(answer),
      () => undefined,
    );
    await create(open(first.storeId), 'bbb');
    first.worker.resume();
    await pass(8_000);
    expect(stale).toEqual([]);
    expect(first.failure).toMatch(IN_USE);
  });

  it('is not read any more by an owner that was stopped and goes on', async () => {
    const { open, pass, create } = site();
    const first = open();
    await create(first, 'aaa');
    first.worker.stop();
    const stale: TextAnswer[] = [];
    void first.request('ListTables', {}).then((answer) => stale.push(answer));
    const second = open();
    await create(second, 'bbb');
    first.worker.resume();
    await pass(8_000);
    expect(stale).toEqual([]);
    expect(first.failure).toMatch(IN_USE);
  });
});
