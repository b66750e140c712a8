import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { die, processOf } from './deaths.ts';
import { call } from './page-calls.ts';
import type { LaneTally, StoredLane } from './protocol.ts';
import { ITEMS_OF_LANE } from './protocol.ts';
import type { Death, TrialBrowser } from './trial-browser.ts';

export const TABS = 4;
const NAME = 'tabs';
/** Source: docs/reference/platform.md, B8. */
const HELD_AFTER_MS = 15_000;

interface Tab {
  readonly page: Page;
  readonly label: string;
}

/** Tabs that work, and die one after the other. */
export class Trial {
  readonly #browser: TrialBrowser;
  readonly #url: string;
  readonly #witness: Page;
  readonly faults: string[] = [];
  readonly gaps: { readonly death: Death; readonly ms: number }[] = [];
  readonly #tabs: Tab[] = [];
  /** Lanes of pages that live no more, by their label. */
  readonly #dead = new Set<string>();
  #labels = 0;
  calls = 0;
  /** Stops in the middle of a transaction, which the browser keeps open: nobody can write before the tab goes on. */
  held = 0;

  private constructor(browser: TrialBrowser, url: string, witness: Page) {
    this.#browser = browser;
    this.#url = url;
    this.#witness = witness;
  }

  static async begin(browser: TrialBrowser, url: string): Promise<Trial> {
    const witness = await browser.page(url);
    await call(witness, 'hearTallies');
    return new Trial(browser, url, witness);
  }

  /** Opens tabs until there are four, all working. */
  async fill(): Promise<void> {
    while (this.#tabs.length < TABS) {
      const page = await this.#browser.newPage(this.#url);
      await call(page, 'open', NAME);
      const label = `page-${++this.#labels}`;
      await call(page, 'start', label);
      this.#tabs.push({ page, label });
    }
  }

  async #processOf(tab: Tab): Promise<number> {
    for (const { page } of this.#tabs) await call(page, 'pause');
    const pid = await processOf(this.#browser, tab.page);
    for (const { page, label } of this.#tabs) await call(page, 'start', label);
    return pid;
  }

  async kill(death: Death): Promise<void> {
    const owner = await this.#owner();
    const { epoch } = await call(owner.page, 'status');
    const survivors = this.#tabs.filter((tab) => tab !== owner);
    const pid = this.#browser.diesBySignal(death) ? await this.#processOf(owner) : 0;
    for (const { page } of survivors) await call(page, 'gapUntilAnswered');
    for (const { page } of survivors) await call(page, 'resetGap');
    const remains = await die(owner.page, death, pid);
    const taken = Promise.all(survivors.map(({ page }) => call(page, 'nextOwner', epoch)));
    const isHeld = death === 'stop' && !(await endsWithin(taken, HELD_AFTER_MS));
    if (isHeld) await remains.bury();
    await taken;
    const gaps = await Promise.all(survivors.map(({ page }) => call(page, 'gapUntilAnswered')));
    if (isHeld) this.held++;
    else this.gaps.push(...gaps.map((ms) => ({ death, ms })));
    // The page of a hung worker goes on with the next owner.
    if (death === 'hang') await call(owner.page, 'gapUntilAnswered');
    if (death === 'hang') await this.#retire(owner);
    await remains.bury();
    if (remains.isAlive) await call(owner.page, 'gapUntilAnswered');
    else this.#forget(owner);
    await this.#epochsRise();
  }

  gapsOf(death: Death): readonly number[] {
    return this.gaps.filter((gap) => gap.death === death).map(({ ms }) => ms);
  }

  /** Stops all lanes and compares what is stored with what was acknowledged. */
  async finish(): Promise<void> {
    for (const tab of [...this.#tabs]) await this.#retire(tab);
    const [reader] = this.#tabs;
    if (reader === undefined) throw new Error('there is no tab');
    for (const tally of await call(this.#witness, 'hearTallies')) {
      const stored = await call(reader.page, 'readLane', tally.label, tally.lane);
      this.#compare(tally, stored, this.#dead.has(tally.label) ? 1 : 0);
    }
  }

  async #retire({ page }: Tab): Promise<void> {
    const { faults, calls } = await call(page, 'finish');
    this.faults.push(...faults);
    this.calls += calls;
  }

  #forget(tab: Tab): void {
    this.#dead.add(tab.label);
    this.#tabs.splice(this.#tabs.indexOf(tab), 1);
  }

  async #owner(): Promise<Tab> {
    for (const tab of this.#tabs) if ((await call(tab.page, 'status')).role === 'owner') return tab;
    throw new Error('no tab is the owner');
  }

  /** In the log, everything behind the first record of an owner is of that owner or a later one. */
  async #epochsRise(): Promise<void> {
    const [reader] = this.#tabs;
    const epochs = reader === undefined ? [] : await call(reader.page, 'epochsInLog', NAME);
    const sorted = [...new Set(epochs)].toSorted((a, b) => a - b);
    if (epochs.join() !== sorted.join()) this.faults.push(`epochs in the log: ${epochs.join()}`);
  }

  /** A page that died may have had one more of each applied than it was told. */
  #compare({ label, lane, adds, puts }: LaneTally, stored: StoredLane, ahead: number): void {
    const name = `${label}/${lane}`;
    if (stored.counter < adds || stored.counter > adds + ahead)
      this.faults.push(`${name}: the counter is ${stored.counter}, acknowledged ${adds}`);
    stored.items.forEach((version, item) => {
      const last = puts - 1 - ((puts - 1 - item + ITEMS_OF_LANE) % ITEMS_OF_LANE);
      const expected = last < 0 ? undefined : last;
      const isNext = ahead > 0 && version === puts && puts % ITEMS_OF_LANE === item;
      if (version !== expected && !isNext)
        this.faults.push(`${name}: item ${item} is ${version}, acknowledged ${expected}`);
    });
  }
}

/** Whether the work ends before so much time has passed. */
async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const over = new AbortController();
  const late = setTimeout(ms, false, { signal: over.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    over.abort();
  }
}
