import type { World } from '../kernel/world.ts';
import { condemn } from '../storage/checkpoint/condemned.ts';
import { readSuperblock } from '../storage/checkpoint/superblock.ts';
import { patientDevice, patiently } from '../storage/device/patience.ts';
import type { DestroyableDevices, Device } from '../storage/device/port.ts';
import { DeviceFault } from '../storage/device/port.ts';
import { StoreRefused } from '../storage/store-refused.ts';

export interface Condemned {
  /** Store id that is remembered outside, if any. */
  readonly storeId: string | undefined;
  /** Another store that has taken its place stays. */
  readonly isOnly: boolean;
}

export interface Destruction {
  readonly world: World;
  readonly devices: DestroyableDevices;
  readonly condemned: Condemned;
  /** The store of this id is destroyed from now on, whatever happens to us. */
  readonly onDestroyed: (storeId: string) => void;
  /** Whether the database is still ours to delete. */
  readonly isOurs: () => Promise<boolean>;
}

/**
 * Deletes what is stored, in any state: also what is damaged, foreign or gone already. In this order, so that a death in
 * between leaves it either as it was or to be told from a loss:
 *
 * 1. the store is marked, and whoever opens it goes on from here,
 * 2. its id is kept where the deletion does not reach,
 * 3. everything else goes.
 *
 * Rejects with `DeviceFault`.
 */
export async function destroyStore(destruction: Destruction): Promise<void> {
  const { world, devices, condemned, onDestroyed, isOurs } = destruction;
  const { storeId, isOnly } = condemned;
  const found = await foundIn(world, devices, (id) => !isOnly || id === storeId);
  const isOther = isOnly && found !== undefined && found !== storeId;
  const gone = new Set([storeId, isOther ? undefined : found]);
  const ids = [...gone].filter((id) => id !== undefined);
  const isKept = await keep(destruction, ids);
  for (const id of ids) onDestroyed(id);
  if (isOther || !(await isOurs())) return;
  await patiently(world, devices.destroy());
  if (!isKept) await patiently(world, devices.destroyed.add(ids));
}

/**
 * Id of the store that is there, marked where it is meant. Of one that cannot be read or written nothing is known, and nothing
 * needs to be: it opens for nobody, or the deletion finds room.
 */
async function foundIn(
  world: World,
  devices: DestroyableDevices,
  isMeant: (id: string | undefined) => boolean,
): Promise<string | undefined> {
  let device: Device | undefined;
  try {
    ({ device } = await patiently(world, devices.open({ mustExist: true })));
    const patient = patientDevice(device, world);
    const superblock = await readSuperblock(patient);
    const id = superblock.kind === 'valid' ? superblock.block.storeId : undefined;
    if (isMeant(id)) await condemn(patient).catch(() => undefined);
    return id;
  } catch (error) {
    if (error instanceof DeviceFault || error instanceof StoreRefused) return undefined;
    throw error;
  } finally {
    device?.close();
  }
}

/** Where there is no room there will be some after the deletion. */
async function keep({ world, devices }: Destruction, ids: readonly string[]): Promise<boolean> {
  try {
    await patiently(world, devices.destroyed.add(ids));
    return true;
  } catch (error) {
    if (error instanceof DeviceFault) return false;
    throw error;
  }
}
