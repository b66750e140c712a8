import { leaseLogsContract } from '../../testing/contracts/lease-logs.ts';
import { inRealTime } from '../../testing/contracts/until.ts';
import { indexedDbLeases } from './lease-logs.ts';

leaseLogsContract('IndexedDB (browser)', () => ({ logs: indexedDbLeases, until: inRealTime }));
