import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RegionOptions } from './region-options.ts';
import { drawRegionOptions } from './region-options.ts';
import { simulateRegions } from './region-simulation.ts';
import { LANE_TIMEOUT_MS, runLane } from './schedules.ts';
import { shrinkRegions } from './shrink-regions.ts';

const REGRESSIONS = fileURLToPath(new URL('./regressions/', import.meta.url));

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
  amid: 0,
};

describe('Regions', () => {
  it(
    'agree with each other and with the last writers, whatever happened between them',
    { timeout: LANE_TIMEOUT_MS },
    async () => {
      const end = await runLane(0);
      console.log(
        `regions: ${String(end.runs)} seeds, ${String(end.shared)} with tabs, ${String(end.deaths)} deaths`,
      );
      expect(end.failure).toBeUndefined();
      expect(end.deaths).toBeGreaterThan(0);
      expect(end.conflicts).toBeGreaterThan(0);
      expect(end.acknowledged).toBeGreaterThan(end.runs);
    },
  );

  it.each(readdirSync(REGRESSIONS))('once more: %s', async (file) => {
    const options = JSON.parse(readFileSync(`${REGRESSIONS}${file}`, 'utf8')) as RegionOptions;
    expect((await simulateRegions(options)).failure).toBeUndefined();
  });

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
