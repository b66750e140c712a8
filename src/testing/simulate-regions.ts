/**
 * Simulates several Regions from the command line: `npm run simulate:regions -- --seed 1 --seeds 100`. Prints the first failing
 * run, made smaller.
 */
import { parseArgs } from 'node:util';
import { drawRegionOptions } from './regions/region-options.ts';
import { simulateRegions } from './regions/region-simulation.ts';
import { shrinkRegions } from './regions/shrink-regions.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string' },
  },
});

const first = Number(values.seed);
const last = first + Number(values.seeds);
let deaths = 0;
let conflicts = 0;
let slowestMs = 0;

for (let seed = first; seed < last; seed++) {
  const options = drawRegionOptions(
    seed,
    values.steps === undefined ? undefined : Number(values.steps),
  );
  const run = await simulateRegions(options);
  deaths += run.deaths;
  conflicts += run.conflicts;
  slowestMs = Math.max(slowestMs, run.settleMs);
  if (run.failure === undefined) continue;
  console.log(`FAILED: ${run.failure}`);
  console.log(JSON.stringify(options));
  const shrunk = await shrinkRegions(options);
  console.log(`shrunk to: ${shrunk.failure}`);
  console.log(JSON.stringify(shrunk.options));
  process.exitCode = 1;
  break;
}
console.log(
  `${String(last - first)} seeds, ${String(deaths)} deaths, ${String(conflicts)} conflicts, ` +
    `agreed after ${String(Math.round(slowestMs))} ms at most`,
);
