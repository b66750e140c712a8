/** The most that a database was seen to hold while something went on. */
import type { BenchPage } from './browser.ts';
import { heapBytes } from '../scripts/worker-heap.ts';

const LOOK_EVERY_MS = 250;

const COUNTED = [
  'cachedBytes',
  'dirtyBytes',
  'bufferedBytes',
  'logBehindBytes',
  'logKeptBytes',
] as const;
type Counted = (typeof COUNTED)[number];
type Counts = Readonly<Record<Counted, number>>;

/** Largest seen, in bytes. The heap is what it was with its garbage. */
export interface Peak extends Counts {
  readonly heapBytes: number;
  /** What of that were array buffers. */
  readonly bufferBytes: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks at the worker's heap and at `stats()` four times a second until `work` is done. */
export async function watched<T>(
  page: BenchPage,
  work: Promise<T>,
): Promise<{ readonly result: T; readonly peak: Peak }> {
  const peak = {
    heapBytes: 0,
    bufferBytes: 0,
    ...(Object.fromEntries(COUNTED.map((name) => [name, 0])) as Counts),
  };
  const heap = await page.attachHeap();
  const state = { isOver: false };
  const over = work.finally(() => {
    state.isOver = true;
  });
  const looking = (async () => {
    while (!state.isOver) {
      const use = await heap.use();
      if (heapBytes(use) > peak.heapBytes)
        Object.assign(peak, { heapBytes: heapBytes(use), bufferBytes: use.bufferBytes });
      const counts = (await page.call('stats')) as Counts;
      for (const name of COUNTED)
        Object.assign(peak, { [name]: Math.max(peak[name], counts[name]) });
      await wait(LOOK_EVERY_MS);
    }
  })();
  const result = await over;
  await looking;
  await heap.detach();
  return { result, peak };
}
