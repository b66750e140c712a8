import { consumerLocksContract } from '../../testing/contracts/consumer-locks.ts';
import { processLocks } from './process-locks.ts';

consumerLocksContract('of this process', processLocks);
