import { upgradeContract } from './upgrades.contract.ts';

upgradeContract(() => `upgrades-${crypto.randomUUID()}`);
