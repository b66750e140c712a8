/** A record in the catalog that hashrange did not write: whoever reads it is told, and nothing else suffers. */
import { expect, it } from 'vitest';
import type { KeyBytes } from '../../kernel/key-bytes.ts';
import { memoryDevices } from '../../storage/device/memory.ts';
import { PLACES } from '../../storage/system-tree.ts';
import { openStore, turn } from '../open-store.ts';
import { RegionInTime } from '../region-in-time.ts';
import { tableBody } from '../router-client.ts';
import { SimulatedWorld } from '../world/simulated-world.ts';
import { textRow } from '../text-rows.ts';

it('is an error that names its place, and other tables answer', async () => {
  const devices = memoryDevices();
  const before = await RegionInTime.openOn(new SimulatedWorld(1), devices);
  await before.call('CreateTable', tableBody('sound'));
  await before.call('PutItem', { TableName: 'sound', Item: { pk: { S: 'a' } } });
  await before.close();
  const { device } = await devices.open({ mustExist: true });
  const store = await openStore(device);
  const key = 'strange' as KeyBytes;
  const { tree } = PLACES.table;
  const text = '{"format":1,"name":"strange"}';
  await turn(store, () =>
    store.append([{ kind: 'put', tree, key, row: textRow(text), sizeBytes: text.length }]),
  );
  await new Promise<void>((resolve) => {
    store.log.whenDurable(store.seenLsn, () => {
      resolve();
    });
  });
  device.close();

  const after = await RegionInTime.openOn(new SimulatedWorld(2), devices);
  expect(await after.refused('DescribeTable', { TableName: 'strange' })).toBe(
    'InternalServerError: The stored data of table (the table catalog), key bytes from 737472616e6765 to 737472616e676500, ' +
      'is damaged: the record there is none that hashrange writes.',
  );
  expect(await after.call('ListTables', {})).toEqual({ TableNames: ['sound', 'strange'] });
  const { Items } = await after.call('Scan', { TableName: 'sound' });
  expect(Items).toEqual([{ pk: { S: 'a' } }]);
  await after.call('PutItem', { TableName: 'sound', Item: { pk: { S: 'b' } } });
  expect(after.isServing).toBe(true);
  await after.close();
});
