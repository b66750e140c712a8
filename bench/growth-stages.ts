/** The stages of the growth benchmark: each on a profile of its own, figures by row and column. */
import { newProfile, removeProfile } from '../scripts/browser-profile.ts';
import type { Serving } from '../scripts/serve.ts';
import type { BenchPage } from './browser.ts';
import { BenchBrowser, labelOf } from './browser.ts';
import { diskBytes } from './disk-bytes.ts';
import type { CallFigures } from './page/growth.ts';
import { medianOf } from './samples.ts';
import type { Peak } from './watch.ts';
import { watched } from './watch.ts';
import { heapBytes } from '../scripts/worker-heap.ts';

export const OURS = 'hashrange';
export const RAW = 'raw idb';
/** Items handed over at once: the rate of each slice is a row. */
export const SLICE = 50_000;
const MEBIBYTE = 1024 * 1024;
/** How long a load goes on before the browser is killed in it. */
const UNTIL_KILL_MS = 3_000;
const REOPENINGS = 3;
/** How long files are watched after a drop, and how little they must shrink to have stopped. */
const SHRINK_MS = 60_000;
const SHRINK_LOOK_MS = 500;

/** Columns of what is held that are judged. */
export const HEAP = 'heap at its largest, garbage included';
export const LOG = 'log kept';

type Table = Record<string, Record<string, number>>;

/** By row, then by column. */
export interface Figures {
  /** A row's unit is its last word. */
  readonly measured: Table;
  /** The most that the worker held in each part of a stage, in MiB; and what had been written and read since the opening. */
  readonly held: Table;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const rateOf = ({ operations, seconds }: CallFigures): number => operations / seconds;
const count = (number: number): string => number.toLocaleString('en');

class Stage {
  readonly figures: Figures = { measured: {}, held: {} };
  readonly items: number;
  readonly profile = newProfile('bench');
  readonly #served: Serving;
  #browser: BenchBrowser | undefined;

  constructor(items: number, served: Serving) {
    this.items = items;
    this.#served = served;
  }

  async launch(): Promise<BenchBrowser> {
    this.#browser = await BenchBrowser.launch(this.profile, this.#served);
    return this.#browser;
  }

  /** Whatever has failed: no browser goes on. */
  async end(): Promise<void> {
    await this.#browser?.close();
    removeProfile(this.profile);
  }

  note(row: string, column: string, value: number): void {
    (this.figures.measured[row] ??= {})[column] = value;
    console.log(`  ${column}: ${row}: ${value.toPrecision(4)}`);
  }

  /** What the worker held during a part of the stage. */
  async #noteHeld(what: string, peak: Peak, page: BenchPage): Promise<void> {
    const stats = (await page.call('stats')) as Record<'writeAmplification' | 'pageLoads', number>;
    const after = heapBytes(await page.workerHeap());
    const columns = {
      [HEAP]: peak.heapBytes / MEBIBYTE,
      'of that array buffers': peak.bufferBytes / MEBIBYTE,
      'after a collection': after / MEBIBYTE,
      pages: peak.cachedBytes / MEBIBYTE,
      'dirty pages': peak.dirtyBytes / MEBIBYTE,
      'buffered changes': peak.bufferedBytes / MEBIBYTE,
      'log behind the checkpoint': peak.logBehindBytes / MEBIBYTE,
      [LOG]: peak.logKeptBytes / MEBIBYTE,
      'bytes written for a byte of items': stats.writeAmplification,
      'pages read': stats.pageLoads,
    };
    this.figures.held[what] = columns;
    console.log(`  ${what}:`, columns);
  }

