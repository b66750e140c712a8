/** Chromium on a profile of its own, and the benchmark's page in it. */
import type { BrowserContext, Page } from 'playwright';
import { chromium } from 'playwright';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/find-browser.ts';
import { runScript } from '../scripts/run.ts';
import { serve } from '../scripts/serve.ts';
import type { Serving } from '../scripts/serve.ts';
import type { Bench } from './page/main.ts';
import { heapBytes, useOf, WorkerHeap, workerHeap } from '../scripts/worker-heap.ts';
import type { HeapUsage, HeapUse } from '../scripts/worker-heap.ts';

const BUILT_PAGE = '.cache/bench';
const LOOK_EVERY_MS = 250;

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
    await page.goto(`http://${labelOf(origin)}.localhost:${this.#port}${path}`);
    await page.waitForFunction(() => 'bench' in globalThis);
    return new BenchPage(page);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** SIGKILL to the browser and all its processes. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.#context.once('close', resolve));
    const session = await this.#context.browser()?.newBrowserCDPSession();
    const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? {
      processInfo: [],
    };
    for (const { id } of processInfo.toSorted((a, b) => rank(a.type) - rank(b.type)))
      killIfThere(id);
    await closed;
  }
}

/** The browser goes first: it would begin others anew. */
const rank = (type: string): number => (type === 'browser' ? 0 : 1);

function killIfThere(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The host name's first part that an origin gets. */
export function labelOf(origin: string): string {
  return origin.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** Names of workloads that the page has. */
export type WorkloadList = 'workloads' | 'indexWorkloads';
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

  /** The largest heap of the page's own thread until `work` is done, in bytes, its garbage with it. */
  async heapWhile(work: Promise<unknown>): Promise<number> {
    const session = await this.#page.context().newCDPSession(this.#page);
    const state = { isOver: false, most: 0 };
    const over = work.finally(() => {
      state.isOver = true;
    });
    while (!state.isOver) {
      const use = (await session.send('Runtime.getHeapUsage')) as HeapUsage;
      state.most = Math.max(state.most, heapBytes(useOf(use)));
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    await over;
    await session.detach();
    return state.most;
  }

  attachHeap(): Promise<WorkerHeap> {
    return WorkerHeap.attach(this.#page);
  }

  async close(): Promise<void> {
    await this.#page.close();
  }
}
