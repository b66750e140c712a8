import type { Locks } from '../kernel/locks.ts';
import type { Timer } from '../kernel/time.ts';
import { commonChannel } from '../rpc/tab-messages.ts';
import type { DatabaseDevices } from '../engine/contract.ts';
import type { Condemned } from '../engine/destroy-store.ts';
import { destroyStore } from '../engine/destroy-store.ts';
import { LockRefused } from './failures.ts';
import type { OwnerIdentity, TabWorld } from './owner.ts';
import { isMineNow } from './ownership.ts';
import { BEAT_MS } from './watch.ts';

/**
 * Destroys the database, whoever has it: takes the lock away from its owner, deletes what is stored, and tells all tabs which
 * store is no more. Tabs that wait for the lock get it afterwards. Rejects with `DeviceFault`.
 */
export async function destroyDatabase(
  { world, locks, channels }: TabWorld,
  { database, tab, protocol: v }: OwnerIdentity,
  devices: DatabaseDevices,
  condemned: Condemned,
): Promise<void> {
  const common = channels.open(commonChannel(database));
  let beating: Timer | undefined;
  // As if opening: whoever waits takes a silent lock away.
  const beat = (): void => {
    common.post({ kind: 'beat', v, tab, epoch: 0, storeId: '' });
    beating = world.scheduler.after(BEAT_MS, beat);
  };
  // One at a time, or they would take the lock away from each other.
  const turn = await taken(locks, `${database}/destroy`, false);
  const claim = await taken(locks, database, true);
  beat();
  try {
    await destroyStore({
      world,
      devices,
      condemned,
      onDestroyed: (storeId) => common.post({ kind: 'destroyed', v, storeId }),
      // Whoever takes the lock from us, because we were stopped, goes on where we stopped.
      isOurs: () => isMineNow(world.clock, locks, database),
    });
  } finally {
    beating?.cancel();
    claim.release();
    turn.release();
    common.close();
  }
}

function taken(
  locks: Locks,
  name: string,
  steal: boolean,
): Promise<{ readonly release: () => void }> {
  return new Promise((resolve, reject) => {
    const claim = locks.request(name, {
      steal,
      granted: () => resolve(claim),
      lost: () => reject(new LockRefused(name)),
    });
  });
}
