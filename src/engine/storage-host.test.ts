import { describe, expect, it } from 'vitest';
import { KNOBS } from '../kernel/knobs.ts';
import type { Device, DeviceOpener } from '../storage/device/port.ts';
import { DeviceFault } from '../storage/device/port.ts';
import { Disk } from '../testing/device/disk.ts';
import { diskDevices } from '../testing/device/disk-devices.ts';
import { SimulatedWorld } from '../testing/world/simulated-world.ts';
import type { Engine } from './engine-interface.ts';
import { createEngine } from './engine.ts';

const simulated = new SimulatedWorld(1);

/** Devices over one disk, each connection changed by `change`. */
function devicesOf(disk: Disk, change: (device: Device) => Partial<Device>): DeviceOpener {
  return {
    open: async (options) => {
      const { device, isNew } = await diskDevices(disk).open(options);
      return { device: { ...device, ...change(device) }, isNew };
    },
  };
}

const opened = (devices: DeviceOpener): Promise<Engine> =>
  createEngine(
    { world: simulated.life().world, devices },
    {
      region: 'eu-west-2',
      accountId: '000000000001',
      durability: 'relaxed',
      cacheBytes: 1_000_000,
      expectedStoreId: undefined,
    },
  );

describe('the storage host', () => {
  it('closes a connection that comes after it has stopped waiting for it', async () => {
    let isClosed = false;
    const devices = devicesOf(new Disk(), (device) => ({
      close: () => {
        isClosed = true;
        device.close();
      },
    }));
    const late: DeviceOpener = {
      open: (options) =>
        new Promise((resolve) => {
          simulated.after(KNOBS.deviceTimeoutMs + 1, () => resolve(devices.open(options)));
        }),
    };
    await expect(simulated.until(opened(late))).rejects.toMatchObject({ kind: 'hung' });
    await simulated.until(
      new Promise<void>((resolve) => {
        simulated.after(2, resolve);
      }),
    );
    expect(isClosed).toBe(true);
  });

  it('tells of one failure, and leaves none unheard, when every read of an opening fails', async () => {
    const disk = new Disk();
    const first = await simulated.until(opened(diskDevices(disk)));
    await simulated.until(first.request('DynamoDB_20120810.CreateTable', CREATE_TABLE));
    await simulated.until(first.close());
    const devices = devicesOf(disk, () => ({
      readPages: () => Promise.reject(new DeviceFault('closed', 'the connection is closed')),
    }));
    await expect(simulated.until(opened(devices))).rejects.toMatchObject({ kind: 'closed' });
  });

  it('opens the store again when the device fails under a scrub', async () => {
    let openings = 0;
    let isBroken = false;
    const devices = devicesOf(new Disk(), (device) => {
      const isFirst = ++openings === 1;
      const refused = (): Promise<never> => Promise.reject(new DeviceFault('closed', 'closed'));
      return {
        listPages: (...range) => (isFirst && isBroken ? refused() : device.listPages(...range)),
      };
    });
    const engine = await simulated.until(opened(devices));
    isBroken = true;
    await expect(simulated.until(engine.scrub())).rejects.toMatchObject({ kind: 'closed' });
    await simulated.until(engine.request('DynamoDB_20120810.ListTables', '{}'));
    expect(await simulated.until(engine.scrub())).toMatchObject({ damaged: [] });
    expect(openings).toBe(2);
  });
});

const CREATE_TABLE = JSON.stringify({
  TableName: 'items',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
});
