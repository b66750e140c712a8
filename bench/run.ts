/** `npm run bench`: hashrange in Chromium, beside its peers, under the AWS SDK, and as its table grows. */
import { measureAgainst, serveBoth } from './against.ts';
import { writeBenchmarks } from './benchmarks-file.ts';
import { newProfile, removeProfile } from '../scripts/browser-profile.ts';
import { buildPage, servePage } from './browser.ts';
import type { WorkloadList } from './browser.ts';
import type { Contestant } from './compare.ts';
import { compare, INDEX_PEERS, PEERS, SDK_PEERS } from './compare.ts';
import type { Comparison } from './compare.ts';
import { measureGrowth } from './growth.ts';
import { growthReport } from './growth-report.ts';
import { measureTabs } from './tabs.ts';
import type { Options, Part } from './options.ts';
import { optionsOf, USAGE } from './options.ts';
import { againstReport, comparisonReport, indexesReport, sdkReport, tabsReport } from './report.ts';
import type { Serving } from '../scripts/serve.ts';

async function compareOnNewProfile(
  contestants: readonly Contestant[],
  options: Options,
  served: Serving,
  list?: WorkloadList,
): Promise<Comparison> {
  const profile = newProfile('bench');
  try {
    return await compare(contestants, options, profile, served, list);
  } finally {
    removeProfile(profile);
  }
}

async function runPart(part: Part, options: Options, served: Serving): Promise<string> {
  switch (part) {
    case 'comparison':
      return comparisonReport(await compareOnNewProfile(PEERS, options, served), options);
    case 'indexes': {
      const all = { ...options, peers: [], reopenings: 0 };
      return indexesReport(
        await compareOnNewProfile(INDEX_PEERS, all, served, 'indexWorkloads'),
        all,
      );
    }
    case 'sdk': {
      const all = { ...options, peers: [] };
      return sdkReport(await compareOnNewProfile(SDK_PEERS, all, served), options);
    }
    case 'tabs':
      return tabsReport(await measureTabs(options, served), options);
    case 'growth':
      return growthReport(await measureGrowth(options, served), options);
  }
}

async function runParts(options: Options): Promise<void> {
  await buildPage();
  const served = await servePage();
  const results = new Map<Part, string>();
  for (const part of options.parts) {
    console.log(part);
    const report = await runPart(part, options, served);
    results.set(part, report);
    console.log(`\n${report}\n`);
    if (!options.quick) writeBenchmarks(results);
  }
  served.close();
}

async function runAgainst(directory: string, options: Options): Promise<void> {
  await buildPage();
  const served = await serveBoth(directory);
  console.log(`\n${againstReport(await measureAgainst(options, served), options)}\n`);
  served.close();
}

const options = optionsOf(process.argv.slice(2));
if (options.isHelp) console.log(USAGE);
else if (options.against === undefined) await runParts(options);
else await runAgainst(options.against, options);
