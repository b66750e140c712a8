import { deviceContract } from '../../storage/device/device.contract.ts';
import { browserWorld } from '../world.ts';
import { indexedDbDevices } from './open.ts';

const { clock } = browserWorld();

deviceContract('IndexedDB (browser)', () =>
  indexedDbDevices(`contract-${crypto.randomUUID()}`, clock),
);
