/** hashrange from two tabs of one browser: the one that owns the database, and one that asks it. */
import type { BenchPage } from './browser.ts';
import { newProfile, removeProfile } from '../scripts/browser-profile.ts';
import { BenchBrowser } from './browser.ts';
import type { Serving } from '../scripts/serve.ts';
import type { Options } from './options.ts';
import type { ReplicationFigures } from './page/distributed.ts';
import { medianOf, Samples } from './samples.ts';

const NAME = 'hashrange';
export const OWNER = 'owner';
export const FOLLOWER = 'follower';

export interface TabsFigures {
  /** Rates by workload and tab. */
  readonly samples: Samples;
  readonly workloads: readonly string[];
  /** Milliseconds from a put to who tails the stream. */
  readonly tail: readonly number[];
  readonly replication: ReplicationFigures;
  readonly browserVersion: string;
}

/** Puts that are followed one by one. */
const FOLLOWED_PUTS = 400;

export async function measureTabs(options: Options, served: Serving): Promise<TabsFigures> {
  const profile = newProfile('bench');
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
    await follower.close();
    await owner.close();
    const { tail, replication } = await measureFollowing(browser, options);
    await browser.close();
    return { samples, workloads, tail, replication, browserVersion: version };
  } finally {
    removeProfile(profile);
  }
}

async function measureFollowing(
  browser: BenchBrowser,
  { items, rounds }: Options,
): Promise<Pick<TabsFigures, 'tail' | 'replication'>> {
  const page = await browser.page('following');
  const tail: number[] = [];
  const runs: ReplicationFigures[] = [];
  for (let round = 0; round < rounds; round++) {
    tail.push(...(await page.call('tailLatencies', `tail-${round}`, FOLLOWED_PUTS)));
    runs.push(await page.call('replication', `regions-${round}`, items, FOLLOWED_PUTS));
  }
  const replication = {
    rate: medianOf(runs.map(({ rate }) => rate)),
    writeRate: medianOf(runs.map(({ writeRate }) => writeRate)),
    lags: runs.flatMap(({ lags }) => lags),
  };
  return { tail, replication };
}
