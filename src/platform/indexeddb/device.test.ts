import 'fake-indexeddb/auto';
import { deviceContract } from '../../storage/device/device.contract.ts';
import { browserWorld } from '../world.ts';
import { indexedDbDevices } from './open.ts';

const { clock } = browserWorld();

let databases = 0;
deviceContract('IndexedDB (fake-indexeddb)', () =>
  indexedDbDevices(`contract-${String(++databases)}`, clock),
);
