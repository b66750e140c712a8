import { describe, expect, it } from 'vitest';
import type { RegionOptions } from './region-options.ts';
import { drawRegionOptions } from './region-options.ts';
import type { RegionRun } from './region-simulation.ts';
import { simulateRegions } from './region-simulation.ts';
import { shrinkRegions } from './shrink-regions.ts';

/** How long the run of fresh seeds goes on. CI gives it longer. */
const BUDGET_MS = Number(process.env['REGION_SECONDS'] ?? '8') * 1_000;
const FIRST_SEED = Number(process.env['SIMULATION_SEED'] ?? '1');

const QUIET: RegionOptions = {
  ...drawRegionOptions(1),
  regions: 2,
  steps: 12,
  keys: 3,
  network: { loss: 0, duplicate: 0, delayMs: 20 },
  skewMs: 0,
  cut: 0,
  kill: 0,
  powerCut: 0,
  clockJump: 0,
  sleep: 0,
  tabs: 0,
};

describe('Regions', () => {
  it(
    'agree with each other and with the last writers, whatever happened between them',
    { timeout: BUDGET_MS * 2 + 60_000 },
    async () => {
      const start = performance.now();
      const runs: RegionRun[] = [];
      for (let seed = FIRST_SEED; performance.now() - start < BUDGET_MS; seed++) {
        const run = await simulateRegions(drawRegionOptions(seed));
        expect(run.failure, `npm run simulate:regions -- --seed ${String(seed)}`).toBeUndefined();
        runs.push(run);
      }
      const sum = (member: 'deaths' | 'conflicts' | 'acknowledged'): number =>
        runs.reduce((total, run) => total + run[member], 0);
      console.log(`regions: ${String(runs.length)} seeds, ${String(sum('deaths'))} deaths`);
      expect(sum('deaths')).toBeGreaterThan(0);
      expect(sum('conflicts')).toBeGreaterThan(0);
      expect(sum('acknowledged')).toBeGreaterThan(runs.length);
    },
  );

  it('end alike for the same seed', async () => {
    const options = drawRegionOptions(3);
    const first = await simulateRegions(options);
    expect(await simulateRegions(options)).toEqual(first);
  });

  it(
    'copy what their logs no longer hold, after all have slept too long',
    { timeout: 60_000 },
    async () => {
      let copies = 0;
      for (let seed = 1; seed <= 6; seed++) {
        const run = await simulateRegions({ ...QUIET, seed, sleep: 0.15, joinLate: false });
        expect(run.failure).toBeUndefined();
        // One copy is that of the Region that joined.
        copies += run.copies;
      }
      expect(copies).toBeGreaterThan(0);
    },
  );

  it(
    'are found out when one change is lost on the way, and the case is shrunk',
    { timeout: 120_000 },
    async () => {
      const failing: RegionOptions[] = [];
      for (let seed = 1; seed <= 10 && failing.length === 0; seed++) {
        const options = { ...QUIET, seed, shortBatches: 3 };
        if ((await simulateRegions(options)).failure !== undefined) failing.push(options);
      }
      const [options] = failing;
      if (options === undefined) throw new Error('a lost change was not seen');
      const shrunk = await shrinkRegions(options);
      expect(shrunk.failure).not.toBe('');
      expect(shrunk.options.steps).toBeLessThanOrEqual(QUIET.steps);
    },
  );
});
