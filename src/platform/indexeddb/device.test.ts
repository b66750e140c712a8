import 'fake-indexeddb/auto';
import { deviceContract } from '../../storage/device/device.contract.ts';
import { indexedDbDevices } from './open-database.ts';

let databases = 0;
deviceContract('IndexedDB (fake-indexeddb)', () =>
  indexedDbDevices(`contract-${String(++databases)}`),
);
