import { deviceContract } from '../../storage/device/device.contract.ts';
import { indexedDbDevices } from './open.ts';

deviceContract('IndexedDB (browser)', () => indexedDbDevices(`contract-${crypto.randomUUID()}`));
