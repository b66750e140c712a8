import { expect, it } from 'vitest';
import { simulateDestructions } from './destruction-simulation.ts';

const SEEDS = Number(process.env['DESTRUCTION_SEEDS'] ?? 20);
const DEEDS = 12;

it('a database that tabs destroy, leave and open again at once is whole or empty, and always opens', async () => {
  let openings = 0;
  let stores = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const run = await simulateDestructions(seed, DEEDS);
    expect(run.faults, `seed ${seed}`).toEqual([]);
    // A stop of eight seconds, and the takeover that follows it.
    expect(run.longestOpeningMs, `seed ${seed}`).toBeLessThan(15_000);
    openings += run.openings;
    stores += run.stores;
  }
  expect(openings).toBeGreaterThan(SEEDS * 10);
  expect(stores).toBeGreaterThan(SEEDS * 3);
});

it('does the same for the same seed', async () => {
  expect(await simulateDestructions(5, DEEDS)).toEqual(await simulateDestructions(5, DEEDS));
});