  /** Loads all items slice by slice, without a rest. */
  async load(what: string, page: BenchPage, column: string): Promise<void> {
    const work = async (): Promise<void> => {
      let slowestMs = 0;
      let seconds = 0;
      for (let from = 0; from < this.items; from += SLICE) {
        const to = Math.min(this.items, from + SLICE);
        const slice = await page.call('loadScattered', from, to);
        this.note(`${what} to ${count(to)} items, items/s`, column, rateOf(slice));
        slowestMs = Math.max(slowestMs, slice.slowestMs);
        seconds += slice.seconds;
      }
      this.note(`${what}: slowest call, ms`, column, slowestMs);
      this.note(`${what}: all of it, s`, column, seconds);
    };
    await this.#watch(what, page, column, work);
  }

  /** `work`; of ours what it makes the worker hold too. */
  async #watch(what: string, page: BenchPage, column: string, work: () => Promise<void>) {
    if (column !== OURS) return work();
    const { peak } = await watched(page, work());
    await this.#noteHeld(what, peak, page);
  }

  async calls(
    what: string,
    page: BenchPage,
    column: string,
    make: () => Promise<CallFigures>,
  ): Promise<void> {
    await this.#watch(what, page, column, async () => {
      const figures = await make();
      this.note(`${what}, calls/s`, column, rateOf(figures));
      this.note(`${what}: p99, ms`, column, figures.p99Ms);
      this.note(`${what}: slowest call, ms`, column, figures.slowestMs);
    });
  }
}

async function openPage(browser: BenchBrowser, peer: string): Promise<BenchPage> {
  const page = await browser.page(peer);
  await page.call('open', peer, 'main');
  return page;
}

async function bareRoads(stage: Stage): Promise<void> {
  const browser = await stage.launch();
  const page = await browser.page('bare roads');
  const working = page.call('bareRoads', stage.items);
  const heap = await page.heapWhile(working);
  const figures = await working;
  for (const [row, value] of Object.entries(figures))
    stage.note(`${row}, values/s`, 'IndexedDB', value);
  // Nothing is held: what a database on top of it has beside its cache, and the browser's heap allows.
  stage.note('heap at its largest meanwhile, garbage included, MiB', 'IndexedDB', heap / MEBIBYTE);
  await browser.close();
}

/** One table of each, without indexes: loaded, worked with, killed in a load, opened, dropped. */
async function plain(stage: Stage): Promise<void> {
  const { items } = stage;
  let browser = await stage.launch();
  for (const peer of [RAW, OURS]) {
    const page = await openPage(browser, peer);
    await stage.load('load', page, peer);
    await page.call('settle');
    const puts = { items, count: Math.ceil(items / 5), width: 32, seed: 1 };
    await stage.calls('put anywhere, 32 in flight', page, peer, () =>
      page.call('putAnywhere', puts),
    );
    await page.call('settle');
    const gets = { items, count: Math.ceil(items / 20), width: 64, seed: 2 };
    await stage.calls('get anywhere, 64 in flight', page, peer, () =>
      page.call('getAnywhere', gets),
    );
    await page.close();
  }
  for (const peer of [RAW, OURS]) {
    const page = await openPage(browser, peer);
    void page.call('loadScattered', items, items + SLICE).catch(() => undefined);
    await wait(UNTIL_KILL_MS);
    await browser.kill();
    browser = await reopened(stage, peer, 'opening after a kill in mid-load, ms');
    // What is killed is put in order, so that the idle openings find it at rest.
    await browser.close();
    const idle: number[] = [];
    for (let i = 0; i < REOPENINGS; i++) {
      const again = await stage.launch();
      idle.push(await (await again.page(peer)).call('reopen', peer, 'main', i * 7, true));
      await again.close();
    }
    stage.note('opening of an idle table, ms', peer, medianOf(idle));
    browser = await stage.launch();
  }
  for (const peer of [RAW, OURS]) await drop(stage, browser, peer);
  await browser.close();
}

async function reopened(stage: Stage, peer: string, row: string): Promise<BenchBrowser> {
  const browser = await stage.launch();
  const page = await browser.page(peer);
  stage.note(row, peer, await page.call('reopen', peer, 'main', 1, true));
  await page.call('settle');
  await page.call('close');
  return browser;
}

