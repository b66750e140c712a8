import type { Device } from '../device/port.ts';

/** The meta record of a store whose destruction has begun: who opens it goes on with that. */
const CONDEMNED = 'condemned';

export async function readCondemned(device: Device): Promise<boolean> {
  return (await device.readMeta(CONDEMNED)) !== undefined;
}

/** Durably. The one write without a frame: it fences nobody off, for there will be nothing to write to. */
export function condemn(device: Device): Promise<void> {
  const mark = { name: CONDEMNED, bytes: Uint8Array.of(1) };
  return device.write(
    { addFrames: [], dropPages: [], putPages: [], trimLogBelow: undefined, putMeta: [mark] },
    'strict',
  );
}
