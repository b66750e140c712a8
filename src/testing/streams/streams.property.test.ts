import { expect, it } from 'vitest';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import { simulateStreams } from './stream-simulation.ts';

const SEEDS = 10;
const STEPS = 100;

it('shards and tails tell every change once, and those of one item in order', async () => {
  let changes = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const knobs = drawKnobs(seed);
    const told = await simulateStreams(seed, STEPS, knobs).catch((error: unknown) => {
      throw new Error(
        `seed ${String(seed)}, ${JSON.stringify(knobs)}: ${String((error as Error).stack)}`,
      );
    });
    changes += told;
  }
  expect(changes).toBeGreaterThan(SEEDS * STEPS * 0.5);
}, 120_000);
