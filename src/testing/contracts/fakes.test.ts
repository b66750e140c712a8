/** The simulated and the fake ones pass what the real ones pass: a test on a fake says something of what ships. */
import type { World } from '../../kernel/world.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { fakeStore } from '../fake-store.ts';
import type { FakeWorld } from '../fake-world.ts';
import { fakeWorld } from '../fake-world.ts';
import { FakeStreams } from '../streams/fake-source.ts';
import { SimulatedLeases } from '../tabs/simulated-leases.ts';
import { Realm, SimulatedSite } from '../tabs/simulated-site.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { channelsContract } from './channels.ts';
import { leaseLogsContract } from './lease-logs.ts';
import { locksContract } from './locks.ts';
import { storeContract } from './store.ts';
import { streamSourceContract } from './stream-source.ts';
import type { Until } from './until.ts';
import { worldContract } from './world.ts';

function simulated(): { readonly shared: SimulatedWorld; readonly until: Until } {
  const shared = new SimulatedWorld(1);
  return { shared, until: (promise) => shared.until(promise) };
}

function site(): { readonly site: SimulatedSite; readonly until: Until } {
  const { shared, until } = simulated();
  return { site: new SimulatedSite(shared, new SimulatedDevice(shared)), until };
}

/** Moves a fake world's time until the promise settles. */
function advancing(world: FakeWorld): Until {
  return async (promise) => {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    while (!isSettled) {
      world.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return promise;
  };
}

worldContract('simulated', () => {
  const { shared, until } = simulated();
  return { world: shared.life().world, until };
});

worldContract('of a simulated tab', () => {
  const { site: tabs, until } = site();
  return { world: tabs.worldOf(new Realm()), until };
});

worldContract('fake', () => {
  const world = fakeWorld();
  return { world, until: advancing(world) };
});

locksContract('simulated', async () => {
  const { site: tabs, until } = site();
  return { tabs: [tabs.locksOf(new Realm()), tabs.locksOf(new Realm())], until };
});

channelsContract('simulated tabs', () => {
  const { site: tabs, until } = site();
  return { channels: tabs.channelsOf(new Realm()), until };
});

leaseLogsContract('simulated', () => {
  const { shared, until } = simulated();
  return { logs: new SimulatedLeases(shared).logsOf(new Realm()), until };
});

storeContract('fake', async () => ({
  store: fakeStore(),
  turn: async (work) => work(),
  durable: () => Promise.resolve(),
}));

streamSourceContract('fake', async () => {
  const streams = new FakeStreams();
  const world: World = new SimulatedWorld(1).life().world;
  return {
    source: streams.source(world),
    enable: async () => streams.enable(),
    disable: async () => streams.disable(),
    write: async (key) => void streams.write(key),
  };
});
