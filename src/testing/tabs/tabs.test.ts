import { describe, expect, it } from 'vitest';
import { simulateTabs } from './tab-simulation.ts';

const SEEDS = Number(process.env['TAB_SEEDS'] ?? 8);
const EVENTS = 12;

describe('tabs that come and go, hang and wake', () => {
  it('lose no acknowledged write and apply none twice, and no call fails', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { faults, calls, owners, longestWaitMs } = await simulateTabs(seed, EVENTS);
      expect(faults, `seed ${seed}`).toEqual([]);
      expect(calls).toBeGreaterThan(100);
      expect(owners).toBeGreaterThan(1);
      // A stop of eight seconds, and the takeover that follows it.
      expect(longestWaitMs, `seed ${seed}`).toBeLessThan(15_000);
    }
  });

  it('do so while another script posts garbage on all their channels', async () => {
    for (let seed = 1; seed <= SEEDS / 2; seed++) {
      const loud = await simulateTabs(seed, EVENTS, { isLoud: true });
      expect(loud.faults, `seed ${seed}`).toEqual([]);
      expect(loud.said).toBeGreaterThan(500);
      expect(loud.longestWaitMs, `seed ${seed}`).toBeLessThan(15_000);
    }
  });

  it('do the same for the same seed', async () => {
    expect(await simulateTabs(5, EVENTS)).toEqual(await simulateTabs(5, EVENTS));
  });

  it('are found out when an owner forgets what it has answered', async () => {
    const faults: string[] = [];
    for (let seed = 1; seed <= 40 && faults.length === 0; seed++)
      faults.push(...(await simulateTabs(seed, EVENTS, { isForgetful: true })).faults);
    expect(faults.join()).toMatch(/\d+ after \d+ additions/);
  });
});
