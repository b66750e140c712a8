import { consumerLocksContract } from '../../testing/contracts/consumer-locks.ts';
import { webLocks } from './tab-locks.ts';

consumerLocksContract('Web Locks (browser)', () => webLocks(`contract-${crypto.randomUUID()}`));
