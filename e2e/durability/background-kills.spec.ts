/**
 * SIGKILL of the browser in the midst of what goes on in the background, with a cache that is far smaller than the table: an index is being built, the
 * pages of a dropped table go, changes wait for pages that are not in memory. No acknowledged write is lost, an index equals its table, counters equal
 * what is there, and what was begun ends.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { newProfile, removeProfile } from '../../scripts/browser-profile.ts';
import type { Held, Version, Work } from '../pages/background.ts';
import { callerOf } from '../page-calls.ts';
import { ChromiumProcess } from './chromium-process.ts';
import { hasBrowserStartedAnew } from './leveldb-files.ts';
import { storedPages } from './stored-pages.ts';

const ITEMS = 6_000;
/** Items that are put at once. */
const CHUNK = 500;
/** Kills while items are put in the place of others, so many milliseconds after changes were seen to wait. */
const MERGE_KILLS_MS = [0, 60];

test.use({ trace: 'off' });

/** Calls the page's `work`. */
const call = callerOf<Work>('work');

/** Rarely Chromium throws a database away on the second launch after a kill, and we say so. */
class ThrownAway extends Error {}

/** The database of one test, over the deaths of its browser. */
class Trial {
  readonly #profile = newProfile('background-kill');
  readonly #url: string;
  #browser: ChromiumProcess | undefined;
  /** The version of each item that was acknowledged last, and those that were put since. */
  readonly #acknowledged = new Map<number, number>();
  readonly #attempted = new Map<number, number[]>();
  page!: Page;

  constructor(baseURL: string | undefined) {
    this.#url = `${baseURL ?? ''}pages/background.html`;
  }

  /** Answers the tables that are there. */
  async open(): Promise<readonly string[]> {
    this.#browser = await ChromiumProcess.launch(this.#profile);
    this.page = await this.#browser.page(this.#url);
    await this.page.waitForFunction(() => 'work' in globalThis);
    const tables = await call(this.page, 'open');
    if (tables !== undefined) return tables;
    expect(hasBrowserStartedAnew(this.#profile)).toBe(true);
    throw new ThrownAway();
  }

  async fill(): Promise<void> {
    expect(await this.open()).toEqual([]);
    await call(this.page, 'create');
    for (let from = 0; from < ITEMS; from += CHUNK)
      await this.put(Array.from({ length: CHUNK }, (_, i) => [from + i, 0] as const));
  }

  async put(versions: readonly Version[]): Promise<void> {
    for (const [index, version] of versions)
      this.#attempted.set(index, [...(this.#attempted.get(index) ?? []), version]);
    await call(this.page, 'put', versions);
    for (const [index, version] of versions) {
      this.#acknowledged.set(index, version);
      this.#attempted.delete(index);
    }
  }

  async kill(): Promise<void> {
    await this.#browser?.kill();
  }

  async end(): Promise<void> {
    await this.kill();
    removeProfile(this.#profile);
  }

  /** Each item has the version that was acknowledged, or one that was put since. */
  mustHold({ items, itemCount, damaged }: Held): void {
    const wrong = items.filter(([index, version]) => {
      const put = this.#attempted.get(index) ?? [];
      return version !== this.#acknowledged.get(index) && !put.includes(version);
    });
    expect(wrong).toEqual([]);
    const found = new Set(items.map(([index]) => index));
    expect([...this.#acknowledged.keys()].filter((index) => !found.has(index))).toEqual([]);
    expect({ itemCount, damaged }).toEqual({ itemCount: items.length, damaged: 0 });
    // What was found may be overwritten now.
    for (const [index, version] of items) this.#acknowledged.set(index, version);
    this.#attempted.clear();
  }
}

/** Once more, with another database, where Chromium threw this one away. */
async function inTrial(
  baseURL: string | undefined,
  act: (trial: Trial) => Promise<void>,
): Promise<void> {
  const trial = new Trial(baseURL);
  try {
    await trial.fill();
    await act(trial);
  } catch (error) {
    if (!(error instanceof ThrownAway)) throw error;
    await inTrial(baseURL, act);
  } finally {
    await trial.end();
  }
}

/** Puts that are cut short by the death of the browser. */
const cutShort = (work: Promise<unknown>): void => {
  work.catch(() => undefined);
};

test.beforeEach(() => {
  test.setTimeout(90_000);
});

test('an index that is being built is built after the kill, and equals its table', ({ baseURL }) =>
  inTrial(baseURL, async (trial) => {
    await call(trial.page, 'addIndex');
    await call(trial.page, 'whileAtWork', 'index-builder', false);
    cutShort(trial.put(Array.from({ length: CHUNK }, (_, i) => [i * 7, 1] as const)));
    await sleep(20);
    await trial.kill();
    await trial.open();
    expect(await call(trial.page, 'isBuilt')).toBe(false);
    await expect.poll(() => call(trial.page, 'isBuilt'), { timeout: 30_000 }).toBe(true);
    const held = await call(trial.page, 'read');
    trial.mustHold(held);
    expect(held.isIndexed).toEqual({ 'by-customer': true, 'by-product': true });
  }));

test('the pages of a dropped table go after the kill', ({ baseURL }) =>
  inTrial(baseURL, async (trial) => {
    await expect.poll(() => storedPages(trial.page, 'background')).toBeGreaterThan(50);
    await call(trial.page, 'drop');
    await call(trial.page, 'whileAtWork', 'felled-trees', false);
    await trial.kill();
    expect(await trial.open()).toEqual([]);
    await expect.poll(() => storedPages(trial.page, 'background')).toBeLessThan(10);
    await call(trial.page, 'create');
    const { items, isIndexed, damaged } = await call(trial.page, 'read');
    expect({ items, isIndexed, damaged }).toEqual({
      items: [],
      isIndexed: { 'by-customer': true },
      damaged: 0,
    });
  }));

test('changes that wait for their pages are there after kills while they are merged', ({
  baseURL,
}) =>
  inTrial(baseURL, async (trial) => {
    for (const [life, ms] of MERGE_KILLS_MS.entries()) {
      const overwrite = async (): Promise<void> => {
        for (let round = 0; ; round++) {
          const from = round * CHUNK;
          await trial.put(
            Array.from({ length: CHUNK }, (_, i) => [
              ((from + i) * 37) % ITEMS,
              life * 1_000 + round + 1,
            ]),
          );
        }
      };
      cutShort(overwrite());
      await call(trial.page, 'whileBuffered');
      await sleep(ms);
      await trial.kill();
      await trial.open();
      const held = await call(trial.page, 'read');
      trial.mustHold(held);
      expect(held.isIndexed).toEqual({ 'by-customer': true });
    }
  }));
