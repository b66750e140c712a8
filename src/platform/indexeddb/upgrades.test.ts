import 'fake-indexeddb/auto';
import { upgradeContract } from './upgrades.contract.ts';

let databases = 0;
upgradeContract(() => `upgrades-${String(++databases)}`);
