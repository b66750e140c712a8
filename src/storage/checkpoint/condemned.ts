import type { Device } from '../device/port.ts';
import { DeviceFault } from '../device/port.ts';
import { RESERVE_ROWS } from '../page/page-key.ts';

/** The meta record of a store whose destruction has begun: who opens it goes on with that. */
const CONDEMNED = 'condemned';

export async function readCondemned(device: Device): Promise<boolean> {
  return (await device.readMeta(CONDEMNED)) !== undefined;
}

/** Durably. A write without a frame: it fences nobody off, for there will be nothing to write to. A full device lets its reserve go for it. */
export async function condemn(device: Device): Promise<void> {
  const putMeta = [{ name: CONDEMNED, bytes: Uint8Array.of(1) }];
  const mark = { addFrames: [], dropPages: [], putPages: [], trimLogBelow: undefined, putMeta };
  try {
    await device.write(mark, 'strict');
  } catch (error) {
    if (!(error instanceof DeviceFault) || error.kind !== 'quota') throw error;
    await device.write({ ...mark, dropPages: [RESERVE_ROWS], putMeta: [] }, 'relaxed');
    await device.write(mark, 'strict');
  }
}
