import { expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import type { EpochMs, HostMs } from '../../kernel/time.ts';
import { fakeWorld } from '../../testing/fake-world.ts';
import { memoryDevices } from '../device/memory.ts';
import type { Lsn } from '../store.ts';
import { LogRetention } from './log-retention.ts';

const DAY_MS = 86_400_000;

const rethrow = (error: unknown): never => {
  throw error;
};

it('tells of a bug in what it reads, and looks again', async () => {
  const { device } = await memoryDevices().open({ mustExist: false });
  const world = fakeWorld();
  const broken = { ...device, readLog: () => Promise.reject(new TypeError('planted')) };
  const heard: unknown[] = [];
  const keeper = new LogRetention(broken, world, 1 as Lsn, (error) => heard.push(error));
  keeper.keep(() => ({ ageMs: DAY_MS, fromLsn: undefined }));
  for (let look = 1; look <= 2; look++) {
    keeper.look(10 as Lsn);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    expect(heard.map(String)).toEqual(Array(look).fill('TypeError: planted'));
    world.advance(60_000);
  }
});

it('lets records go that are too old by the time that has passed, whatever the wall clock says', async () => {
  const { device } = await memoryDevices().open({ mustExist: false });
  let elapsedMs = 0;
  let nowMs = 400 * DAY_MS;
  const world = fakeWorld();
  const time = {
    host: { ...world.host, elapsedMs: () => elapsedMs as HostMs },
    knobs: KNOBS,
    service: { ...world.service, now: () => nowMs as EpochMs },
  };
  const keeper = new LogRetention(device, time, 1 as Lsn, rethrow);
  keeper.keep(() => ({ ageMs: DAY_MS, fromLsn: undefined }));
  keeper.look(10 as Lsn);
  expect(keeper.oldestWanted()).toBe(1);
  nowMs = DAY_MS;
  elapsedMs = DAY_MS;
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  keeper.look(20 as Lsn);
  expect(keeper.oldestWanted()).toBe(11);
});
