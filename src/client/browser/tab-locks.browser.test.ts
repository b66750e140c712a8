import { consumerLocksContract } from '../../testing/contracts/consumer-locks.ts';
import { tabLocks } from './tab-locks.ts';

consumerLocksContract('Web Locks (browser)', () => tabLocks(`contract-${crypto.randomUUID()}`));
