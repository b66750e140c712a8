import { fewerKnobs } from '../knobs/draw-knobs.ts';
import type { RegionOptions } from './region-options.ts';
import { simulateRegions } from './region-simulation.ts';

export interface ShrunkRegions {
  readonly options: RegionOptions;
  readonly failure: string;
}

/** Simpler variants of a failing run, most drastic first. */
function* simpler(options: RegionOptions): Generator<RegionOptions> {
  yield { ...options, network: { loss: 0, duplicate: 0, delayMs: 2 } };
  for (const trouble of ['sleep', 'powerCut', 'kill', 'cut', 'clockJump', 'heal'] as const) {
    yield { ...options, [trouble]: 0 };
  }
  yield { ...options, amid: 0 };
  yield { ...options, tabs: 0 };
  if (options.tabs > 2) yield { ...options, tabs: options.tabs - 1 };
  yield { ...options, skewMs: 0 };
  yield { ...options, hasIndex: false };
  yield { ...options, joinLate: false };
  yield { ...options, items: 0 };
  if (options.regions > 2) yield { ...options, regions: options.regions - 1 };
  yield { ...options, keys: 1 };
  for (const knobs of fewerKnobs(options.knobs ?? {})) yield { ...options, knobs };
  for (const share of [0.25, 0.5, 0.75, 0.9]) {
    yield { ...options, steps: Math.floor(options.steps * share) };
  }
}

/** Makes a failing run smaller while it still fails. */
export async function shrinkRegions(failing: RegionOptions): Promise<ShrunkRegions> {
  let options = failing;
  let failure = (await simulateRegions(options)).failure ?? 'it did not fail again';
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of simpler(options)) {
      if (JSON.stringify(candidate) === JSON.stringify(options)) continue;
      const run = await simulateRegions(candidate);
      if (run.failure === undefined) continue;
      options = candidate;
      failure = run.failure;
      isSmaller = true;
      break;
    }
  }
  return { options, failure };
}
