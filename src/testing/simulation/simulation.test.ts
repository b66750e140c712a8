import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NO_FAULTS } from '../device/simulated-device.ts';
import type { SimulationOptions } from './options.ts';
import { drawOptions } from './options.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulation.ts';

const REGRESSIONS = fileURLToPath(new URL('../regressions/', import.meta.url));
const STEPS = 300;
/** How long the run of fresh seeds goes on. CI gives it two minutes. */
const BUDGET_MS = Number(process.env['SIMULATION_SECONDS'] ?? '5') * 1_000;
const FIRST_SEED = Number(process.env['SIMULATION_SEED'] ?? '1');

const QUIET: SimulationOptions = {
  ...drawOptions(1, 400),
  durability: 'relaxed',
  cacheBytes: 100_000,
  keys: 300,
  lanes: 4,
  valueBytes: 2_000,
  faults: NO_FAULTS,
  kill: 0.02,
  powerCut: 0,
  close: 0.02,
  clockJump: 0,
  rest: 0.03,
  knobs: {},
};

describe('regressions', () => {
  const files = readdirSync(REGRESSIONS).filter((name) => name.endsWith('.json'));

  it.each(files)('%s stays mended', async (name) => {
    const options = JSON.parse(readFileSync(REGRESSIONS + name, 'utf8')) as SimulationOptions;
    expect((await simulate(options)).failure).toBeUndefined();
  });
});

describe('the simulation', () => {
  it('gives the same digest for the same seed, crashes included', async () => {
    const options = { ...drawOptions(11, STEPS), kill: 0.03, powerCut: 0.02 };
    const first = await simulate(options);
    const second = await simulate(options);
    expect(first.crashes).toBeGreaterThan(0);
    expect(second).toEqual(first);
    expect((await simulate({ ...options, seed: 12 })).digest).not.toBe(first.digest);
  });

  it('finds a page write that the device loses, and shrinks the case', async () => {
    const failing: SimulationOptions[] = [];
    for (let seed = 1; seed <= 10; seed++) {
      const options = { ...QUIET, seed, losePagePut: 10 };
      if ((await simulate(options)).failure !== undefined) failing.push(options);
    }
    expect(failing.length).toBeGreaterThan(0);
    const shrunk = await shrink(failing[0] as SimulationOptions);
    expect(shrunk.failure).not.toBe('');
    expect(shrunk.options.steps).toBeLessThanOrEqual(QUIET.steps);
  });

  it(
    'finds no difference between store and model for any fresh seed',
    { timeout: BUDGET_MS * 2 + 60_000 },
    async () => {
      const start = performance.now();
      let seed = FIRST_SEED;
      let crashes = 0;
      for (; performance.now() - start < BUDGET_MS; seed++) {
        const options = drawOptions(seed, STEPS);
        const result = await simulate(options);
        crashes += result.crashes;
        expect(result.failure, `npm run simulate -- --seed ${String(seed)}`).toBeUndefined();
      }
      console.log(`simulation: ${String(seed - FIRST_SEED)} seeds, ${String(crashes)} crashes`);
      expect(crashes).toBeGreaterThan(0);
    },
  );
});
