import { expect, it } from 'vitest';
import type { Engine } from '../../engine/engine-interface.ts';
import { createEngine } from '../../engine/engine.ts';
import type { DestroyableDevices, Device } from '../../storage/device/port.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';

const TABLES = ['first', 'second', 'third'];
const Key = { pk: { S: 'a' } };

/** Devices that count how often a reader has to wait for them: reads that are under way at once are one wait. */
function countingWaits(devices: DestroyableDevices): {
  readonly devices: DestroyableDevices;
  waits: number;
} {
  let underWay = 0;
  const counted = {
    waits: 0,
    devices: {
      ...devices,
      destroy: () => devices.destroy(),
      open: async (options: Parameters<DestroyableDevices['open']>[0]) => {
        const opened = await devices.open(options);
        const count = async <T>(read: () => Promise<T>): Promise<T> => {
          if (underWay++ === 0) counted.waits++;
          try {
            return await read();
          } finally {
            underWay--;
          }
        };
        const inner = opened.device;
        const device: Device = {
          readMeta: (name) => inner.readMeta(name),
          readLog: (from, limit) => inner.readLog(from, limit),
          newestLsn: () => inner.newestLsn(),
          write: (batch, durability) => inner.write(batch, durability),
          close: () => {
            inner.close();
          },
          listPages: (...range) => count(() => inner.listPages(...range)),
          readDigests: (...range) => count(() => inner.readDigests(...range)),
          readPages: (keys) => count(() => inner.readPages(keys)),
        };
        return { ...opened, device };
      },
    },
  };
  return counted;
}

it('items of several tables come in together', async () => {
  const world = new SimulatedWorld(11);
  const device = new SimulatedDevice(world);
  const counted = countingWaits(device);
  const open = async (): Promise<Engine> =>
    world.until(
      createEngine(
        { world: world.life().world, devices: counted.devices },
        {
          region: 'eu-west-2',
          accountId: '000000000001',
          durability: 'relaxed',
          cacheBytes: 1_000_000,
          expectedStoreId: undefined,
        },
      ),
    );
  const ask = async (engine: Engine, operation: string, input: object): Promise<object> => {
    const answer = engine.request(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
    const { status, body } = await world.until(answer);
    expect([operation, status]).toEqual([operation, 200]);
    return JSON.parse(body) as object;
  };
  const keysOf = (names: readonly string[]): object => ({
    RequestItems: Object.fromEntries(names.map((name) => [name, { Keys: [Key] }])),
  });

  const before = await open();
  for (const TableName of [...TABLES, 'warm']) {
    await ask(before, 'CreateTable', {
      TableName,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    await ask(before, 'PutItem', { TableName, Item: Key });
  }
  await world.until(before.close());

  const engine = await open();
  await ask(engine, 'ListTables', {});
  counted.waits = 0;
  await ask(engine, 'GetItem', { TableName: 'warm', Key });
  const ofOneTable = counted.waits;
  expect(ofOneTable).toBeGreaterThan(0);
  counted.waits = 0;
  expect(await ask(engine, 'BatchGetItem', keysOf(TABLES))).toMatchObject({
    Responses: Object.fromEntries(TABLES.map((name) => [name, [Key]])),
  });
  expect(counted.waits).toBe(ofOneTable);
  await world.until(engine.close());
});