async function drop(stage: Stage, browser: BenchBrowser, peer: string): Promise<void> {
  const page = await openPage(browser, peer);
  const bytes = (): number => diskBytes(stage.profile, labelOf(peer));
  stage.note('files before the drop, MiB', peer, bytes() / MEBIBYTE);
  const start = performance.now();
  stage.note('drop until its answer, ms', peer, await page.call('drop'));
  let smallest = Infinity;
  let shrunkMs = 0;
  while (performance.now() - start < SHRINK_MS) {
    const now = bytes();
    if (now < smallest) shrunkMs = performance.now() - start;
    smallest = Math.min(smallest, now);
    if (performance.now() - start - shrunkMs > SHRINK_MS / 4) break;
    await wait(SHRINK_LOOK_MS);
  }
  stage.note('drop until the files shrink no more, s', peer, shrunkMs / 1000);
  stage.note('files after the drop, MiB', peer, smallest / MEBIBYTE);
  await page.close();
}

/** One global index while the table is loaded, and a second one over all of it: raw idb is loaded anew with both. */
async function indexed(stage: Stage): Promise<void> {
  const browser = await stage.launch();
  const raw = await openPage(browser, `${RAW} with one index`);
  await stage.load('load with one index', raw, RAW);
  await raw.close();
  const ours = await openPage(browser, `${OURS} with one index`);
  await stage.load('load with one index', ours, OURS);
  await ours.call('settle');
  const { seconds, before, meanwhile } = await ours.call('addIndex', stage.items);
  stage.note('second index, s', OURS, seconds);
  stage.note('others before the second index: p99, ms', OURS, before.p99Ms);
  stage.note('others while the second index is built: p99, ms', OURS, meanwhile.p99Ms);
  stage.note('others while the second index is built: slowest call, ms', OURS, meanwhile.slowestMs);
  await ours.close();
  const anew = await openPage(browser, `${RAW} with two indexes`);
  await stage.load('load with two indexes', anew, RAW);
  stage.note(
    'second index, s',
    RAW,
    stage.figures.measured['load with two indexes: all of it, s']?.[RAW] ?? 0,
  );
  await browser.close();
}

/** The largest items, which a cache of pages has to let go again. */
async function largeItems(stage: Stage): Promise<void> {
  const { items } = stage;
  let browser = await stage.launch();
  let page = await openPage(browser, OURS);
  await page.call('begin');
  const most = { bytes: 399_000, width: 4, count: Math.ceil(items / 200) };
  for (const [what, large] of [
    ['puts of 20 KB, 32 in flight', { bytes: 20_000, width: 32, count: Math.ceil(items / 50) }],
    ['puts of 399 KB, 4 in flight', most],
  ] as const) {
    await stage.calls(what, page, OURS, () => page.call('putLarge', large));
    await browser.kill();
    browser = await stage.launch();
    page = await browser.page(OURS);
    const ms = await page.call('reopen', OURS, 'main', 0, true);
    stage.note(`opening after a kill behind ${what}, ms`, OURS, ms);
  }
  await page.call('settle');
  const gets = { items: most.count, count: Math.min(800, most.count), width: 1, seed: 3 };
  await stage.calls('gets of 399 KB, one at a time', page, OURS, () =>
    page.call('getAnywhere', gets),
  );
  await browser.close();
}

const RUNS = { 'bare roads': bareRoads, plain, 'with indexes': indexed, 'large items': largeItems };
export const STAGES = Object.keys(RUNS) as readonly (keyof typeof RUNS)[];
export type StageName = (typeof STAGES)[number];

export async function runStage(name: StageName, items: number, served: Serving): Promise<Figures> {
  const stage = new Stage(items, served);
  try {
    await RUNS[name](stage);
    return stage.figures;
  } finally {
    await stage.end();
  }
}
