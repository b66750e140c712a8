import { expect, it } from 'vitest';
import { fakeWorld } from '../testing/fake-world.ts';
import { loneLocks } from './lone-locks.ts';
import { Ownership } from './ownership.ts';

it('of a lock that is only seen to be ours is looked at again for what came during the look', async () => {
  const looks: ((isMine: boolean) => void)[] = [];
  const isMine = (): Promise<boolean> => new Promise((resolve) => looks.push(resolve));
  const locks = { ...loneLocks, isMine, holds: () => false };
  let losses = 0;
  const ownership = new Ownership(fakeWorld(), locks, 'lock', () => losses++);
  const done: string[] = [];
  ownership.whenCertain(() => {
    done.push('first');
    ownership.whenCertain(() => done.push('its answer'));
  });
  for (const name of ['second', 'third']) ownership.whenCertain(() => done.push(name));
  looks[0]?.(true);
  await Promise.resolve();
  expect(done).toEqual(['first']);
  looks[1]?.(true);
  await Promise.resolve();
  expect(done).toEqual(['first', 'its answer']);
  looks[2]?.(true);
  await Promise.resolve();
  expect(done).toEqual(['first', 'its answer', 'second', 'third']);
  ownership.whenCertain(() => done.push('never'));
  looks[3]?.(false);
  await Promise.resolve();
  expect([done.length, losses, looks.length]).toEqual([4, 1, 4]);
});
