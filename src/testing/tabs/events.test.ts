import { expect, it } from 'vitest';
import type { DatabaseEvent } from '../../wire/events.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { SimulatedSite } from './simulated-site.ts';
import { SimulatedTab } from './simulated-tab.ts';

const NOTES = {
  TableName: 'notes',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

it('every tab that has subscribed hears what the owner tells, and goes on hearing from the next owner', async () => {
  const world = new SimulatedWorld(1);
  const device = new SimulatedDevice(world);
  const site = new SimulatedSite(world, device);
  const [first, second, third] = ['first', 'second', 'third'].map(
    (client) => new SimulatedTab(site, client, { reserveBytesMax: 1 << 20 }),
  ) as [SimulatedTab, SimulatedTab, SimulatedTab];
  const heard = { first: 0, second: 0, third: 0 };
  const subscribe = (tab: SimulatedTab, name: keyof typeof heard): void => {
    tab.queue.subscriptions.add('quota', ({ type }: DatabaseEvent) => {
      expect(type).toBe('quota');
      heard[name]++;
    });
  };
  const fillUp = async (by: SimulatedTab): Promise<void> => {
    device.isDiskFull = true;
    await world.until(by.request('CreateTable', NOTES));
    device.isDiskFull = false;
  };
  for (const tab of [first, second, third]) await world.until(tab.request('ListTables', {}));
  expect([first.role, second.role, third.role]).toEqual(['owner', 'follower', 'follower']);
  subscribe(first, 'first');
  subscribe(second, 'second');

  await fillUp(second);
  expect(heard).toEqual({ first: 1, second: 1, third: 0 });

  first.crash();
  await world.until(second.request('ListTables', {}));
  await fillUp(third);
  await world.until(second.request('ListTables', {}));
  expect(heard).toEqual({ first: 1, second: 2, third: 0 });
});

it('a tab that listens hears of tables that another one makes, and of tabs that come and go', async () => {
  const world = new SimulatedWorld(2);
  const site = new SimulatedSite(world, new SimulatedDevice(world));
  const [owner, follower] = ['owner', 'follower'].map(
    (client) => new SimulatedTab(site, client),
  ) as [SimulatedTab, SimulatedTab];
  for (const tab of [owner, follower]) await world.until(tab.request('ListTables', {}));
  const heard: string[] = [];
  const hear = (event: DatabaseEvent): void => {
    heard.push('tabs' in event ? `${event.type} ${String(event.tabs)}` : event.type);
  };
  for (const topic of ['tabs', 'tables']) follower.queue.subscriptions.add(topic, hear);
  await world.until(follower.request('ListTables', {}));
  expect(heard).toEqual([]);

  await world.until(owner.request('CreateTable', NOTES));
  await world.until(follower.request('ListTables', {}));
  expect(heard.splice(0)).toEqual(['tables']);

  const third = new SimulatedTab(site, 'third');
  await world.until(third.request('ListTables', {}));
  await world.until(follower.request('ListTables', {}));
  expect(heard.splice(0)).toEqual(['tabs 3']);
  third.crash();
  await world.until(new Promise<void>((resolve) => world.after(30_000, resolve)), 60_000);
  expect(heard).toEqual(['tabs 2']);
});
