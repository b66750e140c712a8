import type { World } from '../kernel/world.ts';
import {
  markForDestruction,
  empty,
  readDestructionMark,
} from '../storage/checkpoint/destruction-mark.ts';
import { readSuperblock } from '../storage/checkpoint/superblock.ts';
import { patientDevice, patiently } from '../storage/device/device-timeout.ts';
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

/** What there is to destroy. */
interface Found {
  /** Of the stores that are destroyed from now on. */
  readonly ids: readonly string[];
  /** To the store that bears the mark: what is written there reaches no other. Undefined where there is none. */
  readonly marked: Device | undefined;
  /** Another store is there, which stays. */
  readonly isOther: boolean;
}

/**
 * Deletes what is stored, in any state: also what is damaged, foreign or gone already. In this order, so that a death in
 * between leaves it either as it was or to be told from a loss:
 *
 * 1. the store is marked, and whoever opens it goes on from here,
 * 2. its id is kept where the deletion does not reach,
 * 3. everything else goes.
 *
 * Rejects with `DeviceFault`: of kind `fenced` where another owner has taken over before anything was done.
 */
export async function destroyStore(destruction: Destruction): Promise<void> {
  const { world, devices, onDestroyed, isOurs } = destruction;
  const { ids, marked, isOther } = await found(destruction);
  const isKept = await keep(destruction, ids, marked);
  marked?.close();
  for (const id of ids) onDestroyed(id);
  if (isOther) return;
  if (await isOurs()) await patiently(world, devices.destroy());
  else if (marked === undefined) throw overtaken();
  if (!isKept) await patiently(world, devices.destroyed.add(ids));
}

/**
 * The store that is there, marked where it is meant. Of one that cannot be read or written nothing is known, and nothing
 * needs to be: it opens for nobody, or the deletion finds room.
 */
async function found({ world, devices, condemned, isOurs }: Destruction): Promise<Found> {
  const { storeId, isOnly } = condemned;
  const known = storeId === undefined ? [] : [storeId];
  let device: Device | undefined;
  try {
    ({ device } = await patiently(world, devices.open({ mustExist: true })));
    const patient = patientDevice(device, world);
    const [superblock, before = []] = [
      await readSuperblock(patient),
      await readDestructionMark(patient),
    ];
    const id = superblock.kind === 'valid' ? superblock.block.storeId : undefined;
    if (isOnly && id !== storeId) {
      device.close();
      return { ids: known, marked: undefined, isOther: id !== undefined };
    }
    const ids = [...new Set([...known, ...before, ...(id === undefined ? [] : [id])])];
    // By now another owner may have the store, and go on with it.
    if (!(await isOurs())) throw overtaken();
    const isMarked = await markForDestruction(patient, ids).then(
      () => true,
      () => false,
    );
    if (!isMarked) device.close();
    return { ids, marked: isMarked ? patient : undefined, isOther: false };
  } catch (error) {
    device?.close();
    const isUnusable = error instanceof StoreRefused || error instanceof DeviceFault;
    if (!isUnusable || isOvertaken(error)) throw error;
    return { ids: known, marked: undefined, isOther: false };
  }
}

/** Where there is no room the store that is to go makes some; if it cannot, its deletion does. */
async function keep(
  { world, devices }: Destruction,
  ids: readonly string[],
  marked: Device | undefined,
): Promise<boolean> {
  const isAdded = (): Promise<boolean> => succeeds(patiently(world, devices.destroyed.add(ids)));
  if (await isAdded()) return true;
  if (marked === undefined || !(await succeeds(empty(marked)))) return false;
  return isAdded();
}

async function succeeds(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof DeviceFault) return false;
    throw error;
  }
}

/** Another owner has the database, who may have a new store there. */
export const overtaken = (): DeviceFault =>
  new DeviceFault('fenced', 'another owner has taken over this database');

/** Whether another owner had the database before anything was destroyed. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof DeviceFault && error.kind === 'fenced';
