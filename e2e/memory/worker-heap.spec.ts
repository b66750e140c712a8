import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { heapBytes, WorkerHeap } from '../../scripts/worker-heap.ts';
import type { LargeItems } from '../pages/large-items.ts';

const MEBIBYTE = 1024 * 1024;
const CACHE_BYTES = 8 * MEBIBYTE;
/** What may be held beside the cache: docs/guarantees.md. */
const BESIDE_BYTES = 64 * MEBIBYTE;
const LOOK_EVERY_MS = 50;
/** 48 MB, six times the cache. */
const ITEMS = 120;

/** The most that the worker was seen to hold until `work` is over, garbage aside, and what it holds afterwards. */
async function watched(
  page: Page,
  work: Promise<void>,
): Promise<{ readonly most: number; readonly after: number; readonly cached: number }> {
  const heap = await WorkerHeap.attach(page);
  const state = { isOver: false };
  const over = work.finally(() => {
    state.isOver = true;
  });
  let most = 0;
  let cached = 0;
  const look = async (): Promise<number> => {
    await heap.collectGarbage();
    const bytes = heapBytes(await heap.use());
    most = Math.max(most, bytes);
    return bytes;
  };
  while (!state.isOver) {
    await look();
    const stats = await page.evaluate(() => window.largeItems?.stats());
    cached = Math.max(cached, stats?.cachedBytes ?? 0);
    await sleep(LOOK_EVERY_MS);
  }
  await over;
  const after = await look();
  await heap.detach();
  return { most, after, cached };
}

/** Calls a step of the page. */
async function call<Step extends keyof LargeItems>(
  page: Page,
  step: Step,
  ...args: Parameters<LargeItems[Step]>
): Promise<void> {
  await page.evaluate(
    async ({ name, values }) => {
      const { largeItems } = window;
      const steps = largeItems as unknown as Record<
        string,
        (...values: unknown[]) => Promise<unknown>
      >;
      await steps[name]?.(...values);
    },
    { name: step, values: args as readonly unknown[] },
  );
}

test('the worker keeps cacheBytes and 64 MiB beside it, whatever large items are asked of it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto('/pages/large-items.html');
  await page.waitForFunction(() => window.largeItems !== undefined);
  await call(page, 'open', CACHE_BYTES);
  const loads = {
    'puts, 16 at once': () => call(page, 'put', { count: ITEMS, width: 16 }),
    'gets, 32 at once': () => call(page, 'get', { count: 2 * ITEMS, width: 32 }, ITEMS),
    'reads of 16 MB, 4 at once': () => call(page, 'getBatches', { count: 12, width: 4 }, ITEMS),
    'writes of 10 MB, 4 at once': () => call(page, 'putBatches', { count: 5, width: 4 }),
    'an index over them': () => call(page, 'addIndex'),
    'indexed puts, 16 at once': () => call(page, 'put', { count: ITEMS / 2, width: 16 }),
  };
  for (const [what, load] of Object.entries(loads)) {
    const { most, after, cached } = await watched(page, load());
    const seen = `${what}: ${String(Math.round(most / MEBIBYTE))} MiB, pages ${String(Math.round(cached / MEBIBYTE))}, afterwards ${String(Math.round(after / MEBIBYTE))}`;
    console.log(seen);
    expect(most, seen).toBeLessThan(CACHE_BYTES + BESIDE_BYTES);
    expect(after, seen).toBeLessThan(CACHE_BYTES + BESIDE_BYTES / 2);
  }
});
