import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { KNOBS } from '../../kernel/knobs.ts';
import { drawKnobs, fewerKnobs } from './draw-knobs.ts';
import { KNOB_NAMES, KNOB_TABLE } from './knob-table.ts';
import { knobDocument } from './knob-document.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/knobs.md', import.meta.url));

it('every knob has its default within its bounds, in whole units', () => {
  expect([...KNOB_NAMES].sort()).toEqual(Object.keys(KNOBS).sort());
  for (const name of KNOB_NAMES) {
    const { unit, least, most } = KNOB_TABLE[name];
    expect(KNOBS[name], name).toBeGreaterThanOrEqual(least);
    expect(KNOBS[name], name).toBeLessThanOrEqual(most);
    if (unit !== 'share') expect([KNOBS[name], least, most].every(Number.isInteger)).toBe(true);
    if (unit === 'ms') expect(name).toMatch(/Ms$/);
    if (unit === 'bytes') expect(name).toMatch(/Bytes(Max)?$/);
  }
});

it('bounds keep apart what must not meet, whichever values are drawn', () => {
  const isBelow = (lower: keyof typeof KNOBS, upper: keyof typeof KNOBS): boolean =>
    KNOB_TABLE[lower].most < KNOB_TABLE[upper].least;
  // An owner doubts itself before anybody steals from it, and a holder before anybody takes its lease.
  expect(isBelow('certainForMs', 'stealAfterMs')).toBe(true);
  expect(isBelow('leaseHeldMs', 'leaseMs')).toBe(true);
  // A beat comes before its lack is noticed, an entry before its lease is over.
  expect(isBelow('beatMs', 'pokeAfterMs')).toBe(true);
  expect(isBelow('beatMs', 'certainForMs')).toBe(true);
  expect(isBelow('leaseRenewMs', 'leaseHeldMs')).toBe(true);
  // What was loaded stays until it is read.
  expect(KNOB_TABLE.logLoadBytes.most).toBeLessThanOrEqual(KNOB_TABLE.logCacheBytes.least);
  // Relief of the cache ends below where it begins.
  expect(KNOB_TABLE.hotShare.most).toBeLessThanOrEqual(KNOB_TABLE.dirtyShare.least);
});

it('draws the same values for a seed, all within their bounds, and reaches both ends of each', () => {
  const seen = new Map(KNOB_NAMES.map((name) => [name, new Set<number>()]));
  let untouched = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const turned = drawKnobs(seed);
    expect(drawKnobs(seed)).toEqual(turned);
    if (Object.keys(turned).length === 0) untouched++;
    for (const name of KNOB_NAMES) {
      const value = turned[name];
      if (value === undefined) continue;
      seen.get(name)?.add(value);
      expect(value, name).toBeGreaterThanOrEqual(KNOB_TABLE[name].least);
      expect(value, name).toBeLessThanOrEqual(KNOB_TABLE[name].most);
    }
  }
  expect(untouched).toBeGreaterThan(40);
  for (const [name, values] of seen) {
    const { least, most } = KNOB_TABLE[name];
    expect([...values], name).toEqual(expect.arrayContaining([least, most]));
  }
});

it('makes a drawn set simpler, down to none', () => {
  const turned = { leafBytes: 1_024, hintMs: 0, beatMs: 300 };
  const simpler = [...fewerKnobs(turned)];
  expect(simpler[0]).toEqual({});
  expect(simpler).toContainEqual({ hintMs: 0, beatMs: 300 });
  for (const each of simpler) expect(Object.keys(each).length).toBeLessThan(3);
  expect([...fewerKnobs({})]).toEqual([]);
});

it('are in docs/knobs.md as the table has them: npx tsx scripts/knobs.ts writes it', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(knobDocument());
});
