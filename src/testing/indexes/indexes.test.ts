import { describe, expect, it } from 'vitest';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import { simulateIndexes } from './index-simulation.ts';
import type { IndexRun } from './index-simulation.ts';

const SEEDS = 40;
const ROUNDS = 5;

describe('secondary indexes', () => {
  it(
    'hold what a recomputation gives, through writes, deaths, faults and builds',
    { timeout: 120_000 },
    async () => {
      const runs: IndexRun[] = [];
      for (let seed = 1; seed <= SEEDS; seed++)
        runs.push(await simulateIndexes(seed, ROUNDS, drawKnobs(seed)));
      expect(runs.flatMap(({ failure }) => failure ?? [])).toEqual([]);
      const sum = (member: 'crashes' | 'built' | 'entries'): number =>
        runs.reduce((total, run) => total + run[member], 0);
      expect(sum('crashes')).toBeGreaterThan(SEEDS / 2);
      expect(sum('built')).toBeGreaterThan(SEEDS);
      expect(sum('entries')).toBeGreaterThan(SEEDS * 100);
    },
  );
});
