import { LogFault } from './log/log-reads.ts';
import { DeviceFault } from './device/port.ts';
import { RoomFault } from './room/room-fault.ts';
import { PageFault } from './tree/page-fault.ts';

/** Something that a read needs is not in memory, or a write needs room: `LogStore.load` sees to it. */
export type StoreFault = PageFault | LogFault | RoomFault;

export function isStoreFault(error: unknown): error is StoreFault {
  return error instanceof PageFault || error instanceof LogFault || error instanceof RoomFault;
}

/** Whether loading what `fault` names failed because the device does not read, and not for want of room. */
export function isReadFault(error: unknown, fault: StoreFault): error is DeviceFault {
  return error instanceof DeviceFault && !(fault instanceof RoomFault && error.kind === 'quota');
}
