import { recover } from '../storage/checkpoint/recover.ts';
import type { Device } from '../storage/device/port.ts';
import { ReplayFault } from '../storage/checkpoint/replay-fault.ts';
import type { Growth } from '../storage/log-store.ts';
import { LogStore } from '../storage/log-store.ts';
import { Pins } from '../storage/tree/pins.ts';
import { isStoreFault } from '../storage/store-fault.ts';
import type { World } from '../kernel/world.ts';
import { fakeWorld } from './fake-world.ts';

/** The store on a device, in a world where time passes only when a test says so: nothing happens by itself. */
export async function openStore(
  device: Device,
  cacheBytes = 1_000_000,
  world: World = fakeWorld(),
): Promise<LogStore> {
  const recovered = await recover({ device, world, cacheBytes, expectedStoreId: undefined });
  const onFull = (): void => undefined;
  const onFatal = (fault: Error): void => {
    throw fault;
  };
  const durability = 'relaxed';
  const store = new LogStore({
    device,
    world,
    durability,
    cacheBytes,
    recovered,
    onFatal,
    onFull,
    onGivenUp: onFull,
  });
  store.storedLog.keep(() => ({ ageMs: 0, fromLsn: undefined }));
  return store;
}

/** Runs one turn of an operation, loading the pages it lacks. */
export async function turn<T>(store: LogStore, work: () => T): Promise<T> {
  const pins = new Pins();
  let growth: Growth | undefined;
  try {
    for (;;) {
      store.beginTurn(growth);
      try {
        return work();
      } catch (error) {
        if (!isStoreFault(error)) throw error;
        await store.load(error, pins);
        if (error instanceof ReplayFault) growth = 'has waited';
      }
    }
  } finally {
    store.release(pins);
  }
}
