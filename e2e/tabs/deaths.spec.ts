/**
 * Four tabs under load while the one that owns the database is closed, navigated away, crashed, hung and stopped, again and
 * again: no call fails, no write is lost or applied twice, a former owner writes nothing after the takeover.
 *
 * `TAB_DEATHS` (60) is their number.
 */
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { ChromiumProcess, newProfile, removeProfile } from '../durability/chromium-process.ts';
import type { Death } from './deaths.ts';
import { DEATHS, die, processOf } from './deaths.ts';
import { call } from './page-calls.ts';
import type { LaneTally, StoredLane } from './protocol.ts';
import { ITEMS_OF_LANE, LANES } from './protocol.ts';

const TAB_DEATHS = Number(process.env['TAB_DEATHS'] ?? 60);
/** Kinds of death, to try some alone. */
const KINDS = (process.env['TAB_DEATH_KINDS']?.split(',') ?? DEATHS) as readonly Death[];
const TABS = 4;
const NAME = 'tabs';
/** Source: reliability.md, B8. */
const HELD_AFTER_MS = 15_000;

// Tracing pages that are crashed only slows them down.
test.use({ trace: 'off' });

interface Tab {
  readonly page: Page;
  readonly label: string;
}

class Trial {
  readonly #browser: ChromiumProcess;
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

  private constructor(browser: ChromiumProcess, url: string, witness: Page) {
    this.#browser = browser;
    this.#url = url;
    this.#witness = witness;
  }

  static async begin(browser: ChromiumProcess, url: string): Promise<Trial> {
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
    const pid = death === 'stop' ? await this.#processOf(owner) : 0;
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

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function summaryOf(name: string, gaps: readonly number[]): string {
  const [median, p95, worst] = [0.5, 0.95, 1].map((share) => quantile(gaps, share).toFixed(0));
  return `${name}: ${gaps.length} gaps, median ${median} ms, p95 ${p95} ms, worst ${worst} ms`;
}

const title = `${TAB_DEATHS} deaths of the owner of four tabs under load`;
test(title, { tag: '@alone' }, async ({ baseURL }) => {
  test.setTimeout(60_000 + TAB_DEATHS * 12_000);
  const profile = newProfile('tabs');
  const browser = await ChromiumProcess.launch(profile);
  try {
    const trial = await Trial.begin(browser, `${baseURL ?? ''}pages/tabs.html`);
    for (let i = 0; i < TAB_DEATHS; i++) {
      await trial.fill();
      await trial.kill(KINDS[i % KINDS.length] ?? 'close');
      expect(trial.faults.slice(0, 20), `after ${i + 1} deaths`).toEqual([]);
    }
    await trial.finish();
    for (const death of DEATHS) {
      const gaps = trial.gaps.filter((gap) => gap.death === death).map(({ ms }) => ms);
      if (gaps.length > 0) console.log(summaryOf(death, gaps));
    }
    console.log(`${trial.held} tabs were stopped with the device in their hands`);
    console.log(`${trial.calls} calls of ${TABS} tabs with ${LANES} lanes each`);
    expect(trial.faults.slice(0, 20)).toEqual([]);
  } finally {
    await browser.kill();
    removeProfile(profile);
  }
});
