/** The devices of the simulations pass the suite that memory and IndexedDB pass, as long as nothing is made to fail. */
import { deviceContract } from '../../storage/device/device.contract.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import { patientDevice } from '../../storage/device/device-timeout.ts';
import type { DestroyableDevices, Device, DeviceOpener } from '../../storage/device/port.ts';
import { FailingDevices } from '../fail-nth/failing-devices.ts';
import { LogArchive } from '../regions/region-oracle.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { Disk } from './disk.ts';
import { diskDevices } from './disk-devices.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** An opener whose disk is thrown away by making another. */
function replaced(make: () => DeviceOpener): DestroyableDevices {
  let current = make();
  const { destroyed } = memoryDevices();
  return {
    destroyed,
    open: (options) => current.open(options),
    destroy: async () => {
      current = make();
    },
  };
}

/** Every connection through another device. */
function through(
  devices: DestroyableDevices,
  wrap: (device: Device) => Device,
): DestroyableDevices {
  return {
    destroyed: devices.destroyed,
    destroy: () => devices.destroy(),
    open: async (options) => {
      const { device, isNew } = await devices.open(options);
      return { device: wrap(device), isNew };
    },
  };
}

/**
 * Time passes for each call until it is answered, and for one after the other: a simulated device is harder than a browser, and promises no order of calls
 * that are under way together.
 */
function inTime(world: SimulatedWorld, devices: DestroyableDevices): DestroyableDevices {
  let last: Promise<unknown> = Promise.resolve();
  const answer = <T>(call: () => Promise<T>): Promise<T> => {
    const answered = last.then(() => world.until(call()));
    last = answered.catch(() => undefined);
    return answered;
  };
  const timed = through(devices, (device) => ({
    readMeta: (name) => answer(() => device.readMeta(name)),
    readLog: (fromLsn, limit) => answer(() => device.readLog(fromLsn, limit)),
    newestLsn: () => answer(() => device.newestLsn()),
    listPages: (...range) => answer(() => device.listPages(...range)),
    readDigests: (...range) => answer(() => device.readDigests(...range)),
    readPages: (keys) => answer(() => device.readPages(keys)),
    write: (batch, durability) => answer(() => device.write(batch, durability)),
    close: () => device.close(),
  }));
  return {
    destroyed: devices.destroyed,
    open: (options) => answer(() => timed.open(options)),
    destroy: () => answer(() => devices.destroy()),
  };
}

deviceContract('a disk in the test’s hands', () => replaced(() => diskDevices(new Disk())));

deviceContract('one whose n-th call fails, where none does', () =>
  replaced(() => new FailingDevices(new SimulatedWorld(1), 0, 'aborts')),
);

deviceContract('a simulated one', () => {
  const world = new SimulatedWorld(1);
  return inTime(world, new SimulatedDevice(world));
});

deviceContract('a simulated one whose log is archived', () => {
  const world = new SimulatedWorld(1);
  const device = new SimulatedDevice(world);
  return inTime(world, new LogArchive('eu-west-1').watching(device));
});

deviceContract('one with bounded patience', () => {
  const { world } = new SimulatedWorld(1).life();
  return through(memoryDevices(), (device) => patientDevice(device, world));
});
