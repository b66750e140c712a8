/** How the tab that owns a database comes to its end. */
import type { Page } from '@playwright/test';
import { call } from './page-calls.ts';
import type { Death, TrialBrowser } from './trial-browser.ts';

/** What a death leaves. */
export interface Remains {
  /** The page lives and goes on. */
  readonly isAlive: boolean;
  readonly bury: () => Promise<void>;
}

const gone: Remains = { isAlive: false, bury: () => Promise.resolve() };

/** How long a page is busy to be known by it, and the clock ticks of 10 ms that this must take at least. */
const SPIN_MS = 300;
const SPIN_TICKS_MIN = 10;
const SPINS_MAX = 20;

/** `pid` is the process of the page, for the deaths that need it; 0 for the others. */
export async function die(page: Page, death: Death, pid: number): Promise<Remains> {
  switch (death) {
    case 'close':
      await page.close();
      return gone;
    case 'navigate':
      await page.goto('data:text/html,elsewhere');
      return { isAlive: false, bury: () => page.close() };
    case 'crash':
      return pid === 0 ? crash(page) : killed(page, pid);
    case 'hang':
      return hang(page);
    case 'stop':
      process.kill(pid, 'SIGSTOP');
      return {
        isAlive: true,
        bury: async () => {
          process.kill(pid, 'SIGCONT');
        },
      };
  }
}

async function crash(page: Page): Promise<Remains> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  return { isAlive: false, bury: () => page.close() };
}

/** The tab stays, and says that it has crashed. */
function killed(page: Page, pid: number): Remains {
  process.kill(pid, 'SIGKILL');
  return { isAlive: false, bury: () => page.close() };
}

/** The page itself lives: its requests go to the next owner. */
async function hang(page: Page): Promise<Remains> {
  const [worker] = page.workers();
  if (worker === undefined) throw new Error('the owner has no worker');
  worker
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  return { isAlive: false, bury: () => page.close() };
}

/** The process of a page, known by the time that it uses when it alone is busy. */
export async function processOf(browser: TrialBrowser, page: Page): Promise<number> {
  for (let spins = 0; spins < SPINS_MAX; spins++) {
    const before = await browser.rendererTicks();
    await call(page, 'spin', SPIN_MS);
    const after = await browser.rendererTicks();
    const used = [...after].map(([pid, ticks]) => ({ pid, ticks: ticks - (before.get(pid) ?? 0) }));
    const [busiest, next] = used.toSorted((a, b) => b.ticks - a.ticks);
    const isClear = busiest !== undefined && busiest.ticks >= SPIN_TICKS_MIN;
    if (isClear && (next === undefined || next.ticks < busiest.ticks / 2)) return busiest.pid;
  }
  throw new Error('the process of the page cannot be told from others');
}
