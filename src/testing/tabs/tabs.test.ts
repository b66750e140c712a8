import { describe, expect, it } from 'vitest';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import { simulateTabs } from './tab-simulation.ts';

const SEEDS = Number(process.env['TAB_SEEDS'] ?? 8);
const EVENTS = 12;

describe('tabs that come and go, hang and wake', () => {
  it('lose no acknowledged write and apply none twice, and no call fails', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const knobs = drawKnobs(seed);
      const run = await simulateTabs(seed, EVENTS, { knobs });
      const { faults, calls, owners, longestWaitMs } = run;
      expect(faults, `seed ${seed}, ${JSON.stringify(knobs)}`).toEqual([]);
      expect(calls).toBeGreaterThan(100);
      expect(owners).toBeGreaterThan(1);
      // A stop of eight seconds, and the takeover that follows it.
      expect(longestWaitMs, `seed ${seed}`).toBeLessThan(15_000);
    }
  });

  it('do so while another script posts garbage on all their channels', async () => {
    for (let seed = 1; seed <= SEEDS / 2; seed++) {
      const loud = await simulateTabs(seed, EVENTS, { isLoud: true, knobs: drawKnobs(seed) });
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
