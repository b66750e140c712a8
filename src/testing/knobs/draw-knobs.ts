import type { Knobs } from '../../kernel/knobs.ts';
import { Prng } from '../world/prng.ts';
import type { Knob } from './knob.ts';
import { KNOB_NAMES, KNOB_TABLE } from './knob-table.ts';

/** Knobs that do not have their defaults. */
export type TurnedKnobs = Partial<Knobs>;

/**
 * Turns some knobs within their bounds: none in two runs of five, few or many in the others. Takes nothing from any other chance of
 * the run, so that a seed whose knobs all have their defaults is the run that it was.
 */
export function drawKnobs(seed: number): TurnedKnobs {
  const random = new Prng(seed ^ 0x6b0b);
  const share = random.pick([0, 0, 0.1, 0.4, 1]);
  const turned: Partial<Record<keyof Knobs, number>> = {};
  for (const name of KNOB_NAMES)
    if (random.chance(share)) turned[name] = drawValue(KNOB_TABLE[name], random);
  return turned;
}

/** A bound as often as a value between: faults are found at the ends. Small values are as likely as large ones. */
function drawValue({ unit, least, most }: Knob, random: Prng): number {
  const where = random.pick(['least', 'most', 'between', 'between']);
  if (where === 'least') return least;
  if (where === 'most') return most;
  if (unit === 'share') return least + random.fraction() * (most - least);
  const from = Math.log(least + 1);
  return Math.round(Math.exp(from + random.fraction() * (Math.log(most + 1) - from))) - 1;
}

/** The same knobs, with one less of them turned each, and first none: what a failing run is made simpler with. */
export function* fewerKnobs(turned: TurnedKnobs): Generator<TurnedKnobs> {
  const names = KNOB_NAMES.filter((name) => turned[name] !== undefined);
  if (names.length === 0) return;
  yield {};
  const without = (gone: readonly string[]): TurnedKnobs =>
    Object.fromEntries(Object.entries(turned).filter(([name]) => !gone.includes(name)));
  const half = Math.ceil(names.length / 2);
  if (names.length > 2) {
    yield without(names.slice(0, half));
    yield without(names.slice(half));
  }
  for (const name of names) yield without([name]);
}
