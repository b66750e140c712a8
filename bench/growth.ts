/** Tables larger than memory: hashrange beside raw idb, at random places, and what IndexedDB itself takes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Serving } from '../scripts/serve.ts';
import type { Figures, StageName } from './growth-stages.ts';
import { runStage, STAGES } from './growth-stages.ts';
import type { Options } from './options.ts';

const FOLDER = '.cache/growth';

/** Each stage leaves its figures in a file: of a run that takes hours those that are there are not run again with `--resume`. */
export async function measureGrowth(options: Options, served: Serving): Promise<Figures> {
  const all: Figures = { measured: {}, held: {} };
  for (const name of STAGES) {
    const { measured, held } = await stageFigures(name, options, served);
    Object.assign(all.measured, measured);
    Object.assign(all.held, held);
  }
  return all;
}

async function stageFigures(
  name: StageName,
  { growthItems, isResumed }: Options,
  served: Serving,
): Promise<Figures> {
  const file = `${FOLDER}/${growthItems} items, ${name}.json`;
  if (isResumed && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Figures;
  console.log(name);
  const figures = await runStage(name, growthItems, served);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, JSON.stringify(figures, undefined, 2));
  return figures;
}
