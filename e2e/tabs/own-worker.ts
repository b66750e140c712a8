/** What a page's own worker can be made to do from outside, in any browser. */
import type { Page } from '@playwright/test';

interface Watched {
  readonly ownWorkers: Worker[];
}

/** From the next document on the page's workers are known, and hang when they hear the word. */
export async function watchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ownWorkers: Worker[] = [];
    const hangs = `addEventListener("message", ({ data }) => {
      const endMs = performance.now() + (data?.hangMs ?? 0);
      while (performance.now() < endMs);
    });`;
    const Native = Worker;
    globalThis.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        const text = `import ${JSON.stringify(new URL(url, location.href).href)};${hangs}`;
        super(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), options);
        ownWorkers.push(this);
      }
    };
    Object.assign(globalThis, { ownWorkers });
  });
}

/** The worker that was started last does nothing for so long, or any more, and takes a core. */
export async function hangWorker(page: Page, hangMs = Infinity): Promise<void> {
  await page.evaluate((ms) => {
    (globalThis as unknown as Watched).ownWorkers.at(-1)?.postMessage({ hangMs: ms });
  }, hangMs);
}

export const workersStarted = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as Watched).ownWorkers.length);
