import { consumerLocksContract } from '../../testing/contracts/consumer-locks.ts';
import { inProcessLocks } from './in-process-locks.ts';

consumerLocksContract('of this process', inProcessLocks);
