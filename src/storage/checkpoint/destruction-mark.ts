import { utf8Bytes, utf8Text } from '../../kernel/utf8-codec.ts';
import type { Device } from '../device/port.ts';
import { DeviceFault, EMPTY_BATCH } from '../device/port.ts';
import { RESERVE_ROWS } from '../page/page-key.ts';

/** The meta record of a store whose destruction has begun: who opens it goes on with that. One byte, and then the ids of the stores that go with it. */
const CONDEMNED = 'condemned';

/** Ids of the stores whose destruction has begun; undefined where none has. */
export async function readDestructionMark(device: Device): Promise<readonly string[] | undefined> {
  const mark = await device.readMeta(CONDEMNED);
  if (mark === undefined) return undefined;
  return utf8Text(mark.subarray(1))
    .split(' ')
    .filter((id) => id !== '');
}

/** Durably. A write without a frame: it fences nobody off, for there will be nothing to write to. A full device lets its reserve go for it. */
export async function markForDestruction(
  device: Device,
  storeIds: readonly string[],
): Promise<void> {
  const bytes = Uint8Array.of(1, ...utf8Bytes(storeIds.join(' ')));
  const mark = { ...EMPTY_BATCH, putMeta: [{ name: CONDEMNED, bytes }] };
  try {
    await device.write(mark, 'strict');
  } catch (error) {
    if (!(error instanceof DeviceFault) || error.kind !== 'quota') throw error;
    await device.write({ ...EMPTY_BATCH, dropPages: [RESERVE_ROWS] }, 'relaxed');
    await device.write(mark, 'strict');
  }
}

/** Lets go of all that a condemned store holds, but for what says so. */
export async function empty(device: Device): Promise<void> {
  const dropPages = [{ from: '', to: '\uffff' }];
  const trimLogBelow = Number.MAX_SAFE_INTEGER;
  await device.write({ ...EMPTY_BATCH, dropPages, trimLogBelow }, 'relaxed');
  await device.compact?.();
}
