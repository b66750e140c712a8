/** `npm run simulate -- --seed N [--steps N] [--seeds N]`: runs seeds and prints the first that fails, shrunk. */
import { parseArgs } from 'node:util';
import { drawOptions } from './simulation/options.ts';
import { shrink } from './simulation/shrink.ts';
import { simulate } from './simulation/simulation.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '400' },
  },
});

const first = Number(values.seed);
const last = first + Number(values.seeds);
const steps = Number(values.steps);
let crashes = 0;

for (let seed = first; seed < last; seed++) {
  const options = drawOptions(seed, steps);
  const result = await simulate(options);
  crashes += result.crashes;
  if (result.failure !== undefined) {
    console.log(`seed ${String(seed)} FAILED: ${result.failure}`);
    console.log(JSON.stringify(options));
    const shrunk = await shrink(options);
    console.log(`shrunk to: ${shrunk.failure}`);
    console.log(JSON.stringify(shrunk.options));
    process.exitCode = 1;
    break;
  }
  if (Number(values.seeds) === 1) {
    console.log(`seed ${String(seed)}: ${String(result.steps)} steps, digest ${result.digest}`);
    console.log(JSON.stringify(options));
  }
}
console.log(`${String(last - first)} seeds, ${String(crashes)} crashes`);
