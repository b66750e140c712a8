import { deviceContract } from './device.contract.ts';
import { memoryDevices } from './memory.ts';

deviceContract('memory', memoryDevices);
