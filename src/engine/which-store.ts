import type { Engine } from './engine-interface.ts';
import type { World } from '../kernel/world.ts';
import { StoreRefused } from '../storage/store-refused.ts';
import { destroyStore, overtaken } from './destroy-store.ts';
import { patiently } from '../storage/device/device-timeout.ts';
import type { DestroyableDevices } from '../storage/device/port.ts';
import { DeviceFault } from '../storage/device/port.ts';

/** Which store a page means when it names a database. */
export interface MeantStore {
  /** The page has been served from this one: no other will do. */
  readonly served: string | undefined;
  /** Remembered from former pages: it must be there, unless it has been destroyed. */
  readonly remembered: string | undefined;
  /** The one that may be lost. */
  readonly acceptLoss: string | undefined;
}

const lost = (storeId: string, message: string): StoreRefused =>
  new StoreRefused('storage-lost', message, { lost: storeId });

/** Why a page that was served from this store cannot be any more, though there is a database of its name. */
export async function goneStore(
  world: World,
  { destroyed }: DestroyableDevices,
  storeId: string,
): Promise<StoreRefused> {
  if (await patiently(world, destroyed.has(storeId)))
    return new StoreRefused('destroyed', 'the database was destroyed in another tab');
  return lost(
    storeId,
    'the browser has lost this database while it was open: its data were cleared or deleted',
  );
}

/** Where it is opened. */
export interface MeantAt {
  readonly world: World;
  readonly devices: DestroyableDevices;
  /** Whether the database is still ours, to go on with what another has begun. */
  readonly isOurs: () => Promise<boolean>;
}

/**
 * Opens the engine on the store that is meant. On whatever else is there, or on a new and empty one, only where the one that is
 * meant was destroyed or its loss is accepted. Rejects as `openEngine` does, and with `StoreRefused`.
 */
export async function openMeant(
  at: MeantAt,
  meant: MeantStore,
  openEngine: (expectedStoreId: string | undefined) => Promise<Engine>,
): Promise<Engine> {
  const { world, devices } = at;
  const expected = meant.served ?? meant.remembered;
  try {
    return await openEngine(expected);
  } catch (error) {
    const isCondemned = error instanceof StoreRefused && error.code === 'destroyed';
    if (isCondemned) await finishDestruction(at);
    else if (expected === undefined || !isLoss(error)) throw error;
  }
  if (meant.served !== undefined) throw await goneStore(world, devices, meant.served);
  if (expected !== undefined && !(await patiently(world, devices.destroyed.has(expected)))) {
    if (meant.acceptLoss !== expected)
      throw lost(expected, 'the browser has lost this database: it held data before');
    await acceptLoss(at, expected);
  }
  return openEngine(undefined);
}

function isLoss(error: unknown): boolean {
  if (error instanceof DeviceFault) return error.kind === 'lost';
  return error instanceof StoreRefused && error.code === 'storage-lost';
}

/** Where there is no room to write it down, this page goes on all the same: it remembers the store that it makes now. */
async function acceptLoss({ world, devices }: MeantAt, storeId: string): Promise<void> {
  try {
    await patiently(world, devices.destroyed.add([storeId]));
  } catch (error) {
    if (!(error instanceof DeviceFault) || error.kind !== 'quota') throw error;
  }
}

/** Whoever began it has died, and the mark tells what was to go. Whoever takes the database from us meanwhile goes on too, and may have a new store there already. */
async function finishDestruction(at: MeantAt): Promise<void> {
  await destroyStore({
    ...at,
    condemned: { storeId: undefined, isOnly: false },
    onDestroyed: () => undefined,
  });
  if (!(await at.isOurs())) throw overtaken();
}
