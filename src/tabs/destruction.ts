import type { Channel } from '../kernel/channel.ts';
import type { Locks } from '../kernel/locks.ts';
import type { Timer } from '../kernel/time.ts';
import { commonChannel } from '../rpc/tab-messages.ts';
import type { DatabaseDevices } from '../engine/engine-interface.ts';
import type { Condemned } from '../engine/destroy-store.ts';
import { destroyStore, isOvertaken } from '../engine/destroy-store.ts';
import { DatabaseInUse, LockRefused } from './tab-failures.ts';
import type { OwnerIdentity, TabWorld } from './owner.ts';
import { isMineNow } from './ownership.ts';

/** Goes at it: who is stopped in the midst of it, and finds that others have been there since, begins anew. */
const ATTEMPTS_MAX = 3;

/** The database to destroy, and who is to do it. */
export interface DestructionOrder {
  readonly outside: TabWorld;
  readonly identity: OwnerIdentity;
  readonly devices: DatabaseDevices;
  readonly condemned: Condemned;
}

/**
 * Destroys the database, whoever has it: takes the lock away from its owner, deletes what is stored, and tells all tabs which
 * store is no more. Tabs that wait for the lock get it afterwards. Rejects with `DeviceFault`.
 */
export async function destroyDatabase(order: DestructionOrder): Promise<void> {
  const { outside, identity } = order;
  const common = outside.channels.open(commonChannel(identity.database));
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await inTurn(order, common);
        return;
      } catch (error) {
        if (!isOvertaken(error) || attempt === ATTEMPTS_MAX) throw error;
      }
    }
  } finally {
    common.close();
  }
}

/** One at a time, or they would take the lock away from each other. */
function inTurn(order: DestructionOrder, common: Channel): Promise<void> {
  const { locks } = order.outside;
  const { database } = order.identity;
  return holding(locks, `${database}/destroy`, false, () =>
    holding(locks, database, true, () => destroy(order, common)),
  );
}

async function destroy(order: DestructionOrder, common: Channel): Promise<void> {
  const { outside, identity, devices, condemned } = order;
  const { world, locks } = outside;
  const { database, tab, protocol: v } = identity;
  let beating: Timer | undefined;
  // As if opening: whoever waits takes a silent lock away.
  const beat = (): void => {
    common.post({ kind: 'beat', v, tab, epoch: 0, storeId: '' });
    beating = world.host.after(world.knobs.beatMs, beat);
  };
  beat();
  try {
    await destroyStore({
      world,
      devices,
      condemned,
      onDestroyed: (storeId) => common.post({ kind: 'destroyed', v, storeId }),
      // Whoever takes the lock from us, because we were stopped, goes on where we stopped.
      isOurs: () => isMineNow(world, locks, database),
    });
  } finally {
    beating?.cancel();
  }
}

async function holding(
  locks: Locks,
  name: string,
  steal: boolean,
  work: () => Promise<void>,
): Promise<void> {
  const claim = await taken(locks, name, steal);
  try {
    await work();
  } finally {
    claim.release();
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
      refused: (why) => {
        // Who destroys it now is waited for, however long that takes.
        if (why instanceof DatabaseInUse) resolve(taken(locks, name, steal));
        else reject(why instanceof Error ? why : new LockRefused(name));
      },
    });
  });
}
