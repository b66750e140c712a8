import { expect, it } from 'vitest';
import type { LeaseEntry, LeaseLog } from '../kernel/lease-log.ts';
import { DeviceFault } from '../storage/device/port.ts';
import { fakeWorld } from '../testing/fake-world.ts';
import { HeldLease } from './held-lease.ts';

it('a lease without room for its entry is looked for after each question', async () => {
  const looks: ((entry: LeaseEntry) => void)[] = [];
  const log: LeaseLog = {
    append: () => Promise.reject(new DeviceFault('quota', 'no room')),
    newest: () => new Promise((resolve) => looks.push(resolve)),
    close: () => undefined,
  };
  const ours = { number: 7, holder: 'us' };
  const held = new HeldLease(fakeWorld(), { log, ...ours, begunMs: -Infinity }, () => undefined);
  const before = held.isOurs();
  await expect.poll(() => looks.length).toBe(1);
  // Another tab takes it now, and only then the next one asks.
  const after = held.isOurs();
  looks[0]?.(ours);
  await expect.poll(() => looks.length).toBe(3);
  for (const look of looks) look({ number: 8, holder: 'another' });
  expect(await after).toBe(false);
  expect(await before).toBe(false);
});
