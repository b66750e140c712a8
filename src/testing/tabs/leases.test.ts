import { describe, expect, it } from 'vitest';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import { simulateLeases } from './lease-simulation.ts';
import { CarelessLease } from './simulated-leases.ts';

const SEEDS = Number(process.env['TAB_SEEDS'] ?? 8) * 10;
const EVENTS = 40;
/** Here the last tab hears seconds late of an entry of one that has died. */
const SLOW_LOOK = 433;

describe('tabs that want one lease, on clocks a tenth off', () => {
  it('never hold it together, and have it soon after the last holder died', async () => {
    const sum = { grants: 0, losses: 0, refusals: 0, sightings: 0 };
    for (const seed of [...Array(SEEDS).keys(), SLOW_LOOK]) {
      // The slow look is one of those that everybody has.
      const knobs = seed === SLOW_LOOK ? {} : drawKnobs(seed);
      const run = await simulateLeases(seed, EVENTS, { knobs });
      const { faults, grants, losses, refusals, sightings } = run;
      expect(faults, `seed ${String(seed)}, ${JSON.stringify(knobs)}`).toEqual([]);
      sum.grants += grants;
      sum.losses += losses;
      sum.refusals += refusals;
      sum.sightings += sightings;
    }
    expect(sum.grants).toBeGreaterThan(SEEDS);
    expect(Math.min(sum.losses, sum.refusals, sum.sightings)).toBeGreaterThan(SEEDS / 10);
  });

  it('are found out when a holder does not look at its clock', async () => {
    const faults: string[] = [];
    for (let seed = 1; seed <= 40 && faults.length === 0; seed++)
      faults.push(...(await simulateLeases(seed, EVENTS, { kind: CarelessLease })).faults);
    expect(faults.join()).toContain('2 hold it');
  });
});
