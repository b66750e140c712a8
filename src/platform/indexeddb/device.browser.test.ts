import { deviceContract } from '../../storage/device/device.contract.ts';
import { indexedDbDevices } from './open-database.ts';

deviceContract('IndexedDB (browser)', () => indexedDbDevices(`contract-${crypto.randomUUID()}`));
