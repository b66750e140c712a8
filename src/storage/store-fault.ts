import { LogFault } from './log/log-reads.ts';
import { PageFault } from './tree/page-fault.ts';

/** Something that a read needs is not in memory: `LogStore.load` brings it in. */
export type StoreFault = PageFault | LogFault;

export function isStoreFault(error: unknown): error is StoreFault {
  return error instanceof PageFault || error instanceof LogFault;
}
