/** Chromium on a profile of its own, and the benchmark's page in it. */
import type { BrowserContext, Page } from 'playwright';
import { chromium } from 'playwright';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/find-browser.ts';
import { runScript } from '../scripts/run.ts';
import { serve } from '../scripts/serve.ts';
import type { Serving } from '../scripts/serve.ts';
import type { Bench } from './page/main.ts';
import { workerHeap } from './worker-heap.ts';
import type { HeapUse } from './worker-heap.ts';

const BUILT_PAGE = '.cache/bench';

/** Builds the library and the page against it. */
export async function buildPage(): Promise<void> {
  if (!runScript('build:library')) throw new Error('the library does not build');
  await build({ configFile: 'bench/vite.config.ts' });
}

export function servePage(): Promise<Serving> {
  return serve([{ path: '/', directory: BUILT_PAGE }], 0);
}

/** One launch of the browser. */
export class BenchBrowser {
  readonly #context: BrowserContext;
  readonly #port: string;

  private constructor(context: BrowserContext, port: string) {
    this.#context = context;
    this.#port = port;
  }

  static async launch(profile: string, served: Serving): Promise<BenchBrowser> {
    const executablePath = findBrowser('chromium');
    if (executablePath === undefined) throw new Error('there is no Chromium to measure in');
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      args: [...CHROMIUM_FLAGS],
    });
    return new BenchBrowser(context, new URL(served.url).port);
  }

  get version(): string {
    return this.#context.browser()?.version() ?? 'unknown';
  }

  /**
   * A page on an origin of its own: databases of one origin share files in Chromium, and one peer's compaction
   * would be another's wait.
   */
  async page(origin: string, path = '/'): Promise<BenchPage> {
    const page = await this.#context.newPage();
    page.setDefaultTimeout(0);
    const label = origin.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await page.goto(`http://${label}.localhost:${this.#port}${path}`);
    await page.waitForFunction(() => 'bench' in globalThis);
    return new BenchPage(page);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

/** Names of workloads that the page has. */
export type WorkloadList = 'workloads' | 'growthWorkloads' | 'indexWorkloads';
type Method = Exclude<keyof Bench, WorkloadList>;

export class BenchPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Calls the page's `bench`, in front of all other pages. */
  async call<M extends Method>(
    method: M,
    ...args: Parameters<Bench[M]>
  ): Promise<Awaited<ReturnType<Bench[M]>>> {
    await this.#page.bringToFront();
    const answer = await this.#page.evaluate(
      async ({ name, values }) => {
        const { bench } = globalThis as unknown as {
          readonly bench: Record<string, (...values: readonly unknown[]) => unknown>;
        };
        return await bench[name]?.(...values);
      },
      { name: method, values: args },
    );
    return answer as Awaited<ReturnType<Bench[M]>>;
  }

  names(list: WorkloadList): Promise<readonly string[]> {
    return this.#page.evaluate(
      (wanted) => (globalThis as unknown as { readonly bench: Bench }).bench[wanted],
      list,
    );
  }

  /** Heap of the page's only worker after a collection of garbage. */
  workerHeap(): Promise<HeapUse> {
    return workerHeap(this.#page);
  }

  async close(): Promise<void> {
    await this.#page.close();
  }
}
