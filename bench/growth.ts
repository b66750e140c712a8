/** How cost grows: hashrange alone at N and 10 N items. */
import type { BenchPage } from './browser.ts';
import { newProfile, removeProfile } from '../scripts/browser-profile.ts';
import { BenchBrowser } from './browser.ts';
import type { Serving } from '../scripts/serve.ts';
import { BULK_LOAD, REOPEN } from './compare.ts';
import type { Options } from './options.ts';
import { Samples } from './samples.ts';
import type { HeapUse } from './worker-heap.ts';

const NAME = 'hashrange';

export interface Growth {
  readonly sizes: readonly number[];
  /** By workload and number of items; rates, except milliseconds for the reopening. */
  readonly samples: Samples;
  readonly workloads: readonly string[];
  /** Heap of the worker by number of items: the largest seen at rest. */
  readonly heaps: ReadonlyMap<number, HeapUse>;
  readonly cacheBudgetBytes: number;
  readonly browserVersion: string;
}

interface Context {
  readonly samples: Samples;
  readonly options: Options;
  readonly served: Serving;
}

export async function measureGrowth(options: Options, served: Serving): Promise<Growth> {
  const samples = new Samples();
  const sizes = [options.items, 10 * options.items];
  const heaps = new Map<number, HeapUse>();
  let last: SizeResult | undefined;
  for (const items of sizes) {
    last = await measureSize(items, { samples, options, served });
    heaps.set(items, last.heap);
  }
  if (last === undefined) throw new Error('nothing was measured');
  return { sizes, samples, heaps, ...last };
}

interface SizeResult {
  readonly workloads: readonly string[];
  readonly heap: HeapUse;
  readonly cacheBudgetBytes: number;
  readonly browserVersion: string;
}

async function measureSize(items: number, context: Context): Promise<SizeResult> {
  const profile = newProfile('bench');
  try {
    const launch = (): Promise<BenchBrowser> => BenchBrowser.launch(profile, context.served);
    let browser = await launch();
    const { version } = browser;
    const loaded = await loadAll(await browser.page(NAME), items, context);
    await browser.close();
    browser = await launch();
    const page = await browser.page(NAME);
    await page.call('open', NAME, 'main');
    const workloads = [
      ...(await page.names('workloads')).filter((name) => /^(get|put|query)/.test(name)),
      ...(await page.names('growthWorkloads')),
    ];
    const worked = await work(page, items, workloads, context);
    const { cacheBudgetBytes } = (await page.call('stats')) as {
      readonly cacheBudgetBytes: number;
    };
    await page.call('close');
    await browser.close();
    await reopen(launch, items, context);
    return {
      workloads,
      heap: largerHeap(loaded, worked),
      cacheBudgetBytes,
      browserVersion: version,
    };
  } finally {
    removeProfile(profile);
  }
}

async function loadAll(page: BenchPage, items: number, { samples }: Context): Promise<HeapUse> {
  await page.call('open', NAME, 'main');
  const { operations, seconds } = await page.call('load', items);
  add(samples, BULK_LOAD, items, operations / seconds);
  await page.call('settle');
  await page.call('check', items);
  const heap = await page.workerHeap();
  await page.call('close');
  return heap;
}

async function work(
  page: BenchPage,
  items: number,
  workloads: readonly string[],
  { samples, options }: Context,
): Promise<HeapUse> {
  let heap = await page.workerHeap();
  for (let round = 0; round < options.rounds; round++) {
    for (const workload of workloads) {
      const measured = await page.call('run', workload, { items, seed: 1 + round, share: 1 });
      if (measured !== undefined) {
        add(samples, workload, items, measured.operations / measured.seconds);
      }
      heap = largerHeap(heap, await page.workerHeap());
      await page.call('settle');
    }
  }
  return heap;
}

async function reopen(
  launch: () => Promise<BenchBrowser>,
  items: number,
  { samples, options }: Context,
): Promise<void> {
  for (let round = 0; round < options.reopenings; round++) {
    const browser = await launch();
    const page = await browser.page(NAME);
    const index = (round * 7_919) % items;
    add(samples, REOPEN, items, await page.call('reopen', NAME, 'main', index));
    await browser.close();
  }
}

function add(samples: Samples, row: string, items: number, value: number): void {
  samples.add(row, String(items), value);
  console.log(
    `  ${items.toLocaleString('en')} items: ${row}, ${Math.round(value).toLocaleString('en')}`,
  );
}

const bytesOf = ({ usedBytes, bufferBytes }: HeapUse): number => usedBytes + bufferBytes;

function largerHeap(a: HeapUse, b: HeapUse): HeapUse {
  return bytesOf(a) >= bytesOf(b) ? a : b;
}
