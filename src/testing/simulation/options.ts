import type { DeviceFaults } from '../device/simulated-device.ts';
import { drawKnobs } from '../knobs/draw-knobs.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { Prng } from '../world/prng.ts';

/** One simulated run, complete: the same options give the same digest. */
export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly cacheBytes: number;
  readonly keys: number;
  /** Requests under way at once. */
  readonly lanes: number;
  readonly valueBytes: number;
  readonly faults: DeviceFaults;
  /** Probability, at each step, of the process dying, of a power cut, of a clean close, of the clock jumping. */
  readonly kill: number;
  readonly powerCut: number;
  readonly close: number;
  readonly clockJump: number;
  /** Probability, at each step, that all requests rest until the idle checkpoint begins; half of them end in a death. */
  readonly rest: number;
  /** Probability, at each step, of a table that is made and filled, or dropped. */
  readonly drops?: number;
  /** What the device holds at most, but for the times when it is looked at. Without it there is no bound. */
  readonly quotaBytes?: number | undefined;
  /** See `SimulatedDevice.losePagePut`. */
  readonly losePagePut: number;
  /** Without it all have their defaults. */
  readonly knobs?: TurnedKnobs;
}

/** Small sorted runs, in every other run: within the bounds of the knobs hardly one comes about by chance. */
function drawRuns(seed: number): TurnedKnobs {
  const random = new Prng(seed ^ 0x52554e);
  if (random.chance(0.5)) return {};
  return {
    runsMax: random.pick([1, 4, 16]),
    runBytes: random.pick([2_048, 20_000, 200_000]),
    runPages: random.pick([0, 0, 2]),
    runRowBytes: random.pick([1_024, 10_000]),
    loneReadRows: random.pick([1, 3]),
    loneReads: random.pick([0, 4, 1_024]),
    sweepPages: random.pick([1, 4, 64]),
    leafBytes: random.pick([2_048, 10_000, 40_960]),
  };
}

/** Draws a run's options, each fault switched on or off by chance. */
export function drawOptions(seed: number, steps: number): SimulationOptions {
  const random = new Prng(seed ^ 0x5eed);
  const rate = (max: number): number => (random.chance(0.5) ? random.fraction() * max : 0);
  return {
    seed,
    steps,
    durability: random.pick(['relaxed', 'interval', 'strict']),
    cacheBytes: random.pick([1, 100_000, 400_000, 64 * 1024 * 1024]),
    keys: random.pick([5, 40, 300]),
    lanes: random.pick([1, 4, 24]),
    valueBytes: random.pick([10, 2_000, 20_000]),
    faults: {
      abort: rate(0.2),
      quota: rate(0.2),
      close: rate(0.05),
      hang: rate(0.02),
      readClose: rate(0.05),
    },
    kill: rate(0.03),
    powerCut: rate(0.03),
    close: rate(0.02),
    clockJump: rate(0.02),
    rest: rate(0.04),
    quotaBytes: random.pick([undefined, 3_000_000, 5_000_000]),
    drops: rate(0.06),
    losePagePut: -1,
    knobs: { ...drawRuns(seed), ...drawKnobs(seed) },
  };
}
