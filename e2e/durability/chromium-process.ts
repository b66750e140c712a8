/** The Chromium binary started by ourselves, so that it can be killed as a crash kills it. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/find-browser.ts';
import { ticksOf } from '../process-ticks.ts';

const START_MS = 30_000;
const POLL_MS = 20;

export class ChromiumProcess {
  readonly #child: ChildProcess;
  readonly #browser: Browser;
  readonly #exited: Promise<void>;

  private constructor(child: ChildProcess, browser: Browser, exited: Promise<void>) {
    this.#child = child;
    this.#browser = browser;
    this.#exited = exited;
  }

  static async launch(
    profile: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ChromiumProcess> {
    const binary = findBrowser('chromium');
    if (binary === undefined) throw new Error('there is no Chromium');
    const portFile = join(profile, 'DevToolsActivePort');
    rmSync(portFile, { force: true });
    const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
    const child = spawn(binary, [...flags, ...CHROMIUM_FLAGS, 'about:blank'], {
      // A process group of its own: killed as a whole.
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...env },
    });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    try {
      const browser = await chromium.connectOverCDP(await endpointOf(portFile));
      return new ChromiumProcess(child, browser, exited);
    } catch (error) {
      killGroup(child);
      throw error;
    }
  }

  async page(url: string): Promise<Page> {
    const [context] = this.#browser.contexts();
    if (context === undefined) throw new Error('Chromium has no profile open');
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    return page;
  }

  /** One more tab. */
  async newPage(url: string): Promise<Page> {
    const [context] = this.#browser.contexts();
    if (context === undefined) throw new Error('Chromium has no profile open');
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /** Clock ticks of the processor that each renderer process has used, by its id. */
  async rendererTicks(): Promise<ReadonlyMap<number, number>> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return new Map(renderers.map(({ id }) => [id, ticksOf(id)]));
  }

  /** SIGKILL to the browser and all its helpers at once. */
  async kill(): Promise<void> {
    killGroup(this.#child);
    await this.#exited;
    await this.#browser.close().catch(() => undefined);
  }

  /** Ends as a user ends it. */
  async quit(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession();
    await session.send('Browser.close').catch(() => undefined);
    await Promise.race([this.#exited, sleep(5_000)]);
    await this.kill();
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Chromium writes its port and path there once it listens. */
async function endpointOf(portFile: string): Promise<string> {
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    const [port, path] = existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n') : [];
    if (port !== undefined && path !== undefined) return `ws://127.0.0.1:${port}${path}`;
    await sleep(POLL_MS);
  }
  throw new Error('Chromium did not start');
}
