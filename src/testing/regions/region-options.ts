import { drawKnobs } from '../knobs/draw-knobs.ts';
import type { TurnedKnobs } from '../knobs/draw-knobs.ts';
import { Prng } from '../world/prng.ts';
import type { NetworkFaults } from './network.ts';

/** One simulated run of several Regions, complete: the same options give the same end. */
export interface RegionOptions {
  readonly seed: number;
  readonly regions: number;
  readonly steps: number;
  readonly keys: number;
  readonly durability: 'relaxed' | 'interval' | 'strict';
  readonly network: NetworkFaults;
  /** Milliseconds by which each Region's clock may be off at the start. */
  readonly skewMs: number;
  /** Chance, at each step, of a link being cut, of all being healed, of a process dying, of a power cut, of a clock jumping. */
  readonly cut: number;
  readonly heal: number;
  readonly kill: number;
  readonly powerCut: number;
  readonly clockJump: number;
  /** Chance, at each step, that trouble comes while writes are under way. */
  readonly amid: number;
  /** Chance, at each step, that everybody sleeps longer than the log is kept. */
  readonly sleep: number;
  /** Items that are there before the first replica is. */
  readonly items: number;
  readonly hasIndex: boolean;
  /** Regions that join while writes go on, instead of before. */
  readonly joinLate: boolean;
  /** Tabs that share each Region, and die and hang in place of its process; 0: a process alone. */
  readonly tabs: number;
  /** A planted bug: every so many batches of changes lack their last one. 0: none does. */
  readonly shortBatches: number;
  /** Without it all have their defaults. */
  readonly knobs?: TurnedKnobs;
}

export function drawRegionOptions(seed: number, steps?: number): RegionOptions {
  const random = new Prng(seed ^ 0x4e610);
  const rate = (max: number): number => (random.chance(0.5) ? random.fraction() * max : 0);
  return {
    seed,
    regions: random.pick([2, 2, 2, 3, 3, 4, 5]),
    // Many short ones: most faults need one trouble at the right place, and beginnings are such places.
    steps: steps ?? random.pick([2, 4, 4, 8, 8, 8, 16, 24]),
    keys: random.pick([1, 2, 3, 6]),
    durability: random.pick(['relaxed', 'interval', 'strict']),
    network: {
      loss: rate(0.4),
      duplicate: rate(0.3),
      delayMs: random.pick([2, 20, 300, 1_500]),
    },
    skewMs: random.pick([0, 100, 60_000, 86_400_000, 400 * 86_400_000]),
    cut: rate(0.2),
    heal: rate(0.1),
    kill: rate(0.08),
    powerCut: rate(0.06),
    clockJump: rate(0.1),
    sleep: random.chance(0.1) ? 0.04 : 0,
    items: random.pick([0, 3, 12]),
    hasIndex: random.chance(0.25),
    joinLate: random.chance(0.5),
    tabs: random.chance(0.4) ? random.pick([2, 3, 4]) : 0,
    amid: random.pick([0, 0.5, 1]),
    shortBatches: 0,
    knobs: drawKnobs(seed),
  };
}
