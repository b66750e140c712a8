/** hashrange beside its peers: bulk loads, workloads and reopenings, interleaved peer by peer. */
import type { BenchPage, WorkloadList } from './browser.ts';
import { BenchBrowser } from './browser.ts';
import type { Serving } from '../scripts/serve.ts';
import type { Options } from './options.ts';
import { Samples } from './samples.ts';

export const BULK_LOAD = 'bulk load';
export const REOPEN = 'reopen until the first get answers';
/** Seconds, not a rate: how long the peer went on working after its bulk load was acknowledged. */
export const SETTLE = 'settle';

export interface Contestant {
  readonly name: string;
  /** Rounds at most, and share of the calls: a slow peer needs no more to be known as slow. */
  readonly rounds: number;
  readonly share: number;
}

export const PEERS: readonly Contestant[] = [
  { name: 'hashrange', rounds: Infinity, share: 1 },
  { name: 'bare hops', rounds: Infinity, share: 1 },
  { name: 'raw idb', rounds: Infinity, share: 1 },
  { name: 'Dexie', rounds: Infinity, share: 1 },
  { name: 'PouchDB', rounds: 2, share: 0.1 },
  { name: 'SQLite default', rounds: Infinity, share: 0.25 },
  { name: 'SQLite WAL', rounds: Infinity, share: 1 },
];

export const SDK_PEERS: readonly Contestant[] = [
  { name: 'hashrange', rounds: Infinity, share: 1 },
  { name: 'SDK, unsigned', rounds: Infinity, share: 0.5 },
  { name: 'SDK, signed', rounds: Infinity, share: 0.5 },
];

export const INDEX_PEERS: readonly Contestant[] = [
  { name: 'hashrange indexed', rounds: Infinity, share: 1 },
  { name: 'hashrange', rounds: Infinity, share: 1 },
  { name: 'raw idb indexed', rounds: Infinity, share: 1 },
  { name: 'Dexie indexed', rounds: Infinity, share: 1 },
  { name: 'SQLite WAL indexed', rounds: Infinity, share: 1 },
];

export interface Comparison {
  readonly samples: Samples;
  readonly workloads: readonly string[];
  readonly peers: readonly Contestant[];
  /** Peers that did not work, and why. */
  readonly failures: ReadonlyMap<string, string>;
  readonly facts: ReadonlyMap<string, string>;
  readonly browserVersion: string;
}

const originOf = (peer: Contestant, load: number): string => `${peer.name}-${load}`;

export async function compare(
  contestants: readonly Contestant[],
  options: Options,
  profile: string,
  served: Serving,
  list: WorkloadList = 'workloads',
): Promise<Comparison> {
  const chosen = contestants.filter(
    ({ name }) => options.peers.length === 0 || options.peers.includes(name),
  );
  const run = new ComparisonRun(chosen, options, profile, served);
  await run.load();
  await run.work(list);
  await run.reopen();
  return run;
}

class ComparisonRun implements Comparison {
  readonly samples = new Samples();
  readonly failures = new Map<string, string>();
  readonly facts = new Map<string, string>();
  readonly #contestants: readonly Contestant[];
  readonly #options: Options;
  readonly #profile: string;
  readonly #served: Serving;
  workloads: readonly string[] = [];
  browserVersion = '';

  constructor(
    contestants: readonly Contestant[],
    options: Options,
    profile: string,
    served: Serving,
  ) {
    this.#contestants = contestants;
    this.#options = options;
    this.#profile = profile;
    this.#served = served;
  }

  /** Those that have not failed. */
  get peers(): readonly Contestant[] {
    return this.#contestants.filter(({ name }) => !this.failures.has(name));
  }

  /** Bulk loads, each into a database of its own; the first one's is worked with afterwards. */
  async load(): Promise<void> {
    const browser = await this.#launch();
    this.browserVersion = browser.version;
    for (let round = 0; round < this.#options.loads; round++) {
      for (const peer of this.peers) {
        if (round === 0 || round + 1 < peer.rounds) await this.#loadOnce(browser, peer, round);
      }
    }
    await browser.close();
  }

  async #loadOnce(browser: BenchBrowser, peer: Contestant, round: number): Promise<void> {
    const page = await browser.page(originOf(peer, round));
    try {
      await page.call('open', peer.name, 'main');
      this.#add(BULK_LOAD, peer, await page.call('load', this.#options.items));
      const seconds = await page.call('settle');
      this.samples.add(SETTLE, peer.name, seconds);
      if (round === 0) {
        await page.call('check', this.#options.items);
        const stats = await page.call('stats');
        if (typeof stats === 'string') this.facts.set(peer.name, stats);
      }
      await page.call('close');
    } catch (error) {
      this.failures.set(peer.name, messageOf(error));
      console.log(`  ${peer.name} does not run: ${messageOf(error)}`);
    }
    await page.close();
  }

  /** Every workload, peer after peer, in rounds; each peer in a page that stays open. */
  async work(list: WorkloadList): Promise<void> {
    const browser = await this.#launch();
    const pages = new Map<Contestant, BenchPage>();
    for (const peer of this.peers) {
      const page = await browser.page(originOf(peer, 0));
      await page.call('open', peer.name, 'main');
      pages.set(peer, page);
      this.workloads = await page.names(list);
    }
    for (let round = 0; round < this.#options.rounds; round++) {
      for (const workload of this.workloads) {
        for (const [peer, page] of pages) {
          if (round >= peer.rounds) continue;
          const { items } = this.#options;
          const run = { items, seed: 1 + round, share: peer.share };
          const measured = await page.call('run', workload, run);
          if (measured !== undefined) this.#add(workload, peer, measured);
          await page.call('settle');
        }
      }
    }
    for (const page of pages.values()) await page.call('close');
    await browser.close();
  }

  /** Milliseconds until the first get answers, each in a browser that has just been launched. */
  async reopen(): Promise<void> {
    for (let round = 0; round < this.#options.reopenings; round++) {
      for (const peer of this.peers) {
        const browser = await this.#launch();
        const page = await browser.page(originOf(peer, 0));
        const index = (round * 7_919) % this.#options.items;
        const ms = await page.call('reopen', peer.name, 'main', index);
        this.samples.add(REOPEN, peer.name, ms);
        console.log(`  ${peer.name}: ${REOPEN}, ${ms.toFixed(0)} ms`);
        await browser.close();
      }
    }
  }

  #launch(): Promise<BenchBrowser> {
    return BenchBrowser.launch(this.#profile, this.#served);
  }

  #add(
    workload: string,
    peer: Contestant,
    measured: { readonly operations: number; readonly seconds: number },
  ): void {
    const rate = measured.operations / measured.seconds;
    this.samples.add(workload, peer.name, rate);
    console.log(`  ${peer.name}: ${workload}, ${Math.round(rate).toLocaleString('en')}/s`);
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? message).replace(/^page\.evaluate: /, '');
}
