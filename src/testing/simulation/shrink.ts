import { NO_FAULTS } from '../device/simulated-device.ts';
import { fewerKnobs } from '../knobs/draw-knobs.ts';
import type { SimulationOptions } from './options.ts';
import { simulate } from './simulation.ts';

export interface Shrunk {
  readonly options: SimulationOptions;
  readonly failure: string;
}

/** Simpler variants of a failing run, most drastic first. */
function* simpler(options: SimulationOptions): Generator<SimulationOptions> {
  yield { ...options, faults: NO_FAULTS };
  for (const fault of Object.keys(NO_FAULTS)) {
    yield { ...options, faults: { ...options.faults, [fault]: 0 } };
  }
  for (const misfortune of ['kill', 'powerCut', 'close', 'clockJump', 'rest', 'drops'] as const) {
    yield { ...options, [misfortune]: 0 };
  }
  yield { ...options, lanes: 1 };
  yield { ...options, keys: 5 };
  yield { ...options, valueBytes: 10 };
  for (const knobs of fewerKnobs(options.knobs ?? {})) yield { ...options, knobs };
  for (const share of [0.25, 0.5, 0.75, 0.9]) {
    yield { ...options, steps: Math.floor(options.steps * share) };
  }
}

/** Makes a failing run smaller while it still fails: first without faults, then with fewer steps. */
export async function shrink(failing: SimulationOptions): Promise<Shrunk> {
  let options = failing;
  let failure = (await simulate(options)).failure ?? 'it did not fail again';
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of simpler(options)) {
      if (JSON.stringify(candidate) === JSON.stringify(options)) continue;
      const result = await simulate(candidate);
      if (result.failure === undefined) continue;
      options = candidate;
      failure = result.failure;
      isSmaller = true;
      break;
    }
  }
  return { options, failure };
}
