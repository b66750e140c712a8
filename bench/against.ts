/** Two builds of the library, taking turns in one browser; and the same build once more beside them, to know what chance does. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { serve } from '../scripts/serve.ts';
import type { Serving } from '../scripts/serve.ts';
import type { BenchPage } from './browser.ts';
import { newProfile, removeProfile } from '../scripts/browser-profile.ts';
import { BenchBrowser } from './browser.ts';
import { BULK_LOAD } from './compare.ts';
import type { Options } from './options.ts';
import { Samples } from './samples.ts';

const PEER = 'hashrange';
/** The builds by the column that they have in the report. */
export const NEW = 'this build';
export const OLD = 'the other build';
export const AGAIN = 'this build again';
const BUILDS = [NEW, OLD, AGAIN] as const;
type Build = (typeof BUILDS)[number];

const PATHS: Readonly<Record<Build, string>> = { [NEW]: '/', [OLD]: '/other/', [AGAIN]: '/' };
const DIRECTORIES = { '/other/': '.cache/bench-other', '/': '.cache/bench' } as const;

export interface Against {
  readonly rows: readonly string[];
  /** Rates of a round, by workload and build: the n-th of each column was measured in round n. */
  readonly samples: Samples;
  readonly browserVersion: string;
}

/** Builds the page against the library that `directory` holds: an `external.js` with its `worker.js`. */
export async function serveBoth(directory: string): Promise<Serving> {
  const external = resolve(join(directory, 'external.js'));
  if (!existsSync(external)) throw new Error(`${directory} holds no build: it has no external.js`);
  await build({
    configFile: 'bench/vite.config.ts',
    resolve: { alias: { 'hashrange/external': external } },
    build: { outDir: resolve(DIRECTORIES['/other/']) },
  });
  const mounts = Object.entries(DIRECTORIES).map(([path, each]) => ({ path, directory: each }));
  return serve(mounts, 0);
}

export async function measureAgainst(options: Options, served: Serving): Promise<Against> {
  const profile = newProfile('bench');
  const browser = await BenchBrowser.launch(profile, served);
  const samples = new Samples();
  try {
    const pages = new Map<Build, BenchPage>();
    for (const each of BUILDS) pages.set(each, await openPage(browser, each));
    const workloads = (await pages.get(NEW)?.names('workloads')) ?? [];
    const rows = [BULK_LOAD, ...workloads];
    for (let round = 0; round < options.rounds; round++) {
      await loadAll(browser, options, round, samples);
      for (const workload of workloads) {
        await inTurns(round, async (each) => {
          const page = pages.get(each);
          if (round === 0) await ensureLoaded(page, workload, workloads, options);
          const run = { items: options.items, seed: 1 + round, share: 1 };
          const measured = await page?.call('run', workload, run);
          if (measured !== undefined) {
            samples.add(workload, each, measured.operations / measured.seconds);
          }
          await page?.call('settle');
        });
      }
      console.log(`  round ${round + 1} of ${options.rounds}`);
    }
    return { rows, samples, browserVersion: browser.version };
  } finally {
    await browser.close();
    removeProfile(profile);
  }
}

async function openPage(browser: BenchBrowser, each: Build): Promise<BenchPage> {
  const page = await browser.page(each, PATHS[each]);
  await page.call('open', PEER, 'main');
  return page;
}

/** Before its first workload every build gets the items that the workloads look for. */
async function ensureLoaded(
  page: BenchPage | undefined,
  workload: string,
  workloads: readonly string[],
  { items }: Options,
): Promise<void> {
  if (workload !== workloads[0]) return;
  await page?.call('load', items);
  await page?.call('settle');
  await page?.call('check', items);
}

/** A bulk load each, into new databases on origins of their own. */
async function loadAll(
  browser: BenchBrowser,
  { items }: Options,
  round: number,
  samples: Samples,
): Promise<void> {
  await inTurns(round, async (each) => {
    const page = await browser.page(`${each} ${round}`, PATHS[each]);
    await page.call('open', PEER, 'main');
    const { operations, seconds } = await page.call('load', items);
    samples.add(BULK_LOAD, each, operations / seconds);
    await page.call('settle');
    await page.call('close');
    await page.close();
  });
}

/** Whoever comes first in one round comes last in the next. */
async function inTurns(round: number, turn: (each: Build) => Promise<void>): Promise<void> {
  for (let i = 0; i < BUILDS.length; i++) {
    const each = BUILDS[(round + i) % BUILDS.length];
    if (each !== undefined) await turn(each);
  }
}
