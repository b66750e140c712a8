import { LogFault } from './log/logged-store.ts';
import { DeviceFault, isRefusal } from './device/port.ts';
import { ReplayFault } from './checkpoint/replay-fault.ts';
import { FellingFault } from './felling/felling-fault.ts';
import { RoomFault } from './quota/room-fault.ts';
import { PageFault } from './tree/page-fault.ts';

const FAULTS = [PageFault, LogFault, ReplayFault, RoomFault, FellingFault];

/** Something that a read needs is not in memory, a write needs room or has to wait for the checkpoint, or pages have to go first: `LogStore.load` sees to it. */
export type StoreFault = PageFault | LogFault | ReplayFault | RoomFault | FellingFault;

export function isStoreFault(error: unknown): error is StoreFault {
  return FAULTS.some((fault) => error instanceof fault);
}

/** Whether loading what `fault` names failed because the device does not read, and not because it refused to write. */
export function isReadFault(error: unknown, fault: Error): error is DeviceFault {
  if (!(error instanceof DeviceFault)) return false;
  if (fault instanceof FellingFault) return !isRefusal(error);
  return !(fault instanceof RoomFault && error.kind === 'quota');
}
