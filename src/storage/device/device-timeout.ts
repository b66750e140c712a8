import type { Timer } from '../../kernel/time.ts';
import type { World } from '../../kernel/world.ts';
import type { Device } from './port.ts';
import { StoreRefused } from '../store-refused.ts';
import { DeviceFault } from './port.ts';

/**
 * The answer of a call to the device. Rejects with fault `hung` when there is none in time, and with
 * fault `closed` for any error that is no fault and no refusal.
 */
export async function patiently<T>(world: World, answer: Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = world.host.after(world.knobs.deviceTimeoutMs, () => {
      reject(new DeviceFault('hung', 'the storage device does not answer'));
    });
  });
  try {
    return await Promise.race([answer, hung]);
  } catch (error) {
    if (error instanceof DeviceFault || error instanceof StoreRefused) throw error;
    throw new DeviceFault('closed', 'the storage device failed', { cause: error });
  } finally {
    timer?.cancel();
  }
}

/** The device with bounded patience: no call stays open for ever, and every rejection is a fault. */
export function patientDevice(device: Device, world: World): Device {
  return {
    readMeta: (name) => patiently(world, device.readMeta(name)),
    readLog: (fromLsn, limit) => patiently(world, device.readLog(fromLsn, limit)),
    newestLsn: () => patiently(world, device.newestLsn()),
    listPages: (...range) => patiently(world, device.listPages(...range)),
    readPages: (keys) => patiently(world, device.readPages(keys)),
    readDigests: (...range) => patiently(world, device.readDigests(...range)),
    write: (batch, durability) => patiently(world, device.write(batch, durability)),
    // What comes of it is seen by who tries to write.
    compact: () => patiently(world, device.compact?.() ?? Promise.resolve()).catch(() => undefined),
    close: () => {
      device.close();
    },
  };
}
