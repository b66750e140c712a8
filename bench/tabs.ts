/** hashrange from two tabs of one browser: the one that owns the database, and one that asks it. */
import type { BenchPage } from './browser.ts';
import { BenchBrowser, newProfile } from './browser.ts';
import type { Serving } from '../scripts/serve.ts';
import type { Options } from './options.ts';
import { Samples } from './samples.ts';

const NAME = 'hashrange';
export const OWNER = 'owner';
export const FOLLOWER = 'follower';

export interface TabsFigures {
  /** Rates by workload and tab. */
  readonly samples: Samples;
  readonly workloads: readonly string[];
  readonly browserVersion: string;
}

export async function measureTabs(options: Options, served: Serving): Promise<TabsFigures> {
  const profile = newProfile();
  try {
    const browser = await BenchBrowser.launch(profile, served);
    const { version } = browser;
    const owner = await browser.page(NAME);
    await owner.call('open', NAME, 'main');
    await owner.call('load', options.items);
    await owner.call('settle');
    const follower = await browser.page(NAME);
    await follower.call('open', NAME, 'main');
    await follower.call('check', options.items);
    const workloads = (await owner.names('workloads')).filter((name) =>
      /^(get|put|query)/.test(name),
    );
    const samples = new Samples();
    const tabs: readonly (readonly [string, BenchPage])[] = [
      [OWNER, owner],
      [FOLLOWER, follower],
    ];
    for (let round = 0; round < options.rounds; round++) {
      for (const workload of workloads) {
        for (const [name, page] of tabs) {
          const run = { items: options.items, seed: 1 + round, share: 1 };
          const measured = await page.call('run', workload, run);
          if (measured === undefined) continue;
          samples.add(workload, name, measured.operations / measured.seconds);
          await page.call('settle');
        }
      }
    }
    await browser.close();
    return { samples, workloads, browserVersion: version };
  } finally {
    profile.remove();
  }
}
