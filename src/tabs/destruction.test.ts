import { expect, it } from 'vitest';
import type { Locks } from '../kernel/locks.ts';
import { memoryDevices } from '../storage/device/memory.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import { destroyDatabase } from './destruction.ts';
import { LockRefused } from './tab-failures.ts';
import { NO_CHANNELS } from '../kernel/channel.ts';
import { loneLocks } from './lone-locks.ts';

it('lets go of its turn when the database is refused', async () => {
  const held: string[] = [];
  const locks: Locks = {
    ...loneLocks,
    request: (name, { granted, lost }) => {
      const isTurn = name.endsWith('/destroy');
      void Promise.resolve().then(isTurn ? granted : lost);
      if (isTurn) held.push(name);
      return { release: () => void held.splice(held.indexOf(name), 1) };
    },
  };
  const destroying = destroyDatabase({
    outside: { world: fakeWorld(), locks, channels: NO_CHANNELS },
    identity: { database: 'notes', tab: 'tab', protocol: 5 },
    devices: memoryDevices(),
    condemned: { storeId: undefined, isOnly: false },
  });
  await expect(destroying).rejects.toBeInstanceOf(LockRefused);
  expect(held).toEqual([]);
});
