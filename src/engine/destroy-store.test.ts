import { describe, expect, it } from 'vitest';
import { readDestructionMark } from '../storage/checkpoint/destruction-mark.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import type { DestroyableDevices } from '../storage/device/port.ts';
import { DeviceFault } from '../storage/device/port.ts';
import { SimulatedDevice } from '../testing/device/simulated-device.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import { mayPass, OPENINGS_MAX } from '../tabs/engine-opening.ts';
import { Realm, SimulatedSite } from '../testing/tabs/simulated-site.ts';
import { SimulatedWorld } from '../testing/world/simulated-world.ts';
import type { World } from '../kernel/world.ts';
import type { Engine } from './engine-interface.ts';
import { destroyStore } from './destroy-store.ts';
import { createEngine } from './engine.ts';
import { openMeant } from './which-store.ts';

const world = fakeWorld();
const ours = (): Promise<boolean> => Promise.resolve(true);
const OTHER = '00000000-0000-4000-8000-000000000000';

interface Meant {
  readonly remembered?: string | undefined;
  readonly acceptLoss?: string;
}

/** Opens what a page means that remembers a store. */
function opened(
  devices: DestroyableDevices,
  meant: Meant = {},
  within: World = world,
): Promise<Engine> {
  const { remembered, acceptLoss } = meant;
  return openMeant(
    { world: within, devices, isOurs: ours },
    { served: undefined, remembered, acceptLoss },
    (expectedStoreId) =>
      createEngine(
        { world: within, devices },
        {
          region: 'eu-west-1',
          accountId: '000000000001',
          durability: 'interval',
          cacheBytes: 1 << 20,
          expectedStoreId,
        },
      ),
  );
}

/** Opens as a tab does: the last commits of a life that ended may land meanwhile. */
async function openedAsByATab(...to: Parameters<typeof opened>): Promise<Engine> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await opened(...to);
    } catch (error) {
      if (!mayPass(error) || attempt === OPENINGS_MAX) throw error;
    }
  }
}

/** A store that was made and closed. */
async function stored(devices: DestroyableDevices): Promise<string> {
  const engine = await opened(devices);
  const { storeId } = engine;
  await engine.close();
  return storeId;
}

/** Destroys what is there, with these answers to whether it is ours. */
function destroyed(
  devices: DestroyableDevices,
  storeId: string | undefined,
  ...answers: boolean[]
): Promise<void> {
  return destroyStore({
    world,
    devices,
    condemned: { storeId, isOnly: false },
    onDestroyed: () => undefined,
    isOurs: () => Promise.resolve(answers.shift() ?? true),
  });
}

/** Devices that refuse to write a mark. */
function unmarkable(devices: DestroyableDevices): DestroyableDevices {
  return {
    ...devices,
    open: async (options) => {
      const { device, isNew } = await devices.open(options);
      const write = (): Promise<void> => Promise.reject(new DeviceFault('aborted', 'no'));
      const answered: typeof device = {
        ...device,
        readMeta: (name) => device.readMeta(name),
        close: () => device.close(),
        write,
      };
      return { device: answered, isNew };
    },
  };
}

describe('a destruction', () => {
  it('leaves a store alone that another owner has by then', async () => {
    const devices = memoryDevices();
    const id = await stored(devices);
    await expect(destroyed(devices, id, false)).rejects.toMatchObject({ kind: 'fenced' });
    await expect(destroyed(unmarkable(devices), id, true, false)).rejects.toMatchObject({
      kind: 'fenced',
    });
    const engine = await opened(devices, { remembered: id });
    expect(engine.storeId).toBe(id);
  });

  it('is left to who has the database by then, where the store is marked', async () => {
    const devices = memoryDevices();
    const id = await stored(devices);
    await destroyed(devices, id, true, false);
    const { device } = await devices.open({ mustExist: true });
    expect(await readDestructionMark(device)).toEqual([id]);
    expect((await opened(devices, { remembered: id })).storeId).not.toBe(id);
    expect(await devices.destroyed.has(id)).toBe(true);
  });

  it('that is gone on with destroys what was to be destroyed, and nothing that a page remembers besides', async () => {
    const devices = memoryDevices();
    const id = await stored(devices);
    await destroyed(devices, id, true, false);
    await expect(opened(devices, { remembered: OTHER })).rejects.toMatchObject({
      code: 'storage-lost',
      lost: OTHER,
    });
    expect(await devices.destroyed.has(id)).toBe(true);
    expect(await devices.destroyed.has(OTHER)).toBe(false);
  });

  it('that is gone on with takes along what its page had lost', async () => {
    const devices = memoryDevices();
    const id = await stored(devices);
    await destroyed(devices, OTHER, true, false);
    expect((await opened(devices, { remembered: OTHER })).storeId).not.toBe(id);
  });
});

/** A device with room for the mark of a destruction, and for nothing more; what is under way when its page dies is not heard of any more. */
async function fullSite() {
  const simulated = new SimulatedWorld(1);
  const device = new SimulatedDevice(simulated);
  const site = new SimulatedSite(simulated, device);
  const life = (): readonly [Realm, DestroyableDevices, World] => {
    const realm = new Realm();
    return [realm, site.devicesOf(realm), site.worldOf(realm)];
  };
  const [, devices, within] = life();
  const engine = await simulated.until(opened(devices, {}, within));
  engine.abandon();
  device.quotaBytes = device.disk.bytes + 50;
  return { simulated, device, life, id: engine.storeId };
}

describe('on a full device', () => {
  it('a store that is destroyed is whole or gone, whenever its page dies', async () => {
    for (let ms = 0; ms < 40; ms++) {
      const { simulated, life, id } = await fullSite();
      const [realm, devices, within] = life();
      void destroyStore({
        world: within,
        devices,
        condemned: { storeId: id, isOnly: false },
        onDestroyed: () => undefined,
        isOurs: ours,
      });
      await simulated.until(new Promise<void>((resolve) => simulated.after(ms, resolve)));
      realm.die();
      const [, again, later] = life();
      const engine = simulated.until(openedAsByATab(again, { remembered: id }, later));
      await expect(engine, `died after ${String(ms)} ms`).resolves.toBeDefined();
    }
  });

  it('the loss of a store is accepted, although there is no room to write it down', async () => {
    const { simulated, life, device } = await fullSite();
    const [, devices, within] = life();
    await simulated.until(devices.destroy());
    device.quotaBytes = 10_000;
    const noRoom = {
      ...devices,
      destroyed: {
        ...devices.destroyed,
        add: () => Promise.reject(new DeviceFault('quota', 'no room')),
      },
    };
    const meant = { remembered: OTHER, acceptLoss: OTHER };
    const engine = await simulated.until(opened(noRoom, meant, within));
    expect(engine.storeId).not.toBe(OTHER);
  });
});
