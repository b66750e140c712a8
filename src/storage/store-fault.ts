import { LogFault } from './log/logged-store.ts';
import { DeviceFault } from './device/port.ts';
import { ReplayFault } from './checkpoint/replay-fault.ts';
import { RoomFault } from './quota/room-fault.ts';
import { PageFault } from './tree/page-fault.ts';

const FAULTS = [PageFault, LogFault, ReplayFault, RoomFault];

/** Something that a read needs is not in memory, or a write needs room or has to wait for the checkpoint: `LogStore.load` sees to it. */
export type StoreFault = PageFault | LogFault | ReplayFault | RoomFault;

export function isStoreFault(error: unknown): error is StoreFault {
  return FAULTS.some((fault) => error instanceof fault);
}

/** Whether loading what `fault` names failed because the device does not read, and not for want of room. */
export function isReadFault(error: unknown, fault: Error): error is DeviceFault {
  return error instanceof DeviceFault && !(fault instanceof RoomFault && error.kind === 'quota');
}
